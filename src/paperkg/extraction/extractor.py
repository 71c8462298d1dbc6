"""Extraction, put together: from a paper to what is found in it."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

from paperkg.batching import batched
from paperkg.extraction.claims.claim_models import load_claim_models
from paperkg.extraction.claims.paper_claims import PaperClaims, find_claims
from paperkg.extraction.entity_finder import BATCH, EntityFinder
from paperkg.extraction.mentions.named_text import NamedText
from paperkg.extraction.placement import place_entity, place_relation, place_result, place_sentences
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.sections import cut, join
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.extraction.words.language import is_english
from paperkg.model import Extraction, Paper

CHUNK = 4 * BATCH  # papers after which spaCy forgets their words, so that memory stays flat


class Extractor:
    """Finds entities, results and relations in papers.

    Args:
        user_lexicon: entries of the user's own, trusted more than the shipped ones.
        lists: the word lists; the shipped ones where none are given.
    """

    def __init__(self, user_lexicon: Iterable[LexiconEntry] = (), lists: WordLists | None = None) -> None:
        self._finder = EntityFinder(user_lexicon, lists)
        self._models = load_claim_models()
        self.nlp = self._finder.nlp

    def extract(self, paper: Paper) -> Extraction:
        """What is found in one paper."""
        return next(self.stream((paper,)))

    def stream(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """What is found in each paper, in their order, without holding more than a batch."""
        for batch in batched(papers, CHUNK):
            # One thread: for matrices this small more of them cost more than they bring, and processes
            # are what `--jobs` adds.
            with self._finder.forgetting(), threadpool_limits(1, user_api="blas"), _without_collections():
                found = self._read(batch)
            yield from found

    def _read(self, papers: Sequence[Paper]) -> list[Extraction]:
        english = [is_english(paper.text, self._finder.lists.languages) for paper in papers]
        sections = [cut(paper.text) if read else [] for paper, read in zip(papers, english, strict=True)]
        named = self._finder.find(section.text for cuts in sections for section in cuts)
        claimed = self._claimed(named)
        return [
            join(paper, cuts, [_placed(paper, *next(claimed)) for _ in cuts])
            if cuts
            else Extraction(paper=paper, english=False)
            for paper, cuts in zip(papers, sections, strict=True)
        ]

    def _claimed(self, texts: Iterable[NamedText]) -> Iterator[tuple[NamedText, PaperClaims]]:
        for batch in batched(texts, BATCH):
            yield from zip(batch, find_claims(batch, self._models, self._finder.lists), strict=True)


def _placed(paper: Paper, named: NamedText, claims: PaperClaims) -> Extraction:
    """What a section of a paper claims, put back into its stored text."""
    plain = named.plain
    return Extraction(
        paper=paper,
        entities=tuple(place_entity(entity, plain) for entity in claims.entities),
        results=tuple(place_result(result, plain) for result in claims.results),
        relations=tuple(place_relation(relation, plain) for relation in claims.relations),
        sentences=place_sentences(named.sentences, plain),
    )


@contextmanager
def _without_collections() -> Iterator[None]:
    """A block in which Python does not look for cycles of garbage.

    Extraction makes very many objects and hardly a cycle, and each look goes through them all, at times through the
    models too: a twentieth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def extractor_of(user_lexicon: tuple[LexiconEntry, ...], words: WordLists) -> Extractor:
    """The extractor with a lexicon and word lists, kept for the next paper: to make one takes about a second."""
    for given, extractor in _KEPT:
        if given == (user_lexicon, words):
            return extractor
    made = Extractor(user_lexicon, words)
    _KEPT.append(((user_lexicon, words), made))
    return made


_KEPT: deque[tuple[tuple[tuple[LexiconEntry, ...], WordLists], Extractor]] = deque(maxlen=4)

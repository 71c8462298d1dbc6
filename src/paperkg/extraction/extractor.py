"""The extraction pipeline, put together: from a paper to what is found in it."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from paperkg.batching import batched
from paperkg.extraction.claims.paper_claims import find_claims
from paperkg.extraction.mentions.candidates import candidates_of, plausible
from paperkg.extraction.mentions.entities import KnownNames, make_entities
from paperkg.extraction.mentions.lists import align_lists
from paperkg.extraction.mentions.recognizer import load_recognizer, make_recognizer
from paperkg.extraction.mentions.selection import select_mentions
from paperkg.extraction.placement import place_entity, place_relation, place_result, place_sentences
from paperkg.extraction.rules.lexicon import Lexicon, LexiconEntry, proper_words, shipped_lexicon
from paperkg.extraction.rules.lexicon_component import LexiconComponent, make_lexicon_component
from paperkg.extraction.rules.paper_text import TextComponent, make_document, make_sentence_marker, text_of
from paperkg.extraction.rules.patterns import make_pattern_matcher
from paperkg.extraction.sections import Section, cut, join
from paperkg.extraction.vocabulary.word_lists import WordLists, shipped_word_lists
from paperkg.extraction.words.language import is_english
from paperkg.extraction.words.plain_text import PlainText
from paperkg.extraction.words.readable import read_plain
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.model import Extraction, Paper, Rule

BATCH = 32  # papers that a component sees at once; no part of the result, for each is read by itself
CHUNK = 4 * BATCH  # papers after which spaCy forgets their words, so that memory stays flat
KEPT_WORDS = 100_000  # that spaCy does not forget: how it cuts the common ones it then need not find out again
# Named here so that their factories are registered.
_FACTORIES = (make_sentence_marker, make_lexicon_component, make_pattern_matcher, make_recognizer)


def make_pipeline(user_lexicon: Iterable[LexiconEntry] = (), lists: WordLists | None = None) -> Language:
    """The spaCy pipeline: its components add candidates to `doc.spans`, one group a component.

    Args:
        user_lexicon: entries of the user's own.
        lists: the word lists; the shipped ones where none are given.
    """
    nlp = spacy.blank("en")
    nlp.max_length = sys.maxsize  # spaCy's limit is for parsers; readers have their own
    # Shapes, norms and flags of words, which no component asks for.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # spaCy's stub lacks it
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("paperkg_sentences")
    for group, entries in ((Rule.USER_LEXICON, tuple(user_lexicon)), (Rule.LEXICON, shipped_lexicon())):
        component = nlp.add_pipe("paperkg_lexicon", name=f"paperkg_{group}", config={"group": group.value})
        assert isinstance(component, LexiconComponent)
        component.lexicon = Lexicon(entries)
    nlp.add_pipe("paperkg_patterns")
    nlp.add_pipe("paperkg_recognizer")
    for _, component in nlp.pipeline if lists else ():
        assert isinstance(component, TextComponent)
        component.lists = lists
    return nlp


class Extractor:
    """Finds entities, results and relations in papers.

    Args:
        user_lexicon: entries of the user's own, trusted more than the shipped ones.
        lists: the word lists; the shipped ones where none are given.
    """

    def __init__(self, user_lexicon: Iterable[LexiconEntry] = (), lists: WordLists | None = None) -> None:
        entries = tuple(user_lexicon)
        lists = lists or shipped_word_lists()
        self.nlp = make_pipeline(entries, lists)
        recognizer = load_recognizer()
        self._learned = recognizer.types
        self._frequency = recognizer.tagger.words.frequency
        self._lists = lists
        self._known = KnownNames(
            {entry.name: entry for entry in (*shipped_lexicon(), *entries)},
            proper_words(shipped_lexicon(), lists.languages),
            lists,
            self._frequency,
        )

    def extract(self, paper: Paper) -> Extraction:
        """What is found in one paper."""
        return next(self.stream((paper,)))

    def stream(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """What is found in each paper, in their order, without holding more than a batch."""
        for batch in batched(papers, CHUNK):
            # One thread: for matrices this small more of them cost more than they bring, and processes
            # are what `--jobs` adds.
            with self._forgetting(), threadpool_limits(1, user_api="blas"):
                found = self._read(batch)
            yield from found

    def _read(self, papers: Sequence[Paper]) -> list[Extraction]:
        english = [is_english(paper.text, self._lists.languages) for paper in papers]
        sections = [cut(paper.text) if read else [] for paper, read in zip(papers, english, strict=True)]
        made = (self._document(section) for cuts in sections for section in cuts)
        docs = self.nlp.pipe(made, as_tuples=True, batch_size=BATCH)
        return [
            join(paper, cuts, [self._finish(paper, *next(docs)) for _ in cuts])
            if cuts
            else Extraction(paper=paper, english=False)
            for paper, cuts in zip(papers, sections, strict=True)
        ]

    def _forgetting(self) -> AbstractContextManager[object]:
        return self.nlp.memory_zone() if len(self.nlp.vocab.strings) > KEPT_WORDS else nullcontext()

    def _document(self, section: Section) -> tuple[Doc, PlainText]:
        plain = read_plain(section.text, self._lists.languages, self._frequency)
        return make_document(self.nlp, plain.text, self._lists), plain

    def _finish(self, paper: Paper, doc: Doc, plain: PlainText) -> Extraction:
        text, kept = plain.text, text_of(doc, self._lists)
        candidates = plausible(candidates_of(doc), text, kept, self._known.entries)
        found = make_entities(text, select_mentions(candidates, self._learned), kept.definitions, self._known)
        entities, results, relations = find_claims(text, kept.sentences, align_lists(text, found), self._lists)
        return Extraction(
            paper=paper,
            entities=tuple(place_entity(entity, plain) for entity in entities),
            results=tuple(place_result(result, plain) for result in results),
            relations=tuple(place_relation(relation, plain) for relation in relations),
            sentences=place_sentences(kept.sentences, plain),
        )


def extractor_of(user_lexicon: tuple[LexiconEntry, ...], words: WordLists) -> Extractor:
    """The extractor with a lexicon and word lists, kept for the next paper: to make one takes about a second."""
    for given, extractor in _KEPT:
        if given == (user_lexicon, words):
            return extractor
    made = Extractor(user_lexicon, words)
    _KEPT.append(((user_lexicon, words), made))
    return made


_KEPT: deque[tuple[tuple[tuple[LexiconEntry, ...], WordLists], Extractor]] = deque(maxlen=4)

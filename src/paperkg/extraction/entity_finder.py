"""Finding entities: the spaCy pipeline, and how its candidates become the entities of a text."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from paperkg.extraction.mentions.candidates import candidates_of, plausible
from paperkg.extraction.mentions.entities import KnownNames, make_entities
from paperkg.extraction.mentions.lists import align_lists
from paperkg.extraction.mentions.named_text import NamedText
from paperkg.extraction.mentions.recognizer import load_recognizer, make_recognizer
from paperkg.extraction.mentions.selection import select_mentions
from paperkg.extraction.mentions.word_vectors import vectors_of
from paperkg.extraction.rules.lexicon import Lexicon, LexiconEntry, proper_words, shipped_lexicon
from paperkg.extraction.rules.lexicon_component import LexiconComponent, make_lexicon_component
from paperkg.extraction.rules.paper_text import TextComponent, make_document, make_sentence_marker, text_of
from paperkg.extraction.rules.patterns import make_pattern_matcher
from paperkg.extraction.vocabulary.word_lists import WordLists, shipped_word_lists
from paperkg.extraction.words.plain_text import PlainText
from paperkg.extraction.words.readable import read_plain
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.model import Rule

BATCH = 32  # texts that a component goes over at a time; no part of the result, for each is read by itself
KEPT_WORDS = 100_000  # that spaCy does not forget: how it cuts the common ones it then need not find out again
# Named here so that their factories are registered.
_FACTORIES = (make_sentence_marker, make_lexicon_component, make_pattern_matcher, make_recognizer)


def make_pipeline(
    user_lexicon: Iterable[LexiconEntry] = (), lists: WordLists | None = None, weights: str | None = None
) -> Language:
    """The spaCy pipeline: its components add candidates to `doc.spans`, one group a component.

    Args:
        user_lexicon: entries of the user's own.
        lists: the word lists; the shipped ones where none are given.
        weights: the directory of the recognizer's files; the shipped ones where none is given.
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
    nlp.add_pipe("paperkg_recognizer", config={"directory": weights})
    for _, component in nlp.pipeline:
        assert isinstance(component, TextComponent)
        component.lists = lists or component.lists
    return nlp


class EntityFinder:
    """Finds entities in texts.

    Args:
        user_lexicon: entries of the user's own, trusted more than the shipped ones.
        lists: the word lists; the shipped ones where none are given.
        weights: the directory of the recognizer's files; the shipped ones where none is given.
    """

    def __init__(
        self, user_lexicon: Iterable[LexiconEntry] = (), lists: WordLists | None = None, weights: str | None = None
    ) -> None:
        entries = tuple(user_lexicon)
        self.lists = lists or shipped_word_lists()
        self.nlp = make_pipeline(entries, self.lists, weights)
        recognizer = load_recognizer(weights)
        self._learned = recognizer.types
        self._frequency = recognizer.tagger.words.frequency
        self._known = KnownNames(
            {entry.name: entry for entry in (*shipped_lexicon(), *entries)},
            proper_words(shipped_lexicon(), self.lists.languages),
            self.lists,
            self._frequency,
        )

    def find(self, texts: Iterable[str]) -> Iterator[NamedText]:
        """What is found in each text (title, newline, abstract), in their order.

        All texts should be read within one block of `forgetting`.
        """
        for doc, plain in self.nlp.pipe(map(self._document, texts), as_tuples=True, batch_size=BATCH):
            text, kept = plain.text, text_of(doc, self.lists)
            candidates = plausible(candidates_of(doc), text, kept, self._known.entries)
            found = make_entities(text, select_mentions(candidates, self._learned), kept.definitions, self._known)
            yield NamedText(plain, kept.sentences, align_lists(text, found), vectors_of(doc))

    def forgetting(self) -> AbstractContextManager[object]:
        """A block after which spaCy forgets the words that it met in it, once it knows very many."""
        return self.nlp.memory_zone() if len(self.nlp.vocab.strings) > KEPT_WORDS else nullcontext()

    def _document(self, text: str) -> tuple[Doc, PlainText]:
        plain = read_plain(text, self.lists.languages, self._frequency)
        return make_document(self.nlp, plain.text, self.lists), plain

"""What every component of the pipeline needs to know of a paper's text, kept on its spaCy document.

It is worked out once and kept in `doc.user_data` as plain lists of numbers, so that a document can be
written and read by spaCy. A document that another pipeline made gets it when it is first asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import IDX, SENT_START  # type: ignore[import-not-found]  # spaCy ships no stub of it
from spacy.language import Language
from spacy.tokens import Doc

from paperkg.batching import batched
from paperkg.extraction.rules.abbreviations import Definition, find_definitions
from paperkg.extraction.vocabulary.word_lists import WordLists, shipped_word_lists
from paperkg.extraction.words.plain_text import GAP, flatten
from paperkg.extraction.words.sentences import split_sentences
from paperkg.model import Span
from paperkg.text.spans import find_all

_KEY = "paperkg_text"


@dataclass(frozen=True, slots=True)
class PaperText:
    """A plain text with its sentences, the title first, and the acronyms that it defines.

    `flat` is the text as the pipeline reads it (see `flatten`): offsets into it are offsets into the text. `gaps` are
    the characters that no mention crosses.
    """

    flat: str
    sentences: tuple[Span, ...]
    definitions: tuple[Definition, ...]
    gaps: tuple[int, ...] = ()

    @property
    def barriers(self) -> tuple[int, ...]:
        """Characters before which every mention ends, in order: where sentences begin, and gaps."""
        return tuple(sorted((*(sentence.start for sentence in self.sentences[1:]), *self.gaps)))

    @classmethod
    def of(cls, text: str, lists: WordLists) -> "PaperText":
        """What a plain text, title and abstract with a newline between, has of these."""
        flat, sentences = flatten(text), split_sentences(text)
        definitions = find_definitions(text, sentences, lists.definitions)
        whole = (d for d in definitions if GAP not in text[d.long.start : d.long.end])
        return cls(flat, sentences, tuple(whole), tuple(find_all(GAP, text)))


def _keep(doc: Doc, text: PaperText) -> PaperText:
    doc.user_data[_KEY] = (
        text.flat,
        [(span.start, span.end) for span in text.sentences],
        [(d.short.start, d.short.end, d.long.start, d.long.end) for d in text.definitions],
        list(text.gaps),
    )
    return text


def make_document(nlp: Language, text: str, lists: WordLists) -> Doc:
    """The words of a plain text, title and abstract with a newline between, for the components to go over."""
    known = PaperText.of(text, lists)
    doc = nlp.make_doc(known.flat)
    _keep(doc, known)
    return doc


def text_of(doc: Doc, lists: WordLists) -> PaperText:
    """What is kept on a document; worked out from its own text where nothing is."""
    kept = doc.user_data.get(_KEY)
    if kept is None:
        return _keep(doc, PaperText.of(doc.text, lists))
    flat, sentences, definitions, gaps = kept
    return PaperText(
        flat,
        tuple(Span(start, end) for start, end in sentences),
        tuple(Definition(Span(a, b), Span(c, d)) for a, b, c, d in definitions),
        tuple(gaps),
    )


class TextComponent(ABC):
    """A component that goes over a document's text.

    `lists` are the shipped word lists until others are set, as an EntityRuler's patterns are set.
    """

    def __init__(self) -> None:
        self.lists = shipped_word_lists()

    @abstractmethod
    def __call__(self, doc: Doc) -> Doc:
        """The document with what the component finds in it."""

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The documents, batch by batch: what a component looks things up in is near only while it is at work."""
        for batch in batched(docs, batch_size):
            yield from [self(doc) for doc in batch]


class SentenceMarker(TextComponent):
    """Sets the sentence starts of a document."""

    def __call__(self, doc: Doc) -> Doc:
        """The document with its sentences."""
        starts = [span.start for span in text_of(doc, self.lists).sentences]
        # Through arrays, for touching each token of spaCy's costs more than all else here.
        marks = np.where(np.isin(doc.to_array(IDX), starts), 1, -1)
        marks[:1] = 1
        column: Any = marks[:, None].astype(np.int64).view(np.uint64)  # spaCy names another type than it takes
        return doc.from_array([SENT_START], column)


@Language.factory("paperkg_sentences")
def make_sentence_marker(nlp: Language, name: str) -> SentenceMarker:  # noqa: ARG001
    """The component."""
    return SentenceMarker()

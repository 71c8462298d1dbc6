"""A text with the entities found in it, as finding them leaves it and reading claims takes it."""

from dataclasses import dataclass

from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.words.plain_text import PlainText
from paperkg.model import PaperEntity, Span


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text with the entities found in it, before anything is known of what the paper does with them.

    `plain` is the text as it is read, `sentences` are its own, the title first, and `vectors` those of its words.
    """

    plain: PlainText
    sentences: tuple[Span, ...]
    entities: tuple[PaperEntity, ...]
    vectors: WordVectors

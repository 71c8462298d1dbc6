"""A paper as the judge of surface forms reads it: words, tag probabilities, and what the rules found."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.attrs import IDX, LENGTH  # type: ignore[import-not-found]  # spaCy ships no stub of it
from spacy.tokens import Doc

from paperkg.extraction.mentions.forms import Places, form_key, places_of_keys
from paperkg.extraction.mentions.tagger import TaggedWords
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.extraction.rules.paper_text import text_of
from paperkg.extraction.rules.patterns import PATTERNS
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.extraction.words.vectors import Floats
from paperkg.model import Rule

RULES = (Rule.TITLE_NAME, Rule.TITLE_WORD, Rule.PROPOSED, Rule.CALLED, Rule.SHAPE)
"""The rules that the judge has features for, in their order."""


class TagsWords(Protocol):
    """What gives the words of a paper their tags."""

    def read(self, words: Sequence[str], title_length: int) -> TaggedWords:
        """As `Tagger.read`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper.

    `offsets` are the characters of each word, `logs` and `vectors` what the tagger makes of it. By key of a
    form: `places`, `lexicon` (the types that the lexicon gives), `rules` (names of patterns, and the
    types that they give), `partners` (the other form of a definition "LONG (SHORT)").
    """

    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]
    title_length: int
    logs: Floats
    vectors: Floats
    places: Places
    lexicon: Mapping[str, frozenset[str]]
    rules: Mapping[str, frozenset[str]]
    partners: Mapping[str, str]


def _keys_of(doc: Doc, group: str, position: Sequence[int], words: Sequence[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for span in doc.spans.get(group, ()):
        key = form_key(words[position[span.start] : position[span.end]])
        rule = {span.id_} if group == PATTERNS else set()
        found.setdefault(key, set()).update(rule | ({span.label_} if span.label_ else set()))
    return {key: frozenset(values) for key, values in found.items() if key}


def read_document(doc: Doc, tagger: TagsWords, lists: WordLists) -> Reading | None:
    """The reading of a document that other components have gone over; None where it has no words."""
    text = text_of(doc, lists)
    position: list[int] = []
    words: list[str] = []
    offsets: list[tuple[int, int]] = []
    # Through an array, for touching each token of spaCy's costs more than all else here.
    for start, length in doc.to_array([IDX, LENGTH]).tolist():
        position.append(len(words))
        word = text.flat[start : start + length]
        if not word.isspace():
            words.append(word)
            offsets.append((start, start + length))
    position.append(len(words))
    if not words:
        return None
    title_length = sum(end <= text.sentences[0].end for _, end in offsets)
    tagged = tagger.read(words, title_length)
    return Reading(
        tuple(words),
        tuple(offsets),
        title_length,
        tagged.logs,
        tagged.vectors,
        places_of_keys(words, lists.function_words, _barriers(text.barriers, offsets)),
        _keys_of(doc, Rule.LEXICON.value, position, words),
        _keys_of(doc, PATTERNS, position, words),
        _partners(text.definitions, words, offsets),
    )


def _barriers(characters: Sequence[int], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The words before which every mention ends."""
    starts = [start for start, _ in offsets]
    words = {bisect_left(starts, character) for character in characters}
    return sorted(words - {0, len(offsets)})


def _partners(
    definitions: Iterable[Definition], words: Sequence[str], offsets: Sequence[tuple[int, int]]
) -> dict[str, str]:
    starts = {start: i for i, (start, _) in enumerate(offsets)}
    ends = {end: i + 1 for i, (_, end) in enumerate(offsets)}
    partners: dict[str, str] = {}
    for definition in definitions:
        keys = []
        for span in (definition.short, definition.long):
            first, last = starts.get(span.start), ends.get(span.end)
            if first is not None and last is not None:
                keys.append(form_key(words[first:last]))
        if len(keys) == 2 and all(keys) and keys[0] != keys[1]:
            partners[keys[0]] = keys[1]
            partners[keys[1]] = keys[0]
    return partners

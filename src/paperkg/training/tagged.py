"""Annotated papers as tagged words: the tagger's training data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import spacy
from numpy.typing import NDArray

from paperkg.extraction.mentions.tags import OUTSIDE, TAGS, label_of
from paperkg.extraction.words.plain_text import flatten
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.extraction.words.vectors import Floats
from paperkg.model import Extraction, Role

DOUBT = 0.4
"""The share of other annotators' common-noun coinages that are none to those who are followed.

They take 0.48 a paper (`evaluation/annotations/more.jsonl`), those who are followed 0.28."""
_TAG = {tag: i for i, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paper's words, which of them are the title's, the mentions among them, and a tag a word.

    `spans` gives the label of each mention by its first word and the word after its last. `by_others` says
    that not those annotated it whom extraction is to follow; `doubtful` are then the spans on which the
    two differ most: common nouns for what the paper introduces.
    """

    id: str
    text: str
    words: tuple[str, ...]
    title_length: int
    spans: Mapping[tuple[int, int], str]
    doubtful: frozenset[tuple[int, int]]
    tags: NDArray[np.int64]
    by_others: bool

    def wanted(self) -> Floats:
        """The tags as probabilities, words by tags: of what is doubtful, some for no tag."""
        wanted = np.eye(len(TAGS), dtype=np.float32)[self.tags]
        for start, end in self.doubtful:
            wanted[start:end] *= 1.0 - DOUBT
            wanted[start:end, OUTSIDE] += DOUBT
        return wanted


def _bounds(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The words that hold the characters, more than the characters where a word is cut."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and start < b]
    return (inside[0], inside[-1] + 1) if inside else None


def tag_papers(annotated: Iterable[Extraction], *, by_others: bool = False) -> list[Tagged]:
    """Annotated papers as tagged words."""
    tokenizer = make_tokenizer(spacy.blank("en"))
    papers = []
    for one in annotated:
        text = one.paper.text
        tokens = [token for token in tokenizer(flatten(text)) if not token.is_space]
        offsets = [(token.idx, token.idx + len(token)) for token in tokens]
        mentions = sorted(
            (m.start, m.end, label_of(e.type, e.named), by_others and not e.named and e.role is Role.INTRODUCES)
            for e in one.entities
            for m in e.mentions
        )
        tags = np.zeros(len(tokens), dtype=np.int64)
        spans: dict[tuple[int, int], str] = {}
        doubtful = set()
        for start, end, label, doubt in mentions:
            bounds = _bounds(offsets, start, end)
            if bounds is None or tags[bounds[0] : bounds[1]].any():
                continue
            spans[bounds] = label
            if doubt:
                doubtful.add(bounds)
            tags[bounds[0]] = _TAG["B-" + label]
            tags[bounds[0] + 1 : bounds[1]] = _TAG["I-" + label]
        title_length = sum(end <= len(one.paper.title) for _, end in offsets)
        words = tuple(token.text for token in tokens)
        papers.append(Tagged(one.paper.id, text, words, title_length, spans, frozenset(doubtful), tags, by_others))
    return papers

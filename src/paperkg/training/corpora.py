"""Unlabeled abstracts as words: what vectors, statistics and labels are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy

from paperkg.extraction.words.plain_text import flatten
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.model import Paper
from paperkg.readers import read
from paperkg.text.keys import title_key

_SHORTEST = 200
"""Characters; shorter abstracts are placeholders."""


@dataclass(frozen=True, slots=True)
class PaperWords:
    """A paper's text, and the words of its title and of its abstract, no blanks among them."""

    id: str
    text: str
    title: tuple[str, ...]
    abstract: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Title and abstract."""
        return self.title + self.abstract


def read_corpora(paths: Sequence[str | Path]) -> Iterator[PaperWords]:
    """The papers of files in any format that `paperkg build` reads; each title once.

    Raises:
        ReadError: not one paper could be read.
    """
    tokenizer = make_tokenizer(spacy.blank("en"))
    seen: set[str] = set()
    for paper in read(paths):
        if not isinstance(paper, Paper) or len(paper.abstract) < _SHORTEST:
            continue
        key = title_key(paper.title) or paper.title
        if key in seen:
            continue
        seen.add(key)
        title, abstract = (
            tuple(token.text for token in tokenizer(flatten(text)) if not token.is_space)
            for text in (paper.title, paper.abstract)
        )
        yield PaperWords(paper.id, paper.text, title, abstract)

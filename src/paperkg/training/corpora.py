"""Unlabelled abstracts as words: what vectors, statistics and labels are made from."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy

from paperkg.extraction.words.tokenizer import flatten, make_tokenizer

_SHORTEST = 200
"""Characters; shorter abstracts are placeholders."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paper's text, and the words of its title and of its abstract, no blanks among them."""

    id: str
    text: str
    title: tuple[str, ...]
    abstract: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Title and abstract."""
        return self.title + self.abstract


def read_corpora(paths: Iterable[str | Path]) -> Iterator[Words]:
    """Papers of JSON lines (plain or gzip) with `id`, `title`, `abstract`; each title once, in order."""
    tokenizer = make_tokenizer(spacy.blank("en"))
    seen: set[str] = set()
    for path in paths:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if str(path).endswith(".gz")
            else Path(path).open(encoding="utf-8") as lines
        ):
            for line in lines:
                row = json.loads(line)
                title, abstract = row["title"], row["abstract"] or ""
                if len(abstract) < _SHORTEST or title.casefold() in seen:
                    continue
                seen.add(title.casefold())
                yield Words(
                    row["id"],
                    f"{title}\n{abstract}",
                    *(
                        tuple(token.text for token in tokenizer(flatten(text)) if not token.is_space)
                        for text in (title, abstract)
                    ),
                )

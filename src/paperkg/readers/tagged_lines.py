"""Records made of tagged lines, as RIS, MEDLINE and Web of Science have them: a tag and a value, in order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Line, Source

RECORD_CHARACTERS = 1 << 23
"""The longest record that is kept; what follows in a longer one is passed over, so memory stays bounded."""


@dataclass(slots=True)
class TaggedRecord:
    """The values of one record with their tags, in the order of the file, and the line on which it begins."""

    line: int
    pairs: list[tuple[str, str]] = field(default_factory=list)
    problem: Line | None = None
    characters: int = 0

    def add(self, tag: str, value: str) -> None:
        """Another value."""
        if self.characters <= RECORD_CHARACTERS:
            self.pairs.append((tag, value.strip()))
            self.characters += len(value)

    def extend(self, text: str) -> None:
        """One more line of the last value."""
        if self.pairs and self.characters <= RECORD_CHARACTERS:
            tag, value = self.pairs[-1]
            self.pairs[-1] = tag, f"{value}\n{text.strip()}" if value else text.strip()
            self.characters += len(text)

    def cut(self, values: int, line: int) -> "TaggedRecord":
        """Leaves so many values here; the others are a record of their own, which begins on that line."""
        rest = TaggedRecord(line, self.pairs[values:])
        del self.pairs[values:]
        return rest

    def has(self, tag: str) -> bool:
        """Whether a value has this tag."""
        return any(known == tag for known, _ in self.pairs)

    def all(self, *tags: str) -> list[str]:
        """The values of these tags, those that say nothing left out."""
        return [value for tag, value in self.pairs if tag in tags and value]

    def first(self, *tags: str) -> str | None:
        """The first value of the first of these tags that has one."""
        return next((value for tag in tags for value in self.all(tag)), None)


def read_tagged(
    source: Source,
    year: int | None,
    records: Callable[[Iterator[Line]], Iterator[TaggedRecord]],
    to_fields: Callable[[TaggedRecord], dict[str, Any]],
) -> Iterator[Paper | Rejected]:
    """The papers of a source, whose records `records` tells apart and `to_fields` reads."""
    for record in records(source.lines):
        fields = to_fields(record)
        if record.problem is not None:
            excerpt = str(fields.get("title") or record.problem.text)
            yield reject(source, record.problem.number, record.problem.problem or "", excerpt)
        else:
            yield make_paper(fields, source, record.line, year)


def undoubled(values: list[str]) -> list[str]:
    """The values without their repetition, where each is there equally often; two people may share a name."""
    distinct = list(dict.fromkeys(values))
    counts = {values.count(value) for value in distinct}
    return distinct if len(counts) == 1 else values


def date_with_year(text: str, year: str) -> str:
    """A date with a year that may stand elsewhere: "SEP-OCT" and "2010" are "SEP-OCT 2010"."""
    return text if re.search(r"\b[12]\d{3}\b|^[12]\d{7}$", text) else f"{text} {year}"

"""Readers of JSON records: by a table that says where in a record each field is."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_values import read_records
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source

Table = Mapping[str, tuple[str, ...]]
"""For each field the places where it may be, the most trusted first: "ids.doi", "authors[].name"."""

Row = dict[str, Any]

_OPENING = re.compile(
    r"(?:(?:const|var|let|final|export default)\b[^{}\[\]]{0,80}|\w{1,40}\()?"  # a variable or a callback of a script
    r'(?:\{\s*(?:"|$|\})|\[\s*(?:[\[{"\]]|null|$))'
)

_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson", ".csljson"))
_MEMBER = re.compile(r'"[\w-]+"\s*:')
_MEMBERS = 3
"""Members on a line by which it is known as JSON although its opening is damaged."""


def looks_like_json(source: Source) -> bool:
    """Whether the first line that says something opens an object or a list, as JSON does, in a script or by itself.

    Where damage took the opening, the name of the file and the members on that line tell.
    """
    start = next((text for line in source.head if (text := line.text.strip("\ufeff\x1e \t"))), "")
    if _OPENING.match(start):
        return True
    return source.suffix in _SUFFIXES and len(_MEMBER.findall(start)) >= _MEMBERS


def says(source: Source, telltale: re.Pattern[str]) -> bool:
    """Whether a source looks like JSON, and its head has a key that tells the format."""
    return looks_like_json(source) and telltale.search("\n".join(line.text for line in source.head)) is not None


def read_json(
    source: Source, year: int | None, to_fields: Callable[[Row], dict[str, Any]]
) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its record begins, or its number where all are on one."""
    on_one_line = len(source.head) == 1
    for number, record in enumerate(read_records(source.text()), 1):
        place = number if on_one_line else record.line
        if record.problem is not None:
            yield reject(source, place, record.problem, record.excerpt)
        else:
            yield make_paper(to_fields(record.row), source, place, year)


def read_fields(row: Row, table: Table) -> dict[str, Any]:
    """The fields of a record: of each the first place that says something."""
    return {name: first_at(row, *places) for name, places in table.items()}


def first_at(row: Row, *places: str) -> Any:
    """The first value that says something at one of these places."""
    values = (value_at(row, place.split(".")) for place in places)
    return next((value for value in values if value not in (None, "", [], {})), None)


def value_at(value: Any, place: list[str]) -> Any:
    """The value at a place; a step that ends in "[]" goes through all elements of a list, one in "[0]" to the first."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    name, bracket, _ = step.partition("[")
    inside = value.get(name) if isinstance(value, dict) else None
    if step.endswith("[]"):
        values = [value_at(one, rest) for one in inside] if isinstance(inside, list) else []
        return [one for one in values if one not in (None, "")]
    if bracket:
        return value_at(inside[0], rest) if isinstance(inside, list) and inside else None
    return value_at(inside, rest)

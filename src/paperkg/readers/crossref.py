"""Crossref: works as its API and its public data files have them, with abstracts in JATS."""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_fields import Row, first_at, read_fields, read_json, says
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "title": ("title[0]", "title", "original-title[0]"),
    "abstract": ("abstract",),
    "authors": ("author",),
    "venue": ("container-title[0]", "container-title", "group-title", "institution[0].name", "event.name"),
    "url": ("URL", "resource.primary.URL"),
    "doi": ("DOI",),
}
"""Where in a work each field is, the most trusted place first."""

_DATES = ("issued", "published", "published-online", "published-print", "posted")
_GLUED = re.compile(r"(?<=[a-z])<scp>([A-Z][^<]*)</scp>(?=[a-z])")
_SMALL_CAPITALS = re.compile(r"<scp>([^<]*)</scp>")
"""Wiley's tag for small capitals, which has no blanks beside it: "an<scp>R</scp>package"."""

_TELLTALE = re.compile(
    r'"message-type"\s*:\s*"work|"is-referenced-by-count"\s*:|"short-container-title"\s*:'
    r'|"container-title"\s*:\s*\[|"content-domain"\s*:'
)


def recognizes(source: Source) -> bool:
    """Whether it is JSON with keys that only works of Crossref have."""
    return says(source, _TELLTALE)


def read_crossref(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source: a work, a list, or the message around either."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What a work says, for `make_paper`. A subtitle belongs to the title."""
    if "DOI" not in row:
        return plain_fields(row)
    fields = read_fields(row, FIELDS)
    subtitle = first_at(row, "subtitle[0]")
    if subtitle and fields["title"] and str(subtitle).casefold() not in str(fields["title"]).casefold():
        fields["title"] = f"{str(fields['title']).rstrip(': ')}: {subtitle}"
    if "<scp>" in str(fields["title"]):
        fields["title"] = _SMALL_CAPITALS.sub(r"\1", _GLUED.sub(r" \1 ", str(fields["title"])))
    fields["date"] = next((date for name in _DATES if (date := date_of(row.get(name)))), None)
    return fields


def date_of(value: object) -> object:
    """What is known of a date: its parts, or its text; None for `{"date-parts": [[null]]}`.

    >>> date_of({"date-parts": [[2014, 3]]})
    [2014, 3]
    """
    if not isinstance(value, dict):
        return value
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and first[0]:
        return [int(part) if str(part).isdecimal() else part for part in first if part]
    return value.get("raw") or value.get("literal") or None


CROSSREF = Reader(
    read_crossref,
    recognizes,
    (".json", ".jsonl"),
    description="Crossref works: from its API or its public data files",
    example='{"message-type": "work", "message": {"DOI": "10.1000/1", "title": ["Speculative decoding"], '
    '"abstract": "<jats:p>We draft with early layers.</jats:p>", "issued": {"date-parts": [[2025, 3]]}}}\n',
)

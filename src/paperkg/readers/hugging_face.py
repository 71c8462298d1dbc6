"""Hugging Face's API of Daily Papers: a list of items with a paper each, or papers themselves."""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_fields import Row, read_fields, read_json, says
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "title": ("paper.title", "title"),
    "abstract": ("paper.summary", "summary", "abstract"),
    "authors": ("paper.authors[].name", "authors[].name", "authors"),
    "date": ("paper.publishedAt", "publishedAt", "published_at"),
    "upvotes": ("paper.upvotes", "upvotes"),
    "affiliation": ("paper.organization.fullname", "organization.fullname"),
    "url": ("arxivUrl", "url"),
    "arxiv_id": ("paper.id", "id"),
}
"""Where in an item each field is, the most trusted place first."""

_TELLTALE = re.compile(
    r'"paper"\s*:\s*\{|"(?:submittedOnDailyAt|submittedOnDailyBy|ai_summary)"\s*:|"upvotes"\s*:.*"publishedAt"\s*:'
)
_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")


def recognizes(source: Source) -> bool:
    """Whether it is JSON with items of Daily Papers."""
    return says(source, _TELLTALE)


def read_hugging_face(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What an item says, for `make_paper`."""
    if not (isinstance(row.get("paper"), dict) or "summary" in row):
        return plain_fields(row)
    fields = read_fields(row, FIELDS)
    if not _ARXIV_ID.fullmatch(str(fields["arxiv_id"] or "")):
        fields["arxiv_id"] = None
    return fields | {"id": fields["arxiv_id"]}


HUGGING_FACE = Reader(
    read_hugging_face,
    recognizes,
    (".json", ".jsonl"),
    description="Hugging Face's API of Daily Papers",
    example='[{"paper": {"id": "2503.01234", "title": "Speculative decoding", '
    '"summary": "We draft with early layers.", '
    '"publishedAt": "2025-03-05T00:00:00.000Z", "authors": [{"name": "Jane Doe"}], "upvotes": 7}}]\n',
)

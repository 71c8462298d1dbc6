"""arXiv's metadata as JSON lines, which Kaggle distributes."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_fields import Row, first_at, read_fields, read_json, says
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "id": ("id",),
    "arxiv_id": ("id",),
    "title": ("title",),
    "abstract": ("abstract",),
    "authors": ("authors_parsed", "authors"),
    "venue": ("journal-ref", "journal_ref"),
    "doi": ("doi",),
}
"""Where in a record each field is, the most trusted place first."""

_TELLTALE = re.compile(r'"authors_parsed"\s*:|"submitter"\s*:.*"categories"\s*:|"journal-ref"\s*:.*"report-no"\s*:')


def recognizes(source: Source) -> bool:
    """Whether it is JSON with the keys of arXiv's metadata."""
    return says(source, _TELLTALE)


def read_arxiv_json(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What a record says, for `make_paper`; its date is that of the first version, not of the last change."""
    if not row.keys() & {"authors_parsed", "submitter", "categories", "journal-ref"}:
        return plain_fields(row)
    fields = read_fields(row, FIELDS)
    parsed = row.get("authors_parsed")
    if isinstance(parsed, list):
        fields["authors"] = [name[:3] if isinstance(name, list) else name for name in parsed if name]
    return fields | {"date": _first_version(row)}


def _first_version(row: Row) -> str | None:
    created = first_at(row, "versions[0].created")
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(str(created)).date().isoformat()
    return None


ARXIV_JSON = Reader(
    read_arxiv_json,
    recognizes,
    (".json", ".jsonl"),
    description="arXiv's metadata as JSON lines, which Kaggle distributes",
    example='{"id": "2503.01234", "title": "Speculative decoding", "abstract": "We draft with early layers.", '
    '"authors_parsed": [["Doe", "Jane", ""]], "versions": [{"created": "Wed, 5 Mar 2025 00:00:00 GMT"}]}\n',
)

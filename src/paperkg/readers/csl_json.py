"""CSL-JSON: the records of citation processors, as Zotero, Mendeley, JabRef and Pandoc write them."""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.crossref import date_of
from paperkg.readers.json_fields import Row, first_at, read_fields, read_json, says
from paperkg.readers.plain_json import completed
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "title": ("title", "title-short"),
    "abstract": ("abstract",),
    "authors": ("author",),
    "venue": ("container-title", "event-title", "event", "collection-title", "publisher"),
    "url": ("URL",),
    "doi": ("DOI", "URL", "note"),
    "pubmed_id": ("PMID",),
}
"""Where in a record each field is, the most trusted place first."""

_TELLTALE = re.compile(
    r'"type"\s*:\s*"(?:article|article-journal|paper-conference|chapter|book|thesis|report|webpage|post|post-weblog|dataset'
    r'|manuscript|preprint|entry|review|speech|software)"|"issued"\s*:\s*\{|"(?:title-short|container-title)"\s*:\s*"'
)
_ARXIV = re.compile(r"arxiv[:.\s/]*(?:abs/)?(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def recognizes(source: Source) -> bool:
    """Whether it is JSON with the types or the date of CSL."""
    return says(source, _TELLTALE)


def read_csl_json(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    if not row.keys() & {"issued", "container-title", "title-short", "DOI", "type"}:
        return plain_fields(row)
    fields = read_fields(row, FIELDS)
    doi = next((found[0] for place in FIELDS["doi"] if (found := _DOI.search(str(row.get(place) or "")))), None)
    said = " ".join(str(row.get(name) or "") for name in ("number", "note", "archive_location", "URL", "DOI"))
    arxiv = _ARXIV.search(said)
    pubmed = re.search(r"\bPMID:?\s*(\d{1,8})\b", str(row.get("note") or ""))
    own = fields | {
        "doi": doi,
        "date": date_of(first_at(row, "issued", "original-date", "submitted")),
        "arxiv_id": arxiv[1] if arxiv else None,
        "pubmed_id": fields["pubmed_id"] or (pubmed[1] if pubmed else None),
    }
    return completed(own, row)


CSL_JSON = Reader(
    read_csl_json,
    recognizes,
    (".csljson",),
    description="CSL-JSON, from Zotero, Mendeley, JabRef, or Pandoc",
    example='[{"type": "article-journal", "title": "Speculative decoding", "abstract": "We draft with early layers.", '
    '"author": [{"family": "Doe", "given": "Jane"}], "issued": {"date-parts": [[2025, 3, 5]]}}]\n',
)

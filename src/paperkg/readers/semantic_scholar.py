"""Semantic Scholar: papers of its graph, search and recommendations, of citations and references, and its data sets."""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_fields import Row, read_fields, read_json, says
from paperkg.readers.plain_json import completed
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "title": ("title",),
    "abstract": ("abstract", "paperAbstract"),
    "authors": ("authors[].name",),
    "date": ("publicationDate", "publicationdate", "year"),
    "venue": ("venue", "publicationVenue.name", "journal.name"),
    "url": ("url", "s2Url"),
    "doi": ("externalIds.DOI", "externalids.DOI", "openaccessinfo.externalids.DOI", "doi"),
    "arxiv_id": ("externalIds.ArXiv", "externalids.ArXiv", "openaccessinfo.externalids.ArXiv", "arxivId"),
    "pubmed_id": ("externalIds.PubMed", "externalids.PubMed", "externalIds.Medline", "pmid"),
}
"""Where in a paper each field is, the most trusted place first; the data sets write keys in lower case."""

_TELLTALE = re.compile(r'"(?:paperId|corpusid|corpusId|externalIds|externalids|citingPaper|citedPaper|s2Url)"\s*:')


def recognizes(source: Source) -> bool:
    """Whether it is JSON with keys that only papers of Semantic Scholar have."""
    return says(source, _TELLTALE)


def read_semantic_scholar(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source: on lines, in a list, or in what the API sends."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What a paper says, for `make_paper`."""
    if not row.keys() & {"paperId", "corpusid", "corpusId", "externalIds", "externalids", "s2Url"}:
        return plain_fields(row)
    return completed(read_fields(row, FIELDS), row)


SEMANTIC_SCHOLAR = Reader(
    read_semantic_scholar,
    recognizes,
    (".json", ".jsonl"),
    description="Semantic Scholar papers: from its API or its data sets",
    example='{"data": [{"paperId": "1", "title": "Speculative decoding", "abstract": "We draft with early layers.", '
    '"year": 2025, "authors": [{"name": "Jane Doe"}]}]}\n',
)

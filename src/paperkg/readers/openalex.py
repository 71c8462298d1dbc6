"""OpenAlex: works as its API, its snapshots and its lists have them, with abstracts as inverted indexes."""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_fields import Row, first_at, read_fields, read_json, says
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source

FIELDS = {
    "title": ("title", "display_name"),
    "authors": ("authorships[].author.display_name", "authorships[].raw_author_name"),
    "date": ("publication_date", "publication_year"),
    "venue": ("primary_location.source.display_name", "primary_location.raw_source_name", "host_venue.display_name"),
    "url": ("primary_location.landing_page_url", "host_venue.url", "id"),
    "doi": ("doi", "ids.doi"),
    "pubmed_id": ("ids.pmid",),
}
"""Where in a work each field is, the most trusted place first."""

_TELLTALE = re.compile(r'"abstract_inverted_index"\s*:|"authorships"\s*:\s*\[|"id"\s*:\s*"https://openalex\.org/W')


def recognizes(source: Source) -> bool:
    """Whether it is JSON with keys that only works of OpenAlex have."""
    return says(source, _TELLTALE)


def read_openalex(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source: works on lines, in a list, or in the pages that the API sends."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What a work says, for `make_paper`."""
    if not (row.keys() & {"abstract_inverted_index", "authorships"} or "openalex.org/W" in str(row.get("id"))):
        return plain_fields(row)
    fields = read_fields(row, FIELDS)
    fields["abstract"] = row.get("abstract") or uninverted(row.get("abstract_inverted_index"))
    links = first_at(row, "locations[].landing_page_url") or []
    fields["arxiv_id"] = next((link for link in links if "arxiv.org/abs/" in str(link)), None)
    fields["id"] = str(row.get("id") or "").rpartition("/")[2] or None
    return fields


def uninverted(index: object) -> str | None:
    """The text of an inverted index, which has for each word the places where it stands.

    None where most of the places are missing, as in examples that were cut short.

    >>> uninverted({"graphs": [1], "Large": [0], "are": [2], "large.": [3]})
    'Large graphs are large.'
    """
    if isinstance(index, dict) and isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]
    if not isinstance(index, dict):
        return None
    places = [
        (place, str(word))
        for word, at in index.items()
        if isinstance(at, list)
        for place in at
        if isinstance(place, int)
    ]
    if not places or len(places) <= max(places)[0] / 2:
        return None
    return " ".join(word for _, word in sorted(places))


OPENALEX = Reader(
    read_openalex,
    recognizes,
    (".json", ".jsonl"),
    description="OpenAlex works: from its API or its snapshot",
    example='{"id": "https://openalex.org/W1", "title": "Speculative decoding", "publication_date": "2025-03-05", '
    '"abstract_inverted_index": {"We": [0], "draft": [1], "with": [2], "early": [3], "layers.": [4]}}\n',
)

"""What repositories answer to OAI-PMH: arXiv's own two forms, Dublin Core of any repository, and JATS.

Records come in their envelope or bare, as some programs save them.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers import jats
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, all_texts, first_text, read_fields, text_of
from paperkg.readers.xml_records import looks_like_xml, read_xml

FIELDS: Table = {
    "title": ("title",),
    "abstract": ("abstract", "description"),
    "date": ("version[@version='v1']/date", "version/date", "created", "date"),
    "id": ("id",),
    "arxiv_id": ("id",),
    "doi": ("doi",),
    "venue": ("journal-ref", "source"),
}
"""Of the elements that hold the metadata: `arXiv`, `arXivRaw` and `dc`."""

_TAGS = ("arXiv", "arXivRaw", "dc")
_ENVELOPE = re.compile(rb"<(?:[\w-]+:)?record[\s>]")
_TELLTALE = re.compile(
    r"<(?:[\w-]+:)?OAI-PMH\b|<arXiv(?:Raw)?[\s>]|<oai_dc:dc\b|openarchives\.org/OAI/2\.0|<(?:Get|List)Records?>"
)
_COMMENT = re.compile(r"comments?\s*:", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv\.org[:/](?:abs/)?", re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Whether the head shows the envelope, or metadata in one of the forms."""
    return looks_like_xml(source, _TELLTALE)


def read_oai_pmh(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its record."""
    start = source.start.replace(b"\0", b"")
    yield from read_xml(source, year, ("record",) if _ENVELOPE.search(start) else _TAGS, to_fields)


def to_fields(record: Element) -> dict[str, Any] | str:
    """What a record says, for `make_paper`."""
    header = record.find("header")
    if header is not None and header.get("status") == "deleted":
        return "a deleted record"
    if record.tag in _TAGS:
        return _metadata(record)
    held = record.find("metadata")
    metadata = next(iter(held), None) if held is not None else record.find("arXiv")
    if metadata is None:
        return "a record without metadata"
    if (front := metadata.find("front")) is not None:
        return jats.to_fields(front)
    return _metadata(metadata)


def _metadata(metadata: Element) -> dict[str, Any]:
    fields = read_fields(metadata, FIELDS)
    if metadata.tag == "dc":
        return {**fields, **_dublin_core(metadata)}
    persons = metadata.findall("authors/author")
    fields["authors"] = [
        {
            "family": first_text(person, "keyname") or "",
            "given": first_text(person, "forenames") or "",
            "suffix": first_text(person, "suffix") or "",
        }
        for person in persons
    ] or first_text(metadata, "authors")
    return fields


def _dublin_core(metadata: Element) -> dict[str, Any]:
    """What the repeated elements hold: arXiv's second description is a comment, other repositories have several."""
    descriptions = [text for text in all_texts(metadata, "description") if not _COMMENT.match(text)]
    identifiers = all_texts(metadata, "identifier", "relation")
    addresses = [text for text in identifiers if _ADDRESS.match(text)]
    arxiv = next((text for text in identifiers if _ARXIV.search(text)), None)
    dates = sorted(text_of(date) for date in metadata.findall("date") if text_of(date)[:4].isdecimal())
    return {
        "abstract": max(descriptions, key=len, default=None),
        "authors": all_texts(metadata, "creator"),
        "date": dates[0] if dates else None,
        "id": arxiv,
        "arxiv_id": arxiv,
        "url": arxiv or next(iter(addresses), None),
        "doi": next((text for text in identifiers if _DOI.match(text)), None),
    }


OAI_PMH = Reader(
    read_oai_pmh,
    recognizes,
    (".xml",),
    description="OAI-PMH: records of arXiv (arXiv, arXivRaw) and of any repository (oai_dc), with or without envelope",
    example="<record><metadata><arXiv><id>2503.01234</id><created>2025-03-05</created>\n"
    "<authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames></author></authors>\n"
    "<title>Speculative decoding</title><abstract>We draft with early layers.</abstract></arXiv></metadata></record>\n",
)

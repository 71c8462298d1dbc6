"""EndNote's XML, which EndNote, Zotero, Mendeley, Rayyan and others export.

Up to version 7, EndNote wrote its elements in capitals, and fewer of them.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, all_texts, read_fields
from paperkg.readers.xml_records import looks_like_xml, read_xml

FIELDS: Table = {
    "title": ("titles/title", "title", "titles/translated-title", "titles/short-title"),
    "abstract": ("abstract", "research-notes[@type='abstract']"),
    "year": ("dates/year", "year"),
    "date": ("dates/pub-dates/date", "pub-dates/date"),
    "venue": (
        "periodical/full-title",
        "titles/secondary-title",
        "secondary_title",
        "periodical/abbr-1",
        "titles/tertiary-title",
    ),
    "doi": ("electronic-resource-num", "urls/related-urls/url", "urls/web-urls/url"),
    "url": ("urls/related-urls/url", "url", "urls/web-urls/url", "urls/pdf-urls/url"),
}

_TELLTALE = re.compile(
    r"<(?:ref-type|rec-number|source-app|foreign-keys|electronic-resource-num|REFERENCE_TYPE|REFNUM|records)\b"
)
_RECORD = re.compile(r"<(?:record|RECORD)[\s>]")
_TITLE = re.compile(r"<(?:titles?|TITLES?|contributors|CONTRIBUTORS)\b")
_MEDLINE = re.compile(r"pubmed|medline|nlm", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/")


def recognizes(source: Source) -> bool:
    """Whether the head has a record with EndNote's elements."""
    return looks_like_xml(source, _RECORD) and looks_like_xml(source, _TELLTALE) and looks_like_xml(source, _TITLE)


def read_endnote_xml(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its record."""
    yield from read_xml(source, year, ("record", "RECORD"), to_fields)


def to_fields(record: Element) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    for element in record.iter():
        element.tag = element.tag.lower()
    fields = read_fields(record, FIELDS)
    if fields["doi"] and not _DOI.search(fields["doi"]):
        fields["doi"] = None
    authors = all_texts(record, "contributors/authors/author")
    fields["authors"] = authors or all_texts(record, "contributors/secondary-authors/author", "authors/author")
    if _MEDLINE.search(" ".join(all_texts(record, "remote-database-name", "remote-database-provider"))):
        fields["pubmed_id"] = next(iter(all_texts(record, "accession-num")), None)
    return fields


ENDNOTE_XML = Reader(
    read_endnote_xml,
    recognizes,
    (".xml",),
    description="EndNote XML, as EndNote, Zotero, Mendeley, and Rayyan export it",
    example='<xml><records><record><ref-type name="Journal Article">17</ref-type>\n'
    "<contributors><authors><author>Lovelace, Ada</author></authors></contributors>\n"
    "<titles><title>Speculative decoding</title></titles><dates><year>2025</year></dates>\n"
    "<abstract>We draft with early layers.</abstract></record></records></xml>\n",
)

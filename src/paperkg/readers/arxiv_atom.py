"""Answers of arXiv's API, which are Atom feeds, and its daily feeds of new papers, Atom or RSS."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, all_texts, first_text, read_fields
from paperkg.readers.xml_records import looks_like_xml, read_xml

FIELDS: Table = {
    "title": ("title",),
    "abstract": ("summary", "description"),
    "date": ("published", "updated", "pubDate"),
    "id": ("id", "guid"),
    "arxiv_id": ("id", "guid", "link"),
    "url": ("link", "link[@rel='alternate']/@href"),
    "doi": ("doi", "DOI", "link[@title='doi']/@href"),
    "venue": ("journal_ref",),
}

_FEED = re.compile(r"<(?:[\w-]+:)?(?:feed|entry)[\s>]")
_RSS = re.compile(r"<(?:rss|rdf:RDF|item)[\s>]")
_DAILY = re.compile(r"rss\.arxiv\.org|oai:arxiv\.org|arxiv\.org/schemas", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv\.org/", re.IGNORECASE)
_ANNOUNCED = re.compile(r"arXiv:\S+\s+Announce Type:\s+\S+\s+Abstract:\s*", re.IGNORECASE)
"""What a daily feed writes before an abstract."""
_ERROR = re.compile(r"/api/errors")


def recognizes(source: Source) -> bool:
    """Whether the head has a feed or an entry of arXiv."""
    if looks_like_xml(source, _FEED):
        return looks_like_xml(source, _ARXIV)
    return looks_like_xml(source, _RSS) and looks_like_xml(source, _DAILY)


def read_arxiv_atom(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its entry."""
    yield from read_xml(source, year, ("entry", "item"), to_fields)


def to_fields(entry: Element) -> dict[str, Any] | str:
    """What an entry says, for `make_paper`; an error of the API looks like an entry."""
    fields = read_fields(entry, FIELDS)
    if _ERROR.search(fields["id"] or ""):
        return f"an error of the arXiv API: {fields['abstract'] or fields['title']}"
    fields["abstract"] = _ANNOUNCED.sub("", fields["abstract"] or "", count=1)
    fields["id"] = (fields["id"] or "").removeprefix("oai:arXiv.org:")
    fields["authors"] = all_texts(entry, "author/name") or first_text(entry, "creator")
    return fields


ARXIV_ATOM = Reader(
    read_arxiv_atom,
    recognizes,
    (".xml", ".atom", ".rss"),
    description="Answers of the arXiv API (Atom), and arXiv's daily feeds (Atom, RSS)",
    example='<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2503.01234v2</id>\n'
    "<published>2025-03-05T17:59:37Z</published><title>Speculative decoding</title>\n"
    "<summary>We draft with early layers.</summary><author><name>Ada Lovelace</name></author></entry></feed>\n",
)

"""Answers of arXiv's API: Atom feeds."""

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
    "title": ("title",),
    "abstract": ("summary",),
    "date": ("published", "updated"),
    "id": ("id",),
    "arxiv_id": ("id",),
    "url": ("id", "link[@rel='alternate']/@href"),
    "doi": ("doi", "link[@title='doi']/@href"),
    "venue": ("journal_ref",),
}

_FEED = re.compile(r"<(?:[\w-]+:)?(?:feed|entry)[\s>]")
_ARXIV = re.compile(r"arxiv\.org/", re.IGNORECASE)
_ERROR = re.compile(r"/api/errors")


def recognizes(source: Source) -> bool:
    """Whether the head has a feed or an entry of arXiv."""
    return looks_like_xml(source, _FEED) and looks_like_xml(source, _ARXIV)


def read_arxiv_atom(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its entry."""
    yield from read_xml(source, year, ("entry",), to_fields)


def to_fields(entry: Element) -> dict[str, Any] | str:
    """What an entry says, for `make_paper`; an error of the API looks like an entry."""
    fields = read_fields(entry, FIELDS)
    if _ERROR.search(fields["id"] or ""):
        return f"an error of the arXiv API: {fields['abstract'] or fields['title']}"
    fields["authors"] = all_texts(entry, "author/name")
    return fields


ARXIV_ATOM = Reader(
    read_arxiv_atom,
    recognizes,
    (".xml", ".atom"),
    description="Atom feeds of the arXiv API",
    example='<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2503.01234v2</id>\n'
    "<published>2025-03-05T17:59:37Z</published><title>Speculative decoding</title>\n"
    "<summary>We draft with early layers.</summary><author><name>Ada Lovelace</name></author></entry></feed>\n",
)

"""The ACL Anthology's XML, one file a collection."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, first_text, read_fields
from paperkg.readers.xml_records import fields_of, looks_like_xml, parse, read_record, split_records

FIELDS: Table = {
    "title": ("title",),
    "abstract": ("abstract[@{http://www.w3.org/XML/1998/namespace}lang='eng']", "abstract"),
    "doi": ("doi",),
    "id": ("url",),
    "venue": ("booktitle", "journal"),
    "year": ("year",),
    "month": ("month",),
}

VOLUME_FIELDS: Table = {
    "venue": ("booktitle", "journal-title"),
    "year": ("year",),
    "month": ("month",),
}
"""What the papers of a volume have from it."""

_TELLTALE = re.compile(r"<collection id=|<volume id=|<frontmatter>|<bibkey>|<fixed-case>")
_PAPER = re.compile(r"<(?:paper|volume)[\s>]")
_ID = re.compile(r"[\w.-]+")


def recognizes(source: Source) -> bool:
    """Whether the head has papers or volumes, and the elements that only the Anthology gives them."""
    return looks_like_xml(source, _PAPER) and looks_like_xml(source, _TELLTALE)


def read_acl_xml(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by its number."""
    volume: dict[str, Any] = {}

    def to_fields(paper: Element) -> dict[str, Any]:
        own = {name: value for name, value in read_fields(paper, FIELDS).items() if value}
        if own.get("id") and _ID.fullmatch(own["id"]):
            own["url"] = f"https://aclanthology.org/{own['id']}/"
        elif "id" in own:
            own["url"] = own.pop("id")
        persons = paper.findall("author") or paper.findall("editor")
        authors = [
            {"given": first_text(person, "first") or "", "family": first_text(person, "last") or person.text or ""}
            for person in persons
        ]
        return volume | own | {"authors": authors}

    for record in split_records(source, ("paper",), around=("meta",)):
        if record.tag == "meta":
            meta = parse(record)
            found = meta if isinstance(meta, str) else fields_of(meta, lambda meta: read_fields(meta, VOLUME_FIELDS))
            volume = {} if isinstance(found, str) else dict(found)
        else:
            yield read_record(record, source, year, to_fields)


ACL_XML = Reader(
    read_acl_xml,
    recognizes,
    (".xml",),
    description="ACL Anthology XML: a collection of volumes",
    example='<collection id="2025.acl"><volume id="long"><meta><booktitle>ACL</booktitle><year>2025</year></meta>\n'
    '<paper id="1"><title>Speculative decoding</title><author><first>Ada</first><last>Lovelace</last></author>\n'
    "<abstract>We draft with early layers.</abstract><url>2025.acl-long.1</url></paper></volume></collection>\n",
)

"""Refer, the tagged form that EndNote, Google Scholar, ACM and libraries write (.enw): "%T" and a title on a line.

A line without a tag goes on with the value before it. A record begins with %0 or %T behind a blank line, or where it
has the one that it has already; and with %A behind a blank line, if the one before has a title and authors.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Line, Source
from paperkg.readers.tagged_lines import TaggedRecord, date_with_year, read_tagged

FIELDS = {
    "title": ("T",),
    "abstract": ("X",),
    "authors": ("A",),
    "venue": ("J", "B", "S"),
    "url": ("U", ">"),
    "doi": ("R", "M", "U"),
    "arxiv_id": ("R", "U", "J", "M"),
}
"""The tags that a field may have, the most trusted first; %8 is a date whose year may be in %D."""

_LINE = re.compile(r"\s?%([0-9A-Za-z!@#$&()*+\[\]^<>?~=-])(?:\s(.*)|$)")
_BEGINS = ("0", "T")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Whether lines have the type or the title of a record, and an author or a date."""
    tags = {found[1] for line in source.head if (found := _LINE.fullmatch(line.text.lstrip("\ufeff"))) and found[2]}
    return ("0" in tags or {"T", "A"} <= tags) and not tags.isdisjoint("TADJBX")


def read_refer(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its record begins."""
    return read_tagged(source, year, records, to_fields)


def records(lines: Iterator[Line]) -> Iterator[TaggedRecord]:
    """The records of a file. What stands before the first tag belongs to none."""
    record = TaggedRecord(0)
    after_blank = False
    for line in lines:
        text = line.text.strip("\ufeff")
        if found := _LINE.fullmatch(text):
            tag = found[1]
            if record.pairs and _begins(tag, record, after_blank=after_blank):
                yield record
                record = TaggedRecord(0)
            record.line = record.line or line.number
            record.add(tag, found[2] or "")
        elif text.strip():
            record.extend(text)
        after_blank = not text.strip()
        if line.problem is not None:
            record.problem = record.problem or line
    if record.pairs:
        yield record


def _begins(tag: str, record: TaggedRecord, *, after_blank: bool) -> bool:
    """Whether a tag begins another record than the one before it."""
    if tag == "A":
        return after_blank and record.has("A") and record.has("T")
    return tag in _BEGINS and (after_blank or record.has(tag))


def to_fields(record: TaggedRecord) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    doi = (_DOI.search(value) for tag in FIELDS["doi"] for value in record.all(tag))
    return {
        "title": record.first(*FIELDS["title"]),
        "abstract": "\n".join(record.all(*FIELDS["abstract"])),
        "authors": [name for value in record.all(*FIELDS["authors"]) for name in re.split(r"\s+and\s+|;", value)],
        "date": _date(record),
        "venue": record.first(*FIELDS["venue"]),
        "url": next((url for url in record.all(*FIELDS["url"]) if url.startswith(("http:", "https:"))), None),
        "doi": next((found[0] for found in doi if found), None),
        "arxiv_id": next((value for value in record.all(*FIELDS["arxiv_id"]) if _ARXIV.search(value)), None),
    }


def _date(record: TaggedRecord) -> str | None:
    """The date of %8 with the year of %D, or that year; access dates stand elsewhere."""
    year, day = record.first("D"), record.first("8")
    if day is None or (year is None and not re.search(r"\d{4}", day)):
        return year
    return day if year is None else date_with_year(day, year)


REFER = Reader(
    read_refer,
    recognizes,
    (".enw",),
    description="Refer, the tagged form of EndNote, from Google Scholar, ACM, and libraries",
    example="%0 Journal Article\n%T Speculative decoding\n%A Doe, Jane\n%D 2025\n%X We draft with early layers.\n",
)

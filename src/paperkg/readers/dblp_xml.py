"""DBLP's XML: the dump, exports of persons, and answers to searches. DBLP has no abstracts.

What is no paper is told once a file, with the number of such records, for it is all of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.record import NO_ABSTRACT, reject
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, all_texts, read_fields
from paperkg.readers.xml_records import looks_like_xml, read_record, split_records

FIELDS: Table = {
    "title": ("title", "info/title"),
    "abstract": ("abstract",),
    "year": ("year", "info/year"),
    "month": ("month",),
    "venue": ("journal", "booktitle", "info/venue", "school"),
    "url": ("ee", "info/ee", "info/url"),
    "doi": ("doi", "info/doi", "ee", "info/ee"),
}

HOME_PAGE = "a person's page, not a paper"

_TAGS = "article inproceedings incollection book phdthesis mastersthesis proceedings data www hit".split()
_TELLTALE = re.compile(r"<dblp(?:person)?[\s>]|dblp\.dtd|<(?:www|inproceedings|incollection)\s[^>]*key=|dblp\.org/")
_HOMONYM = re.compile(r"\s+\d{4}$")
_DOI = re.compile(r"10\.\d{4,9}/")


def recognizes(source: Source) -> bool:
    """Whether the head is that of a file of DBLP."""
    return looks_like_xml(source, _TELLTALE)


def read_dblp_xml(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, if titles are enough; the others counted by reason."""
    counts = Counter[str]()
    for record in split_records(source, _TAGS):
        if record.problem is None and not source.title_only and "<abstract" not in record.text:
            counts[HOME_PAGE if record.tag == "www" else NO_ABSTRACT] += 1  # the dump has millions: unread
            continue
        outcome = read_record(record, source, year, to_fields)
        if isinstance(outcome, Rejected) and outcome.reason in {NO_ABSTRACT, HOME_PAGE}:
            counts[outcome.reason] += 1
        else:
            yield outcome
    for reason, count in sorted(counts.items()):
        yield reject(source, None, reason, records=count)


def to_fields(record: Element) -> dict[str, Any] | str:
    """What a record says, for `make_paper`."""
    if record.tag == "www":
        return HOME_PAGE
    fields = read_fields(record, FIELDS)
    if fields["doi"] and not _DOI.search(fields["doi"]):
        fields["doi"] = None
    fields["title"] = (fields["title"] or "").removesuffix(".")
    names = all_texts(record, "author", "info/authors/author") or all_texts(record, "editor")
    fields["authors"] = [_HOMONYM.sub("", name) for name in names]
    return fields


DBLP_XML = Reader(
    read_dblp_xml,
    recognizes,
    (".xml",),
    description="DBLP XML, which has titles but no abstracts: papers only with --keep-title-only",
    example='<dblp><article key="journals/x/Lovelace25" mdate="2025-03-05"><author>Ada Lovelace 0001</author>\n'
    "<title>Speculative decoding.</title><year>2025</year><journal>CoRR</journal></article></dblp>\n",
)

"""MEDLINE, as PubMed (.nbib, .txt) and ERIC write it, and the tagged export of Ovid, which is like it.

A tag of up to four letters stands before "- "; a value goes on in lines that begin with blanks. Records are blank
lines apart, but a blank line alone ends none: one does where a tag follows that a record has once.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Line, Source
from paperkg.readers.tagged_lines import TaggedRecord, read_tagged
from paperkg.text.dates import read_date

FIELDS = {
    "title": ("TI", "BTI", "TT"),
    "abstract": ("AB", "OAB"),
    "authors": ("FAU", "FA", "AU"),
    "groups": ("CN", "CA"),
    "date": ("DEP", "DP", "YR", "DA"),
    "venue": ("JT", "JN", "TA", "BTI", "BT"),
    "url": ("URL", "LID", "UR", "XL"),
    "doi": ("DO", "DI", "LID", "AID"),
    "pubmed_id": ("PMID", "PM"),
}
"""The tags that a field may have, the most trusted first."""

_LINE = re.compile(r"\s?([A-Z][A-Z0-9]{1,3})\s{0,2}-(?:\s(.*)|$)")
_START = re.compile(r"\s?(?:PMID\s{0,2}- ?\d|OWN {1,2}- [A-Z]|VN {1,2}- Ovid)")
_NUMBER = re.compile(r"\s?<\s*\d+\.?\s*>\s*")
_ONCE = frozenset(("PMID", "OWN", "STAT", "UI", "VN", "DB", "TI"))
_BEFORE = "PMC"
"""The tag that stands before PMID in what PubMed Central writes."""

_JOURNAL = re.compile(r"([^.\d]{3,}?)\.\s")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ROLE = re.compile(r"\s*\[[^\]]*\]|\s+\d[\d,*+]*$")
_DEGREES = re.compile(
    r"(?:,?\s+(?:MD|MPH|Ph\.?D|MSc?|BSc?|BA|MA|RN|DO|DDS|DVM|PharmD|FACSM|FRCP|MBBS|MBA|ScD|DrPH|EdD|PsyD)\b\.?)+$"
)
_MONTH_OF_ISSUE = re.compile(r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)(?:/\w+)?\s+(\d{4})\b")
_FULL_STOP = re.compile(r"(?<=[a-z]{2})\.$")
_TYPE = re.compile(
    r"\s*\[(?:Article|Review|Miscellaneous|Letter|Editorial|Report|Original Article)s?\]\.?$", re.IGNORECASE
)


def recognizes(source: Source) -> bool:
    """Whether a record begins as those of PubMed, ERIC or Ovid do."""
    return any(_START.match(line.text.lstrip("\ufeff")) for line in source.head)


def read_medline(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its record begins."""
    return read_tagged(source, year, records, to_fields)


def records(lines: Iterator[Line]) -> Iterator[TaggedRecord]:
    """The records of a file."""
    record = TaggedRecord(0)
    blank: tuple[int, int] | None = None  # how many values stand before the last blank line, and the line after it
    for line in lines:
        text = line.text.lstrip("\ufeff")
        found = _LINE.match(text)
        second = found is not None and found[1] != "PMID" and _is_second(found[1], record, blank)
        begins = second or (_is_first(found[1], record) if found else _NUMBER.fullmatch(text))
        if begins and not _is_before(record.pairs):
            rest = TaggedRecord(line.number)
            if blank is not None and (second or _is_before(record.pairs[blank[0] :])):
                rest = record.cut(*blank)
            if record.pairs:
                yield record
            record, blank = rest, None
        if found:
            record.line = record.line or line.number
            record.add(found[1], found[2] or "")
        elif text.strip():
            record.extend(text)
        else:
            blank = len(record.pairs), line.number + 1
        if line.problem is not None:
            record.problem = record.problem or line
    if record.pairs:
        yield record


def _is_first(tag: str, record: TaggedRecord) -> bool:
    """Whether a tag begins a record: PMID, or one of those behind it where damage took the PMID."""
    return tag == "PMID" or (tag in ("OWN", "STAT") and record.has(tag) and record.has("TI"))


def _is_before(pairs: list[tuple[str, str]]) -> bool:
    """Whether these are what stands before the PMID of a record."""
    return {tag for tag, _ in pairs} == {_BEFORE}


def _is_second(tag: str, record: TaggedRecord, blank: tuple[int, int] | None) -> bool:
    """Whether a tag is of another record than what stands before the last blank line, for it is there once."""
    if blank is None or tag not in _ONCE:
        return False
    before = {known for known, _ in record.pairs[: blank[0]]}
    return tag in before or (tag == "OWN" and "TI" in before)


def to_fields(record: TaggedRecord) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    title = record.first(*FIELDS["title"]) or ""
    return {
        "title": _TYPE.sub("", title) if record.has("VN") else title,
        "abstract": next(("\n".join(texts) for tag in FIELDS["abstract"] if (texts := _abstracts(record, tag))), None),
        "authors": _authors(record),
        "date": _first_publication(record),
        "venue": record.first(*FIELDS["venue"]) or _journal(record.first("SO")),
        "url": next((value for value in record.all(*FIELDS["url"]) if value.startswith("http")), None),
        "doi": _doi(record),
        "pubmed_id": record.first(*FIELDS["pubmed_id"]),
    }


def _journal(source: str | None) -> str | None:
    """What a source begins with: "BMC Proceedings. Conference: Spain. 12, 2018"."""
    found = _JOURNAL.match(source or "")
    return found[1] if found else None


def _abstracts(record: TaggedRecord, tag: str) -> list[str]:
    """The abstracts of a tag, less the remark that the publisher has one."""
    return [text for text in record.all(tag) if not text.startswith("Publisher: Abstract available")]


def _authors(record: TaggedRecord) -> list[Any]:
    """Full names where the record has them, and the groups that are authors too, in their order."""
    tag = next((tag for tag in FIELDS["authors"] if record.all(tag)), "")
    named = [(known, value) for known, value in record.pairs if value and known in (tag, *FIELDS["groups"])]
    return [value if known == tag and tag[0] == "F" else _author(known == tag, value) for known, value in named]


def _author(person: bool, value: str) -> Any:
    """The name as it stands: "Smith J" has its initials last, and a group has no family name."""
    if not person:
        return {"literal": value}
    name = value
    if "," in value or value.endswith("]"):
        name = _FULL_STOP.sub("", _DEGREES.sub("", _ROLE.sub("", value)))
    initials = re.fullmatch(r"([^,]+?) ((?:[A-Z]\.?-?){1,4})", name)
    return {"family": initials[1], "given": initials[2]} if initials else name


def _doi(record: TaggedRecord) -> str | None:
    for value in record.all(*FIELDS["doi"]):
        if "[pii]" not in value and (match := _DOI.search(value)):
            return match[0]
    return None


def _first_publication(record: TaggedRecord) -> str | None:
    """The earliest date of publication, on line (DEP) or in print (DP); of two in one month the more precise."""
    issue = _MONTH_OF_ISSUE.search(record.first("SO") or "") if record.has("VN") else None
    printed = record.first(*FIELDS["date"][1:]) or (" ".join(issue.groups()) if issue else None)
    on_line = record.first(FIELDS["date"][0])
    dates = [date for date in (on_line, printed) if date]
    return min(dates, key=lambda date: (read_date(date).date or date)[:7].ljust(7, "~"), default=None)


MEDLINE = Reader(
    read_medline,
    recognizes,
    (".nbib", ".ovd"),
    description="MEDLINE, from PubMed or ERIC, and the tagged export of Ovid",
    example="PMID- 1\nTI  - Speculative decoding\nFAU - Doe, Jane\nDP  - 2025 Mar 5\n"
    "AB  - We draft with early layers.\n",
)

"""Web of Science tagged: plain text and .ciw, with FN and VR before the records, PT to ER each, and EF at the end.

A tag of two characters stands at the beginning of a line; a value goes on in lines that begin with three blanks, and in
old exports without any.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Line, Source
from paperkg.readers.tagged_lines import TaggedRecord, date_with_year, read_tagged
from paperkg.text.dates import read_date

FIELDS = {
    "title": ("TI", "BT"),
    "abstract": ("AB",),
    "authors": ("AF", "AU", "BF", "BA"),
    "groups": ("CA",),
    "date": ("PY", "PD", "EA"),
    "venue": ("SO", "CT", "JI", "J9"),
    "doi": ("DI", "D2"),
    "pubmed_id": ("PM",),
    "id": ("UT",),
}
"""The tags that a field may have, the most trusted first."""

_TAGS = frozenset(
    "AB AE AF AR AU BA BD BE BF BN BP BS C1 C3 CA CC CL CN CR CT CY D2 DA DE DI DT EA EF EI EM EP ER FN FU FX GA "
    "GE GP HC HO HP ID IS J9 JI LA LS MA MC MI MQ NR OA OI OR P2 PA PD PG PI PM PN PS PT PU PY RC RI RP SC SE SI "
    "SN SO SP SU TA TC TI TM U1 U2 UT VL VR WC WE Z9".split()
)
_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)")
_YEAR = re.compile(r"\b[12]\d{3}\b")
_EMAIL = re.compile(r"\s*\([^()]*@[^()]*\)")


def recognizes(source: Source) -> bool:
    """Whether it begins with FN and VR, or a record does with its type."""
    texts = [line.text.strip("\ufeff ") for line in source.head]
    said = {text[:2] for text in texts if re.match(r"FN (?:Clarivate|Thomson|ISI|Web of|Science)|VR 1\.0", text)}
    begins = (one in ("PT J", "PT S", "PT B", "PT C", "PT P", "PT R", "PT D") for one in texts)
    return "FN" in said or (any(begins) and any(re.match(r"(?:TI|AU|AB) \S", text) for text in texts))


def read_web_of_science(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its record begins."""
    return read_tagged(source, year, records, to_fields)


def records(lines: Iterator[Line]) -> Iterator[TaggedRecord]:
    """The records of a file."""
    record: TaggedRecord | None = None
    for line in lines:
        text = line.text.lstrip("\ufeff").rstrip()
        found = _LINE.fullmatch(text)
        tag = found[1] if found and _is_tag(found[1], record) else ""
        if tag in ("PT", "ER", "EF", "FN"):
            if record is not None and record.pairs:
                yield record
            record = TaggedRecord(line.number) if tag == "PT" else None
        elif found and tag and tag != "VR":
            record = record or TaggedRecord(line.number)
            record.add(tag, found[2] or "")
        elif record is not None and text and tag != "VR":
            _continue(record, text)
        if record is not None and line.problem is not None:
            record.problem = record.problem or line
    if record is not None and record.pairs:
        yield record


def _is_tag(name: str, record: TaggedRecord | None) -> bool:
    """Whether two characters at the beginning of a line are a tag; a record has each tag once."""
    return name in _TAGS and (record is None or name in ("PT", "ER", "EF", "FN") or not record.has(name))


def _continue(record: TaggedRecord, text: str) -> None:
    """One more line of a value; of a list of names, one more name."""
    if record.pairs and record.pairs[-1][0] in (*FIELDS["authors"], *FIELDS["groups"]):
        record.add(record.pairs[-1][0], text)
    else:
        record.extend(text)


def to_fields(record: TaggedRecord) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    fields: dict[str, Any] = {
        name: record.first(*FIELDS[name]) for name in ("title", "abstract", "venue", "doi", "pubmed_id", "id")
    }
    arxiv = (value for value in record.all("AR", "UT", "DI", "SO") if "arxiv" in value.casefold())
    return fields | {"authors": _authors(record), "date": _date(record), "arxiv_id": next(arxiv, None)}


def _authors(record: TaggedRecord) -> list[Any]:
    tag = next((tag for tag in FIELDS["authors"] if record.all(tag)), "")
    people = [_EMAIL.sub("", name).strip() for name in record.all(tag)]
    groups = [{"literal": name} for name in record.all(*FIELDS["groups"])]
    return [name for name in people if name and name.casefold() != "[anonymous]"] + groups


def _date(record: TaggedRecord) -> str | None:
    """The date of publication, or that of early access where it is before."""
    year = next((match[0] for tag in ("PY", "PD") if (match := _YEAR.search(record.first(tag) or ""))), None)
    early = _YEAR.search(record.first("EA") or "")
    if early is not None and (year is None or early[0] <= year):
        return record.first("EA")
    day = record.first("PD")
    if year is None or day is None:
        return year
    date = date_with_year(day, year)
    return date if (read_date(date).date or "").startswith(year) else year


WEB_OF_SCIENCE = Reader(
    read_web_of_science,
    recognizes,
    (".ciw",),
    description="Web of Science, tagged: plain text or EndNote desktop",
    example="FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Doe, J\nAF Doe, Jane\nTI Speculative decoding\n"
    "AB We draft with early layers.\nPY 2025\nER\n\nEF\n",
)

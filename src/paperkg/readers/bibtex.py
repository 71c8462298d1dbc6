"""BibTeX and BibLaTeX: the fields of an entry as those of a paper.

Citation keys play no part, but for Europe PMC's: in real files they are missing, or the same for several papers.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.bibtex_entries import Entry, read_entries
from paperkg.readers.bibtex_text import split_names, typeset
from paperkg.readers.reader import Reader
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source

FIELDS = {
    "title": ("title", "maintitle"),
    "subtitle": ("subtitle", "mainsubtitle"),
    "abstract": ("abstract", "abstractnote", "abstracttext", "summary", "description"),
    "authors": ("author", "authors"),
    "date": ("date", "published", "pubdate", "publication_date", "issue_date"),
    "year": ("year", "pubyear"),
    "venue": ("journal", "journaltitle", "booktitle", "fjournal", "maintitle", "school", "institution", "series"),
    "url": ("url", "link", "ee", "bdsk-url-1", "howpublished", "note"),
    "doi": ("doi", "url", "bdsk-url-1", "ee", "note"),
    "arxiv_id": ("arxivid", "arxiv", "arxiv_id", "eprint", "volume", "number", "note", "howpublished", "url"),
    "pubmed_id": ("pmid", "pubmed_id", "pubmedid", "note"),
    "id": ("unique-id",),
}
"""The BibTeX fields that a field may be, the most trusted first."""

_VOLUMES = frozenset(("proceedings", "book", "collection", "mvproceedings", "mvbook", "mvcollection"))
"""Types whose year and title entries may refer to, and whose title is often called "booktitle"."""

_OF_VOLUME = ("crossref", "booktitle", "year", "date", "journal")
"""What a paper in a volume says of it."""

_HELD = 10_000
"""Entries that wait for the one whose year and title they refer to, which BibTeX wants after them."""

_ENTRY = re.compile(
    r"[\s\ufeff]*@\s*(?:article|book|in\w+|misc|\w*proceedings|\w*thesis|techreport|unpublished|online|electronic|report"
    r"|software|dataset|string|comment|preamble)\s*[{(]",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(r"(?:arxiv[:.\s/]*(?:abs/|pdf/)?|\babs/)(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})", re.IGNORECASE)
_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z.-]+/\d{7}(?:v\d+)?", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s{}\"]+")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def recognizes(source: Source) -> bool:
    """Whether a line begins an entry of a usual type."""
    return any(_ENTRY.match(line.text) for line in source.head)


def read_bibtex(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its entry begins."""
    for entry in _completed(read_entries(source.lines)):
        fields = to_fields(entry)
        if entry.problem is not None and not (fields["title"] and fields["abstract"]):
            yield reject(source, entry.line, entry.problem, fields["title"] or entry.key)
        else:
            yield make_paper(fields, source, entry.line, year)


def _completed(entries: Iterator[Entry]) -> Iterator[Entry]:
    """The entries, those that refer to a volume with its year and title: such wait until it comes.

    A file of PMLR begins with its volume, and the papers below say neither.
    """
    volumes: dict[str, Entry] = {}
    above: Entry | None = None
    waiting: list[Entry] = []
    for number, entry in enumerate(entries):
        if entry.type in _VOLUMES and entry.key:
            kept = ("title", "booktitle", "year", "date", "month", "published")
            volumes[entry.key] = Entry(
                entry.line, entry.type, entry.key, {name: entry.fields[name] for name in kept if name in entry.fields}
            )
            above = volumes[entry.key] if number == 0 and entry.type == "proceedings" else above
        elif entry.type == "inproceedings" and entry.fields.keys().isdisjoint(_OF_VOLUME):
            yield _inherited(entry, above)
            continue
        parent = entry.fields.get("crossref", "").strip()
        if parent and parent not in volumes and len(waiting) < _HELD:
            waiting.append(entry)
        else:
            yield _inherited(entry, volumes.get(parent))
    for entry in waiting:
        yield _inherited(entry, volumes.get(entry.fields["crossref"].strip()))


def _inherited(entry: Entry, volume: Entry | None) -> Entry:
    if volume is not None:
        said = volume.fields
        title = said.get("booktitle") or said.get("title") or ""
        inherited = {name: value for name, value in said.items() if name not in ("title", "booktitle")}
        entry.fields = inherited | {"booktitle": title} | entry.fields
    return entry


def to_fields(entry: Entry) -> dict[str, Any]:
    """What an entry says, for `make_paper`."""
    raw = {
        name: [value for one in names if (value := entry.fields.get(one, "").strip())] for name, names in FIELDS.items()
    }
    first = {name: values[0] if values else "" for name, values in raw.items()}
    is_volume = entry.type in _VOLUMES
    title = typeset(first["title"] or (entry.fields.get("booktitle", "") if is_volume else ""))
    subtitle = typeset(first["subtitle"])
    return {
        "title": f"{title}: {subtitle}" if title and subtitle else title,
        "abstract": typeset(first["abstract"]),
        "authors": split_names(first["authors"]) or split_names(entry.fields.get("collaboration", "")),
        "date": _date(first, entry.fields.get("month", ""), entry.fields.get("day", "")),
        "venue": typeset(first["venue"]),
        "url": next((link[0].replace("\\", "") for value in raw["url"] if (link := _LINK.search(value))), None),
        "doi": next((doi[0].replace("\\", "").rstrip("}.,") for one in raw["doi"] if (doi := _DOI.search(one))), None),
        "arxiv_id": _arxiv_id(entry.fields),
        "pubmed_id": _pubmed_id(entry),
        "id": typeset(first["id"]) or None,
    }


def _date(first: dict[str, str], month: str, day: str) -> str | None:
    """The date, or year, month and day put together as far as they go."""
    if first["date"] and re.match(r"\d{4}", first["date"]):
        return first["date"].partition("/")[0] if "-" in first["date"] else first["date"]
    year = re.search(r"\b\d{4}\b", first["year"])
    if year is None:
        return typeset(first["year"]) or None
    words = re.findall(r"[a-z]+|\d+", typeset(month).casefold())
    named = next((_MONTHS[word[:3]] for word in words if word[:3] in _MONTHS), None)
    numbers = [int(word) for word in words if word.isdecimal()]
    in_year = named or (numbers.pop(0) if numbers and 1 <= numbers[0] <= 12 else None)
    if in_year is None:
        return year[0]
    of_month = int(day) if day.isdecimal() else (numbers[0] if numbers and 1 <= numbers[0] <= 31 else None)
    return f"{year[0]}-{in_year:02}" + (f"-{of_month:02}" if of_month else "")


def _arxiv_id(fields: dict[str, str]) -> str | None:
    """The arXiv id: an eprint that is said to be one or has its form, or one that stands after "arXiv"."""
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").casefold()
    eprint = fields.get("eprint", "").strip().removeprefix("arXiv:")
    if eprint and archive in ("arxiv", "") and _ARXIV_ID.fullmatch(eprint):
        return eprint
    if eprint and archive == "arxiv" and re.fullmatch(r"\d{7}(?:v\d+)?", eprint) and fields.get("primaryclass"):
        return f"{fields['primaryclass'].strip()}/{eprint}"  # BibLaTeX may split "hep-th/9711200"
    for name in ("arxivid", "arxiv", "arxiv_id"):
        if _ARXIV_ID.fullmatch(fields.get(name, "").strip().removeprefix("arXiv:")):
            return fields[name].strip()
    found = (_ARXIV.search(fields.get(name, "")) for name in ("journal", "journaltitle", *FIELDS["arxiv_id"]))
    return next((match[1] for match in found if match), None)


def _pubmed_id(entry: Entry) -> str | None:
    """The number of PubMed: an eprint, a field, a note, or the key that Europe PMC gives."""
    fields = entry.fields
    if fields.get("eprinttype", "").casefold() == "pubmed" and fields.get("eprint", "").isdecimal():
        return fields["eprint"]
    for name in FIELDS["pubmed_id"]:
        match = re.search(r"\bPMID:?\W*(\d{1,8})\b" if name == "note" else r"^(\d{1,8})$", fields.get(name, "").strip())
        if match:
            return match[1]
    keyed = re.fullmatch(r"PMID:(\d{1,8})", entry.key)
    return keyed[1] if keyed else None


BIBTEX = Reader(
    read_bibtex,
    recognizes,
    (".bib", ".bibtex"),
    description="BibTeX or BibLaTeX, from reference managers, publishers, or by hand",
    example="@article{doe2025,\n  title = {Speculative decoding},\n  author = {Doe, Jane},\n  year = 2025,\n"
    "  abstract = {We draft with early layers.},\n}\n",
)

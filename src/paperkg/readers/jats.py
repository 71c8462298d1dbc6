"""JATS, the XML of journals and PubMed Central, and BITS, its sister for books: what stands before the text."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import (
    LEFT_OUT,
    Table,
    all_texts,
    earliest,
    first_text,
    parts_of_date,
    read_fields,
    text_of,
)
from paperkg.readers.xml_records import fields_of, looks_like_xml, parse, read_record, split_records

FIELDS: Table = {
    "title": (
        "title-group/article-title",
        "title-group/title",
        "title-group/trans-title-group/trans-title",
        "title-group/trans-title",
        "article-title",
    ),
    "doi": (
        "article-id[@pub-id-type='doi']",
        "book-part-id[@book-part-id-type='doi']",
        "book-part-id[@pub-id-type='doi']",
    ),
    "pubmed_id": ("article-id[@pub-id-type='pmid']", "article-id[@pub-id-type='medline']"),
    "arxiv_id": ("article-id[@pub-id-type='arxiv']",),
}
"""Of `article-meta` or `book-part-meta`."""

VENUE = (
    "journal-meta/journal-title-group/journal-title",
    "journal-meta/journal-title",
    "journal-meta/journal-title-group/abbrev-journal-title",
    "journal-meta/journal-id[@journal-id-type='nlm-ta']",
)

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TELLTALE = re.compile(
    r"<(?:[\w-]+:)?(?:article-meta|book-part-meta|book-meta|journal-meta|pmc-articleset)\b"
    r"|<!DOCTYPE (?:article|book|book-part-wrapper)\b"
)
_BOOK_TITLES = ("book-title-group/book-title", "title-group/title")
_SUBTITLES = ("title-group/subtitle",)
_OTHER_ABSTRACTS = re.compile(
    r"graphical|teaser|toc|highlights?|key-?points?|video|editor|web-?summary|executive|short|precis|plain|lay|tweet"
    r"|author-?highlights|image|stereo|one-line|question",
    re.IGNORECASE,
)
_OTHER_DATES = re.compile(r"pmc|nihms|received|rev|accepted|correct|retract|index|update|release", re.IGNORECASE)
_OTHER_PERSONS = re.compile(r"edit|review|translat|illustrat|photo|compil|advis|sponsor", re.IGNORECASE)
_HEADING = re.compile(r"\W*(?:abstract|summary|résumé|resumen|zusammenfassung|resumo)\W*", re.IGNORECASE)
_OWN_DOI = re.compile(r"DOI:\s*\S+", re.IGNORECASE)
"""What some journals write below an abstract."""
_ISO = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")


def recognizes(source: Source) -> bool:
    """Whether the head has the elements that hold the metadata."""
    return looks_like_xml(source, _TELLTALE)


def read_jats(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The articles and chapters of a source, each cited by its number.

    A book is the venue of its chapters, and not a paper itself.
    """
    book: dict[str, Any] = {}

    def chapter_fields(front: Element) -> dict[str, Any]:
        own = to_fields(front)
        kept = {name: value for name, value in book.items() if name not in {"year", "month", "day"}}
        around = kept if "year" in own else book
        return around | {name: value for name, value in own.items() if value or name not in around}

    for record in split_records(source, ("front", "book-part-meta"), around=("book-meta",)):
        if record.tag == "book-meta":
            meta = parse(record)
            found = meta if isinstance(meta, str) else fields_of(meta, _book_fields)
            book = {} if isinstance(found, str) else dict(found)
        else:
            yield read_record(record, source, year, chapter_fields)


def _book_fields(meta: Element) -> dict[str, Any]:
    """What the chapters of a book have from it."""
    return {"venue": first_text(meta, *_BOOK_TITLES), "authors": _authors(meta), **earliest(_dates(meta))}


def to_fields(front: Element) -> dict[str, Any]:
    """What the metadata of an article or a chapter say, for `make_paper`."""
    found = front.find("article-meta")
    meta = front if found is None else found
    fields = read_fields(meta, FIELDS)
    subtitle = first_text(meta, *_SUBTITLES)
    if fields["title"] and subtitle:
        fields["title"] = f"{fields['title'].rstrip(' :.')}: {subtitle}"
    return {
        **fields,
        **earliest(_dates(meta)),
        "venue": first_text(front, *VENUE),
        "abstract": _abstract(meta),
        "authors": _authors(meta),
    }


def _abstract(meta: Element) -> list[dict[str, str]]:
    """The parts of the main abstract; the one in English where there are several."""
    own = [
        abstract
        for abstract in meta.findall("abstract")
        if not _OTHER_ABSTRACTS.search(abstract.get("abstract-type") or "")
    ]
    own.sort(key=lambda abstract: abstract.get("abstract-type") is not None)
    candidates = [*own, *meta.findall("trans-abstract")]
    candidates.sort(key=lambda abstract: (abstract.get(_LANGUAGE) or "en").lower()[:2] != "en")
    return next((parts for abstract in candidates if (parts := _parts(abstract))), [])


def _parts(abstract: Element) -> list[dict[str, str]]:
    """What stands before the first section, then each section with its heading as label."""
    parts: list[dict[str, str]] = []
    heading = ""
    for child in abstract:
        if child.tag == "title":
            heading = text_of(child)
        elif child.tag == "sec":
            parts += _parts(child)
        elif child.tag not in LEFT_OUT and not _OWN_DOI.fullmatch(text_of(child)):
            parts.append({"label": "" if _HEADING.fullmatch(heading) else heading, "text": text_of(child)})
            heading = ""
    bare = " ".join((abstract.text or "").split())
    return [part for part in ({"label": "", "text": bare}, *parts) if part["text"]]


def _authors(meta: Element) -> list[dict[str, str]]:
    authors: list[dict[str, str]] = []
    for group in meta.findall("contrib-group"):
        if "editor" in (group.get("content-type") or ""):
            continue
        for person in group.findall("contrib"):
            if not _OTHER_PERSONS.search(person.get("contrib-type") or ""):
                authors += _names(person)
    return authors


def _names(person: Element) -> list[dict[str, str]]:
    """The name of an author, or of a group without its members; of a name in two scripts, the Latin one."""
    names = [*person.findall("name"), *person.findall("name-alternatives/name")]
    names.sort(key=lambda name: (name.get("name-style") == "eastern", (name.get(_LANGUAGE) or "en")[:2] != "en"))
    whole = [*person.findall("string-name"), *person.findall("name-alternatives/string-name")]
    for name in [*names, *whole]:
        family = first_text(name, "surname")
        if family:
            given, suffix = first_text(name, "given-names") or "", first_text(name, "suffix") or ""
            return [{"family": family, "given": given, "suffix": suffix}]
        if text := text_of(name):
            return [{"name": text}]
    for collab in [*person.findall("collab"), *person.findall("collab-alternatives/collab")]:
        for inner in collab.findall("contrib-group"):
            collab.remove(inner)
        text = first_text(collab, "institution", "named-content") or text_of(collab)
        return [{"collab": text}]
    return []


def _dates(meta: Element) -> Iterator[dict[str, str]]:
    for date in meta.findall("pub-date"):
        kinds = " ".join(filter(None, (date.get("pub-type"), date.get("date-type"))))
        if _OTHER_DATES.search(kinds):
            continue
        parts = parts_of_date(date)
        iso = _ISO.fullmatch(date.get("iso-8601-date") or "")
        if iso and len(parts) < sum(part is not None for part in iso.groups()):
            parts = {name: part for name, part in zip(("year", "month", "day"), iso.groups(), strict=True) if part}
        yield parts or {"year": "".join(all_texts(date, "string-date"))[-4:]}


JATS = Reader(
    read_jats,
    recognizes,
    (".xml", ".nxml"),
    description="JATS and BITS XML: articles of journals and PubMed Central, chapters of books",
    example="<article><front><article-meta><title-group><article-title>Speculative decoding</article-title>\n"
    '</title-group><contrib-group><contrib contrib-type="author"><name><surname>Lovelace</surname>\n'
    "<given-names>Ada</given-names></name></contrib></contrib-group>\n"
    "<abstract><p>We draft with early layers.</p></abstract></article-meta></front></article>\n",
)

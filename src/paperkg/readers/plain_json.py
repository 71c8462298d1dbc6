"""JSON of any origin: objects with a title and an abstract under their usual names, in lists and envelopes."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.json_envelopes import bare_key
from paperkg.readers.json_fields import Row, looks_like_json, read_json
from paperkg.readers.reader import Reader
from paperkg.readers.source import Line, Source

FIELDS = {
    "title": "title papertitle articletitle maintitle titledisplay dctitle headline titles",
    "abstract": "abstract summary abstracttext paperabstract abstractnote abstracts dcdescription abs description "
    "descriptions",
    "authors": "authors author creators creator dccreator authornames authorlist authorstring authordisplay "
    "authfullnames contributors",
    "date": "date publicationdate firstpublicationdate published publishedat publisheddate datepublished publishdate "
    "pubdate pdate issued dateissued prismcoverdate coverdate publicationdates preprintdate created",
    "year": "year publicationyear pubyear publishedyear yearpublished publicationdateyi",
    "month": "month publicationmonth",
    "venue": "venue journal journaltitle journalname booktitle conference publicationtitle containertitle "
    "publicationname prismpublicationname journalinfo container proceedings proceeding journalref publisher",
    "url": "url link paperurl urlabs abstracturl arxivurl articleurl pageurl htmlurl forum entryid uris",
    "doi": "doi prismdoi doiids dois",
    "arxiv_id": "arxivid arxiv arxiveprints",
    "pubmed_id": "pmid pubmedid pubmed",
    "upvotes": "upvotes",
    "affiliation": "affiliation",
    "id": "arxivid",
}
"""The keys that a field may have, without case and marks, the most trusted first."""

_LONG = 1000
"""A line that is no JSON but that long may be cut off."""

_YEAR = re.compile(r"\d{4}")
_NUMBERS = ("identifier", "identifiers", "pids", "pid", "externalids")
_KINDS = ("type", "scheme", "identifierType")
_IS_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/")
_SCHEMA = re.compile(r'"\$schema"\s*:\s*"https?://json-schema\.org')
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,40})"\s*:')
_TEXTS = (
    *("value", "$", "#text", "_", "text", "title", "name", "description", "display_name", "fullname", "journal"),
    *("content", "published", "issued", "journal_title"),
)
_WHOLE_NAMES = ("name", "fullName", "full_name", "display_name", "literal", "text", "#text", "value", "ce:indexed-name")
_NAMES = {
    "given": (
        "given",
        "firstName",
        "firstname",
        "first_name",
        "first",
        "givenName",
        "ForeName",
        "forename",
        "given_name",
    ),
    "family": (
        "family",
        "lastName",
        "lastname",
        "last_name",
        "last",
        "familyName",
        "LastName",
        "surname",
        "family_name",
    ),
    "suffix": ("suffix",),
}


def recognizes(source: Source) -> bool:
    """Whether it is JSON with keys of papers, other than lines of paperkg's own, with title and abstract each."""
    if not looks_like_json(source) or _is_own(source.head):
        return False
    if any(_SCHEMA.search(line.text) for line in source.head):
        return False  # it has a title and a description, but is no paper
    keys = {bare_key(key) for line in source.head for key in _KEY.findall(line.text)}
    said = {name for name, names in FIELDS.items() if not keys.isdisjoint(names.split())}
    return "title" in said and not said.isdisjoint(("abstract", "authors", "year", "doi", "arxiv_id"))


def _is_own(lines: Sequence[Line]) -> bool:
    """Whether the first line is a whole object, or a cut one, that has no abstract by another name than "abstract"."""
    first = next((text for line in lines if (text := line.text.strip("\ufeff \t"))), "")
    with suppress(ValueError, RecursionError, AttributeError):
        keys = json.loads(first).keys()
        others = [key for key in keys if bare_key(key) in FIELDS["abstract"].split()]
        return "abstract" in keys or ("title" in keys and not others)
    return first.startswith("{") and '"abstract"' in first and len(first) > _LONG


def read_plain_json(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source."""
    return read_json(source, year, to_fields)


def to_fields(row: Row) -> dict[str, Any]:
    """What an object says, for `make_paper`."""
    bare: Row = {}
    for source in (row.get("content"), row.get("metadata"), row):  # OpenReview and CORD-19 keep fields in there
        if isinstance(source, dict):
            bare |= {bare_key(key): said for key, value in source.items() if (said := _said(value)) is not None}
    fields = {name: next((bare[key] for key in keys.split() if key in bare), None) for name, keys in FIELDS.items()}
    fields["authors"] = _authors(fields["authors"])
    for name in ("title", "abstract", "venue", "url", "date"):
        fields[name] = _text(fields[name], wanted="abstract" if name == "abstract" else "")
    for name in ("doi", "arxiv_id"):
        fields[name] = _text(fields[name])
    fields["doi"] = fields["doi"] or _doi_of(bare)
    if isinstance(fields["date"], str) and not any(map(str.isdecimal, fields["date"])):
        fields["date"] = None
    if not fields["date"] and not fields["month"]:
        fields["date"], fields["year"] = fields["year"], None
    beside = not fields["date"] or (isinstance(fields["date"], str) and not _YEAR.search(fields["date"]))
    return {name: value for name, value in fields.items() if beside or name not in ("year", "month")}


def _doi_of(bare: Row) -> str | None:
    """The DOI that an object is known by: among its numbers, each with its kind, or as its id."""
    numbers = [one for key in _NUMBERS if isinstance(bare.get(key), list) for one in bare[key] if isinstance(one, dict)]
    for one in numbers:
        kind = next((one[name] for name in _KINDS if one.get(name)), "")
        if str(kind).casefold() == "doi":
            return next((str(one[name]) for name in ("id", "value", "identifier") if one.get(name)), None)
    own = str(bare.get("id") or "")
    return own if _IS_DOI.match(own) else None


def completed(fields: dict[str, Any], row: Row) -> dict[str, Any]:
    """The fields that a format's own table finds, and under their usual names those that it does not."""
    own = {name: _said(value) for name, value in fields.items()}
    return to_fields(row) | {name: value for name, value in own.items() if value is not None}


def _said(value: Any) -> Any:
    """A value, out of the object that holds only it and its form; None where it says nothing."""
    if isinstance(value, dict) and "value" in value and len(value) <= 2:
        value = value["value"]
    return None if value in (None, "", [], {}) else value


def _text(value: Any, wanted: str = "") -> Any:
    """The text in an object; of a list of objects the first, or the one whose type is wanted."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        fitting = [one for one in value if wanted and wanted in str(one.get("descriptionType") or "").casefold()]
        if wanted and not fitting and not any("descriptionType" in one for one in value):
            return [text for one in value if isinstance(text := _text(one), str)]  # paragraphs
        value = (fitting or value)[0]
    if isinstance(value, dict) and "date-parts" not in value:
        return next((_text(value[key]) for key in _TEXTS if value.get(key)), None)
    return value


def _authors(value: Any) -> Any:
    """The authors as `make_paper` wants them; of creators in several roles those who are authors."""
    if isinstance(value, dict):
        value = value.get("author") or value.get("authors") or value.get("name") or [value]
    if not isinstance(value, list):
        return value
    return [_author(one) for one in value if one and _is_author(one)]


def _is_author(one: Any) -> bool:
    return not isinstance(one, dict) or str(one.get("creatorType") or "author").casefold() in ("author", "")


def _author(one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    if isinstance(one.get("author"), dict):
        one = one["author"]
    parts = {part: next((one[key] for key in keys if one.get(key)), None) for part, keys in _NAMES.items()}
    if parts["family"] and not parts["given"] and one.get("fullName"):
        return {"name": one["fullName"]}
    if parts["family"]:
        middle = one.get("middle") or one.get("middleName")
        said = " ".join(middle) if isinstance(middle, list) else middle
        return parts | {"given": " ".join(str(part) for part in (parts["given"], said) if part)}
    return {"name": next((one[key] for key in _WHOLE_NAMES if one.get(key)), None)}


JSON = Reader(
    read_plain_json,
    recognizes,
    (".json",),
    description="JSON: objects with title and abstract under their usual names, in lists or envelopes",
    example='[{"title": "Speculative decoding", "abstract": "We draft with early layers.", "authors": ["Jane Doe"]}]\n',
)

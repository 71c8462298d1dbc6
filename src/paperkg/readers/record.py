"""From the fields of one record, in whatever format, to a paper or the reason why there is none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.source import Source
from paperkg.text.cleaning import clean, one_line, shorten
from paperkg.text.dates import parse_date
from paperkg.text.keys import paper_id
from paperkg.text.size import raw_size_problem, size_problem

_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})"
_BARE_ARXIV = re.compile(rf"{_ARXIV_ID}(?:v\d+)?", re.IGNORECASE)
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:abs|html|pdf)/|arxiv:\s*|10\.48550/arxiv\.){_ARXIV_ID}",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)

NO_ABSTRACT = "no abstract"
"""Why a record with nothing but a title is rejected."""


def make_paper(fields: Mapping[str, Any], source: Source, place: int, year: int | None = None) -> Paper | Rejected:
    """The paper that a record's fields describe; optional fields of an unusable kind are left out.

    Args:
        fields: `title` and `abstract`, and whichever other attributes of `Paper` are known; `authors` is a
            list of names, of objects with a `name`, or text with ";" between names.
        source: where the record stands. A record without an abstract is a paper only where `source.title_only`.
        place: the line on which it begins, or its number in a format without lines.
        year: for a date that has none.
    """
    problem = next(filter(None, (_text_problem(fields, name) for name in ("title", "abstract"))), None)
    if problem == NO_ABSTRACT and source.title_only:
        fields, problem = {**fields, "abstract": ""}, None
    if problem is not None:
        return reject(source, place, problem, str(fields.get("title") or fields.get("abstract") or ""))
    title, abstract = one_line(fields["title"]), clean(fields["abstract"])
    too_long = size_problem(f"{title}\n{abstract}")
    if too_long is not None:
        return reject(source, place, f"title and abstract have {too_long}", title)
    doi = _DOI.fullmatch(_line(fields.get("doi")) or "")
    authors = _authors(fields.get("authors"))
    sources = fields.get("sources")
    return Paper(
        id=_id(fields) or paper_id(title),
        title=title,
        abstract=abstract,
        authors=authors,
        author_count=None if authors else _number(fields.get("author_count")),
        affiliation=_line(fields.get("affiliation")),
        date=parse_date(_line(fields.get("date")) or "", year),
        url=_line(fields.get("url")),
        doi=doi[1].rstrip(".,;") if doi else None,
        arxiv_id=_arxiv_id(fields),
        venue=_line(fields.get("venue")),
        upvotes=_number(fields.get("upvotes")),
        sources=_lines(sources) if isinstance(sources, list) and sources else (f"{source.name}:{place}",),
    )


def reject(source: Source, place: int | None, reason: str, excerpt: str = "", records: int = 1) -> Rejected:
    """A rejected record, or several at once, the beginning shown."""
    return Rejected(source=source.name, place=place, reason=reason, excerpt=shorten(excerpt), records=records)


def _text_problem(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    too_long = raw_size_problem(value) if isinstance(value, str) else None
    if too_long is not None:
        return f"the {name} has {too_long}"
    if value is None or (isinstance(value, str) and not clean(value)):
        return f"no {name}"
    return None if isinstance(value, str) else f"the {name} is no text but {type(value).__name__}"


def _line(value: object) -> str | None:
    """Text or a whole number as one clean line; None for anything else, and for nothing."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return one_line(str(value)) or None
    return None


def _lines(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, values)))


def _id(fields: Mapping[str, Any]) -> str | None:
    """The id that is given; of an arXiv id without its version."""
    given = _line(fields.get("id"))
    arxiv = _BARE_ARXIV.fullmatch(given or "")
    return arxiv[1] if arxiv else given


def _arxiv_id(fields: Mapping[str, Any]) -> str | None:
    """The arXiv id without its version: the one given, else what id, URL or DOI hold."""
    bare = _BARE_ARXIV.fullmatch(_line(fields.get("arxiv_id")) or "")
    places = " ".join(str(fields.get(name) or "") for name in ("arxiv_id", "id", "url", "doi"))
    found = bare or _ARXIV.search(places)
    return found[1] if found else None


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return _lines(value.split(";"))
    if isinstance(value, list):
        return _lines([item.get("name") if isinstance(item, dict) else item for item in value])
    return ()


def _number(value: object) -> int | None:
    """A count that a 32-bit column can hold."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**31 else None

"""From the fields of one record, in whatever format, to a paper or the reason why there is none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperkg.errors import internal_error
from paperkg.model import Paper, Rejected
from paperkg.readers.abstracts import is_deep, is_placeholder, read_abstract
from paperkg.readers.author_names import read_authors
from paperkg.readers.identifiers import (
    find_arxiv_id,
    find_doi,
    find_pubmed_id,
    is_arxiv_id,
    read_arxiv_id,
    read_pubmed_id,
)
from paperkg.readers.source import Source
from paperkg.text.cleaning import one_line, shorten
from paperkg.text.dates import DateReading, read_date, year_and_month
from paperkg.text.keys import paper_id
from paperkg.text.size import raw_size_problem, size_note, size_problem

_URL = re.compile(r"https?://\S+?(?=[;,]?\s)")

_NO_DATE = re.compile(r"\[?(?:n\.? ?d\.?|s\.? ?d\.?|no date|undated)\]?", re.IGNORECASE)

NO_ABSTRACT = "no abstract"
"""Why a record with nothing but a title is rejected."""


def make_paper(fields: Mapping[str, Any], source: Source, place: int, year: int | None = None) -> Paper | Rejected:
    """The paper that a record's fields describe; optional fields of an unusable kind are left out.

    Whatever it holds, a record costs only itself: what raises an unexpected exception is rejected with it. That memory
    does not suffice is no fault of a record.

    Args:
        fields: `title` and `abstract`, and whichever other attributes of `Paper` are known, as their source writes
            them. `authors`: see `read_authors`; `abstract` may come in parts: see `read_abstract`; `year`, `month` and
            `day` may stand beside `date` or in its place; numbers of papers may have any form, and are looked for in
            `url`, `id` and `venue` too. Of a list of titles, venues or addresses, the first one counts.
        source: where the record stands. A record without an abstract is a paper only where `source.title_only`.
        place: the line on which it begins, or its number in a format without lines.
        year: for a date that has none.
    """
    try:
        return _make_paper(fields, source, place, year)
    except MemoryError:
        raise
    except Exception as error:
        return reject(source, place, internal_error(error), _shown(fields))


def _make_paper(fields: Mapping[str, Any], source: Source, place: int, year: int | None) -> Paper | Rejected:
    problem = _text_problem(fields)
    if problem is not None:
        return reject(source, place, problem, _shown(fields))
    title, abstract = _title(fields) or "", read_abstract(fields.get("abstract"))
    text = f"{title}\n{abstract}"
    too_long = size_problem(text)
    if too_long is not None:
        return reject(source, place, f"title and abstract have {too_long}", title)
    in_part = size_note(text)
    authors = read_authors(fields.get("authors"))
    date, notes = _date(fields, year)
    if in_part is not None:
        notes += (f"title and abstract have {in_part}",)
    sources = fields.get("sources")
    paper = Paper(
        id=_id(fields) or paper_id(title),
        title=title,
        abstract=abstract,
        authors=authors,
        author_count=None if authors else _number(fields.get("author_count")),
        affiliation=_line(fields.get("affiliation")),
        date=date,
        url=_url(fields),
        doi=_doi(fields),
        arxiv_id=_arxiv_id(fields),
        pubmed_id=_pubmed_id(fields),
        venue=_line(fields.get("venue")),
        upvotes=_number(fields.get("upvotes")),
        sources=_lines(sources) if isinstance(sources, list) and sources else (f"{source.name}:{place}",),
        notes=_lines(given) + notes if isinstance(given := fields.get("notes"), list) else notes,
    )
    return paper if paper.abstract or source.title_only else reject(source, place, NO_ABSTRACT, title)


def reject(source: Source, place: int | None, reason: str, excerpt: str = "", records: int = 1) -> Rejected:
    """A rejected record, or several at once, the beginning shown."""
    return Rejected(source=source.name, place=place, reason=reason, excerpt=shorten(excerpt), records=records)


def _text_problem(fields: Mapping[str, Any]) -> str | None:
    for name, kinds in (("title", str | list | tuple), ("abstract", str | list | tuple | dict)):
        value = fields.get(name)
        if value is not None and not isinstance(value, kinds):
            return f"the {name} is not text but {type(value).__name__}"
        if is_deep(value):
            return f"the {name} is not text but lists within lists"
        too_long = raw_size_problem(value) if isinstance(value, str) else None
        if too_long is not None:
            return f"the {name} has {too_long}"
    return None if _title(fields) else "no title"


def _shown(fields: Mapping[str, Any]) -> str:
    """What a rejected record is shown by."""
    given = fields.get("title") or fields.get("abstract") or ""
    return "" if is_deep(given) else str(given)


def _title(fields: Mapping[str, Any]) -> str | None:
    """The title; no remark that there is none, "[Not Available]", for many papers would share it."""
    title = _line(fields.get("title"))
    return None if title is None or (title[0] == "[" and is_placeholder(title)) else title


def _line(value: object) -> str | None:
    """Text or a whole number as one clean line, the first of several; None for anything else, and for nothing."""
    if isinstance(value, list | tuple):
        return next(filter(None, map(_line, value)), None)
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return one_line(str(value)) or None
    return None


def _lines(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, values)))


def _id(fields: Mapping[str, Any]) -> str | None:
    """The id that is given; of a bare arXiv id, and of its URL, the arXiv id without its version."""
    given = _line(fields.get("id"))
    if given is None:
        return None
    from_arxiv = is_arxiv_id(given) or "arxiv.org" in given.lower()
    return (read_arxiv_id(given) if from_arxiv else None) or given


def _url(fields: Mapping[str, Any]) -> str | None:
    """The address; of several in one text, or with words behind it, the first."""
    given = _line(fields.get("url"))
    first = _URL.match(given or "")
    return first[0] if first else given


def _doi(fields: Mapping[str, Any]) -> str | None:
    """The DOI of its field, else of the URL or the id."""
    return next(filter(None, (find_doi(_line(fields.get(name)) or "") for name in ("doi", "url", "id"))), None)


def _arxiv_id(fields: Mapping[str, Any]) -> str | None:
    """The arXiv id without its version: the one given, else what id, URL, DOI or venue hold."""
    for name in ("arxiv_id", "id"):
        given = _line(fields.get(name))
        if given and (name == "arxiv_id" or is_arxiv_id(given)) and (found := read_arxiv_id(given)):
            return found
    return find_arxiv_id(" ".join(_line(fields.get(name)) or "" for name in ("id", "url", "doi", "venue")))


def _pubmed_id(fields: Mapping[str, Any]) -> str | None:
    """The PubMed id: the one given, else what URL or id hold."""
    given = read_pubmed_id(_line(fields.get("pubmed_id")) or "")
    return given or find_pubmed_id(_line(fields.get(name)) or "" for name in ("url", "id"))


def _date(fields: Mapping[str, Any], year: int | None) -> tuple[str | None, tuple[str, ...]]:
    """The date, as precise as the fields are together, and a note where a part of it does not exist."""
    parts = read_date({name: fields.get(name) for name in ("year", "month", "day")})
    given = fields.get("date")
    if given is None and parts.date is None and isinstance(fields.get("year"), str):
        given = fields["year"]  # "2014//" in a column of years
    if isinstance(given, str) and (is_placeholder(given) or _NO_DATE.fullmatch(given.strip())):
        given = None
    own_year = year_and_month(parts.date)[0] or year
    found = read_date(_line(given) if isinstance(given, str | list) and not _is_numbers(given) else given, own_year)
    notes = tuple(
        f"date {shorten(_written(value), 40)} does not exist"
        for value, reading in ((given, found), (_given_parts(fields), parts))
        if reading.impossible
    )
    return _more_precise(found, parts, own_year), notes


def _is_numbers(value: str | list[Any]) -> bool:
    return isinstance(value, list) and bool(value) and not isinstance(value[0], str)


def _written(value: object) -> str:
    """A date as its source has it, for a note."""
    return "-".join(map(str, value)) if isinstance(value, list) else str(value)


def _given_parts(fields: Mapping[str, Any]) -> list[Any]:
    return [fields[name] for name in ("year", "month", "day") if fields.get(name) is not None]


def _more_precise(found: DateReading, parts: DateReading, year: int | None) -> str | None:
    """Of a date and the year and month beside it, the one that says more; the date where the two disagree."""
    if found.date is None or parts.date is None:
        return found.date or parts.date
    if year_and_month(found.date)[0] is None:  # "MAR" in a table that has the year in a column of its own
        together = read_date(f"{found.date} {year}").date
        return together if year_and_month(together)[0] is not None else parts.date
    return parts.date if parts.date.startswith(found.date) else found.date


def _number(value: object) -> int | None:
    """A count that a 32-bit column can hold."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**31 else None

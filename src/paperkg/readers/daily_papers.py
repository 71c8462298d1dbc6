"""Pages of Hugging Face "Daily Papers", saved as text from a browser.

A page is a sequence of lines, blank ones aside: furniture, then for each paper its title, its abstract
and, on some pages, its metadata. Three layouts are known:

- blank-separated with metadata: "• 6 authors" (or an affiliation in its place), "·", and
  "Oct 1, 2023 1" (date and up-votes);
- blank-separated without metadata;
- title and abstract on alternating lines, the first title glued to "Subscribe".

A page re-wrapped by an editor is unwrapped first. A title or abstract that is missing costs its own
record only: whichever line is far too long for a title, or far too short for an abstract where an abstract
follows, tells where the next record begins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Line, Source

_FURNITURE = re.compile(
    r"new|Subscribe|Daily Papers|by\s?AK and the research community"
    r"|Get trending papers in your email inbox(?: once a day)?!"
)
_TELLTALE = re.compile(
    r"(?:new\s|Subscribe|Daily Papers|\s)*"
    r"(?:Get trending papers in your email inbox(?: once a day)?!|by\s?AK and the research community(?!\S))"
)
"""How a line of a page begins; a record of another format, whose paper says the like, begins with what it is one of."""
_GLUED = re.compile(r"Subscribe(?=[^\sa-z])")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_METADATA = re.compile(
    r"(?=.)(?:[•·*-]?\s*(?P<author_count>\d{1,6}) authors?)?\s*·?\s*"
    rf"(?:(?P<date>{_MONTH} \d{{1,2}}(?:, \d{{4}})?)(?:\s+(?P<upvotes>\d{{1,6}}))?)?"
)

_TITLE_CHARACTERS = 350
"""No title is longer. (The longest on the sample pages has 157.)"""

_ABSTRACT_CHARACTERS = 250
"""What is longer is an abstract where a title could stand as well."""

_WRAPPED_COLUMNS = 200
"""A page without longer lines was re-wrapped: no page has only abstracts as short as that."""


def recognizes(source: Source) -> bool:
    """Whether the head shows the page's furniture, or the metadata between its papers."""
    texts = [line.text.strip() for line in source.head]
    if any(_TELLTALE.match(text) for text in texts[:20]):
        return not any(text.startswith('{"') for text in texts)
    return any(re.fullmatch(r"•\s*\d+ authors?", text) for text in texts)


@dataclass(slots=True)
class _Record:
    """What is known of the paper that is being read."""

    title: Line | None = None
    abstract: Line | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def read_daily_papers(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a page in its order; each is cited by the line of its title."""
    for record in _records(_units(source)):
        yield _finish(record, source, year)


def _units(source: Source) -> Iterator[tuple[Line, Line | None]]:
    """Each line that says something, stripped, and the one after it; the page's furniture left out."""
    heading = True
    awaiting_subscribe = False
    previous: Line | None = None
    for line in _unwrapped(source):
        text = line.text.strip()
        if line.problem is not None:
            heading = False  # whatever it was, it is told, and so is nothing to pass over
            text = text or "?"
        if heading and text.startswith("Subscribe") and (awaiting_subscribe or _GLUED.match(text)):
            text = text.removeprefix("Subscribe").lstrip()
            awaiting_subscribe = False
        if not text or (line.problem is None and _FURNITURE.fullmatch(text)):
            awaiting_subscribe |= text.startswith("Get trending")
            heading |= bool(text)
            continue
        if heading and _METADATA.fullmatch(text):
            continue  # the page's own date
        heading = False
        if previous is not None:
            yield previous, line._replace(text=text)
        previous = line._replace(text=text)
    if previous is not None:
        yield previous, None


def _unwrapped(source: Source) -> Iterator[Line]:
    """The lines of a page, those of a re-wrapped one joined to paragraphs."""
    texts = [line.text for line in source.head]
    blank_separated = any(not text.strip() for text in texts)
    if not blank_separated or max(map(len, texts)) >= _WRAPPED_COLUMNS:
        yield from source.lines
        return
    paragraph: list[Line] = []
    for line in source.lines:
        text = line.text.strip()
        if paragraph and (not text or _is_mark(text) or _is_mark(paragraph[-1].text.strip())):
            yield _joined(paragraph)
            paragraph = []
        if text or line.problem:
            paragraph.append(line)
    if paragraph:
        yield _joined(paragraph)


def _is_mark(text: str) -> bool:
    return bool(_METADATA.fullmatch(text) or _FURNITURE.fullmatch(text))


def _joined(lines: Iterable[Line]) -> Line:
    lines = list(lines)
    problem = next((line.problem for line in lines if line.problem), None)
    return Line(lines[0].number, " ".join(line.text.strip() for line in lines), problem)


def _records(units: Iterable[tuple[Line, Line | None]]) -> Iterator[_Record]:
    record = _Record()
    for unit, following in units:
        if unit.problem is None and (metadata := _METADATA.fullmatch(unit.text)):
            record.metadata |= {name: text for name, text in metadata.groupdict().items() if text}
        elif _is_affiliation(record, unit, following):
            record.metadata["affiliation"] = unit.text
        elif record.title and not record.abstract and not record.metadata and _fits(unit, following):
            record.abstract = unit
        else:
            if record.title or record.abstract:
                yield record
            is_abstract = len(unit.text) > _TITLE_CHARACTERS
            record = _Record(abstract=unit) if is_abstract else _Record(title=unit)
    if record.title or record.abstract:
        yield record


def _is_affiliation(record: _Record, unit: Line, following: Line | None) -> bool:
    """Whether a line stands where "N authors" would: below an abstract, before the "·"; and is no abstract itself."""
    below_abstract = record.abstract is not None and not record.metadata
    is_short = unit.problem is None and len(unit.text) <= _ABSTRACT_CHARACTERS
    return below_abstract and is_short and following is not None and following.text.startswith("·")


def _fits(unit: Line, following: Line | None) -> bool:
    """Whether a line below a title is its abstract, not the title of a next paper.

    A short line is none where a long one follows that can only be an abstract itself.
    """
    if len(unit.text) > _ABSTRACT_CHARACTERS or unit.text.endswith((".", "!")) or following is None:
        return True
    return len(following.text) <= _ABSTRACT_CHARACTERS


def _finish(record: _Record, source: Source, year: int | None) -> Paper | Rejected:
    lines = [line for line in (record.title, record.abstract) if line is not None]
    for line in lines:
        if line.problem is not None:
            return reject(source, line.number, line.problem, lines[0].text)
    fields = dict(record.metadata)
    for name in ("author_count", "upvotes"):
        if name in fields:
            fields[name] = int(fields[name])
    fields["title"] = record.title.text if record.title else None
    fields["abstract"] = record.abstract.text if record.abstract else None
    return make_paper(fields, source, lines[0].number, year)


DAILY_PAPERS = Reader(
    read_daily_papers,
    recognizes,
    (".txt",),
    description='Hugging Face "Daily Papers" pages, saved as text from a browser',
    example="Speculative decoding\n\nWe draft with early layers.\n\n• 6 authors\n\n·\n\nOct 1, 2023 1\n",
)

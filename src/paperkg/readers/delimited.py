r"""Tables of text: cells between commas, tabs, semicolons or bars, as databases and libraries export them.

What stands before the header is passed over. Which sign stands between cells, whether `"` is text, as in Web of
Science's exports, and whether `\"` is a quote, is told by how many rows have as many cells as the header.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.columns import Columns, find_columns
from paperkg.readers.reader import Reader
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source
from paperkg.readers.two_rows import TWO_ROWS, holds_a_row

_DELIMITERS = (",", "\t", ";", "|")
_CELL_CHARACTERS = 1 << 20
"""The longest cell; a longer one is a quote without an end, which would take in all that follows."""

_PREAMBLE_ROWS = 30
"""Rows among which the header stands: before it may be the query, a date, and lines."""

_TRIED_ROWS = 200
_WEB_OF_SCIENCE = {"PT", "AU", "TI"}
_NAMED_SHARE = 0.9
"""What a row counts that fits only if its first cell is a name."""

_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""What tells Excel that a cell is text."""

_EMBASE_SOURCE = re.compile(
    r"(?P<venue>.+?) \((?P<year>\d{4})\)(?: [^.]+|(?=\. ))(?:\. Article Number[^.]*)?"
    r"(?:\. Date of Publication: (?P<date>[^.]+))?\.?"
)
"""Embase's "J. Tests (2014) 3:3 (152-160). Date of Publication: 25 Aug 2014"."""

_GLUED_NAMES = re.compile(
    r"(?<![ .\-'](?:Mc|De|Le|La|Di|Du|Da))(?<![ .\-'](?:Mac|Van|Von|Del))(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÖØ-Þ])"
)
"""Where Springer's tables begin another name, "Jane DoeJohn McRoe"."""

_TITLES = re.compile(r"^(?:(?:Prof|Dr)\.?\s+)+")
_QUOTED_CELL = re.compile(r'(?:^|\t)"[^"\t]*"(?=\t|$)', re.MULTILINE)
_HINT = re.compile(r"title|\bti\b|display_name|titel|título|标题|题名", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written, its header, and what the columns mean.

    `named_rows` says whether each row begins with a name that has no column, as R writes them.
    """

    dialect: dict[str, Any]
    header: list[str]
    columns: Columns
    named_rows: bool = False

    @property
    def width(self) -> int:
        return self.columns.width


@dataclass(slots=True)
class _Lines:
    """Lines that can be given back, and which of them the current row has taken."""

    stream: Iterator[str]
    again: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    number: int = 0
    ended: bool = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.again:
            line = self.again.popleft()
        else:
            try:
                line = next(self.stream)
            except StopIteration:
                self.ended = True
                raise
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self, kept: int) -> None:
        """Gives back all lines of the current row but the first ones."""
        self.again.extendleft(reversed(self.taken[kept:]))
        self.number -= len(self.taken) - kept
        self.taken = self.taken[:kept]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: the line on which it begins, its cells, and why it is none."""

    line: int
    cells: list[str]
    problem: str | None = None


def recognizes(source: Source) -> bool:
    """Whether the head has a header that names a title and another attribute of papers."""
    return source.is_text and _find_form(source) is not None


def read_delimited(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a table, one a row; each is cited by the line on which its row begins."""
    form = _find_form(source)
    if form is None:
        yield reject(source, None, "no header with a column for titles", source.beginning, records=0)
        return
    under_header = False
    for row in _rows(source.text(), form.dialect, form.width):
        if not under_header or row.cells == form.header:
            under_header |= row.cells == form.header
            if row.cells == form.header and len(row.cells) > form.width:  # it lost the end of its line
                reason = f"the header has {len(row.cells)} cells, the rows {form.width}: it may hold a row"
                yield reject(source, row.line, reason, " ".join(row.cells[form.width :]))
        elif row.problem is not None:
            yield reject(source, row.line, row.problem, " ".join(row.cells))
        elif any(map(str.strip, row.cells)):
            cells = row.cells[1:] if form.named_rows else row.cells
            fitting = _fitted([_EXCEL_TEXT.sub(r"\1", cell) for cell in cells], form)
            yield make_paper(_fields(fitting, form), source, row.line, year)
            if len(cells) >= form.width * TWO_ROWS and len(fitting) > form.width:
                reason = f"the row has {len(cells)} cells, the header {form.width}: it may be two rows"
                yield reject(source, row.line, reason, " ".join(fitting[form.width :]))


def _fields(fitting: list[str], form: _Form) -> dict[str, Any]:
    """The attributes of a row, with a note where its cells do not fit the header."""
    fields = form.columns.fields(fitting)
    surplus = len(fitting) - form.width
    if surplus > 0:
        fields["notes"] = [f"the row has {len(fitting)} cells, the header {form.width}"]
        fields["id"] = _shifted_id(fitting, surplus, form)
    if found := _EMBASE_SOURCE.fullmatch(str(fields.get("venue") or "")):
        fields = {"date": found["date"] or found["year"]} | fields | {"venue": found["venue"]}
    if {"Item Title", "Item DOI"} <= set(form.header) and fields.get("authors"):
        fields["authors"] = [_TITLES.sub("", name) for name in _GLUED_NAMES.split(fields["authors"])]
    return fields


def _shifted_id(cells: list[str], surplus: int, form: _Form) -> str | None:
    """The id of a row with too many cells, which may stand as many places behind its column; it has a digit."""
    places = form.columns.places.get("id", ())
    found = (cells[place] for shift in (0, surplus) for place in (known + shift for known in places))
    return next((cell for cell in found if any(map(str.isdecimal, cell)) and " " not in cell), None)


def _fitted(cells: list[str], form: _Form) -> list[str]:
    """The cells of a row that has more than the header, those joined that are one text with its commas unquoted."""
    while len(cells) > form.width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) <= form.width:
        return cells
    joined: list[str] = []
    surplus = len(cells) - form.width
    for cell in cells:
        if surplus and joined and cell[:1] == " " and joined[-1].strip():
            joined[-1] += form.dialect["delimiter"] + cell
            surplus -= 1
        else:
            joined.append(cell)
    if surplus and form.width - 1 in form.columns.places.get("abstract", ()):
        joined = [*joined[: form.width - 1], form.dialect["delimiter"].join(joined[form.width - 1 :])]
    return joined


def _rows(stream: Iterable[str], dialect: dict[str, Any], width: int) -> Iterator[_Row]:
    """The rows of a table. A quote without an end costs the row it stands in, not those after it."""
    lines = _Lines(iter(stream))
    reader = csv.reader(lines, **dialect)
    while not lines.ended:
        lines.taken = []
        first = lines.number + 1
        cells, problem = _next_row(reader)
        if not lines.taken:
            return
        if problem is None and len(lines.taken) > 1 and len(cells) != width:
            broken = _next_whole_row(lines.taken, dialect, width)
            problem = None if broken is None else "a quoted cell without an end"
        else:
            broken = 1 if problem is not None else None
        if problem is None and lines.ended and _ends_in_a_cell(lines.taken, dialect):
            broken, problem = 1, "cut off: the table ends inside a quoted cell"
        if problem is not None:
            cells = [lines.taken[0].strip()]
            lines.give_back(broken or 1)
            lines.ended = lines.ended and not lines.again
        if cells or problem is not None:
            yield _Row(first, cells, problem)


def _next_row(reader: Iterator[list[str]]) -> tuple[list[str], str | None]:
    """The next row of a reader, or why it is none; without any at the end."""
    limit = csv.field_size_limit(_CELL_CHARACTERS)
    try:
        return next(reader, []), None
    except csv.Error:
        return [], f"a cell of more than {_CELL_CHARACTERS:,} characters"
    finally:
        csv.field_size_limit(limit)


def _next_whole_row(lines: Sequence[str], dialect: dict[str, Any], width: int) -> int | None:
    """The first of the lines, after the first, that is a row of its own; None if there is none."""
    for place in range(1, len(lines)):
        if lines[place].count(dialect["delimiter"]) >= width - 1:
            cells, problem = _next_row(csv.reader([lines[place]], **dialect))
            if problem is None and len(cells) == width and not _ends_in_a_cell([lines[place]], dialect):
                return place
    return None


def _ends_in_a_cell(lines: Sequence[str], dialect: dict[str, Any]) -> bool:
    """Whether the lines end inside quotes."""
    if dialect["quoting"] == csv.QUOTE_NONE:
        return False
    try:
        for _ in csv.reader(lines, strict=True, **dialect):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _find_form(source: Source) -> _Form | None:
    """The form under which most attributes are found in the header, and most rows fit it."""
    head = [f"{line.text}\n" for line in source.head]
    if len(head) > 1 and len(source.start) >= 1 << 16:
        head = head[:-1]  # cut where the head ends
    if not _HINT.search("".join(head[:_PREAMBLE_ROWS])[: 1 << 14]):
        return None
    best: tuple[tuple[int, float, int], _Form] | None = None
    for delimiter in _DELIMITERS:
        if not any(delimiter in line for line in head[:_PREAMBLE_ROWS]):
            continue
        for dialect in _dialects(delimiter, "".join(head)):
            found = _try(head, dialect)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _dialects(delimiter: str, head: str) -> Iterator[dict[str, Any]]:
    """The dialects that a table with this delimiter may have, the likeliest first."""
    plain = {"delimiter": delimiter, "quoting": csv.QUOTE_NONE, "quotechar": None}
    quoted = {"delimiter": delimiter, "quoting": csv.QUOTE_MINIMAL, "quotechar": '"'}
    if delimiter == "\t":
        yield plain
    if delimiter == "\t" and '"' not in head:
        return
    yield quoted
    if f'{delimiter} "' in head:
        yield quoted | {"skipinitialspace": True}
    if '\\"' in head:
        yield quoted | {"escapechar": "\\"}


def _try(head: Sequence[str], dialect: dict[str, Any]) -> tuple[tuple[int, float, int], _Form] | None:
    """A table of this dialect, if the head is one, and how well it fits: attributes, rows, the reading of quotes."""
    rows = []
    for row in _rows(head, dialect, 0):
        rows.append(row.cells)
        if len(rows) >= _TRIED_ROWS:
            break
    scored = [(find_columns(cells), place) for place, cells in enumerate(rows[:_PREAMBLE_ROWS]) if len(cells) > 1]
    columns, place = max(scored, key=lambda found: (found[0].score, -found[1]), default=(find_columns(()), 0))
    if not columns.score or ("abstract" not in columns.places and columns.score < 3):
        return None
    header, body = rows[place], rows[place + 1 :]
    if holds_a_row(header, body):
        columns = find_columns(header[: max(map(len, body))])
    is_text = set(header) >= _WEB_OF_SCIENCE or not _QUOTED_CELL.search("".join(head))
    fitting = sum(len(_without_empty_end(cells, columns.width)) == columns.width for cells in body)
    named = sum(len(cells) == columns.width + 1 and bool(cells[-1].strip()) for cells in body)
    named_rows = named > len(body) / 2
    share = max(fitting, named * _NAMED_SHARE if named_rows else 0) / max(1, len(body))
    quoted = dialect["quoting"] != csv.QUOTE_NONE
    return (columns.score, share, quoted != is_text), _Form(dialect, header, columns, named_rows)


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones that the header has no column for."""
    return cells[:width] if not any(map(str.strip, cells[width:])) else cells


DELIMITED = Reader(
    read_delimited,
    recognizes,
    (".csv", ".tsv", ".tab", ".txt"),
    description="Tables of Scopus, Web of Science, Zotero, Embase, IEEE Xplore, Lens, OpenAlex and others: CSV, TSV",
    example="Title,Abstract,Authors,Year,DOI\n"
    'Speculative decoding,We draft with early layers.,"Lovelace, Ada; Turing, Alan",2024,10.1000/spec\n',
)

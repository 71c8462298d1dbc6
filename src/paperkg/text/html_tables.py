"""Tables as HTML, for notebooks. All text is escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

SHOWN_ROWS = 20


def html_table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str = "") -> str:
    """A table of the first rows, and a note where there are more; None is an empty cell."""
    source = iter(rows)
    body = "".join(_row(row) for row in islice(source, SHOWN_ROWS))
    more = f"<p>only the first {SHOWN_ROWS} rows are shown</p>" if next(source, None) is not None else ""
    columns = "".join(f"<th>{escape(name)}</th>" for name in head)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>{more}"


def _row(row: Sequence[object]) -> str:
    cells = "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row)
    return f"<tr>{cells}</tr>"

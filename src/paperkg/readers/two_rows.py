"""Headers of tables that lost the end of their line, so that they hold the first row too."""

import re
from collections.abc import Sequence

TWO_ROWS = 1.5
"""How many times more cells than the others a line has that lost its end."""

_NO_NAME = re.compile(r"(?P<address>https?://\S+)|(?P<doi>10\.\d{4,9}/\S+)|(?P<text>.{100,})", re.DOTALL)
"""A cell that is no name of a column, by its kind; a year or another number may be one."""


def holds_a_row(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a header has so many cells, the last like those of a row in kind, that it is two lines in one.

    >>> row = ["Nets", "10.1000/nets"]
    >>> holds_a_row(["title", "dNets", "10.1000/nets"], [row]), holds_a_row(["title", "doi", "2020"], [row])
    (True, False)
    """
    width = max(map(len, body), default=0)
    if not 0 < width * TWO_ROWS <= len(header):
        return False
    last = [_kind(cell) for cell in reversed(header[width:])]
    return any(
        kind is not None and kind == _kind(cell)
        for cells in body
        for kind, cell in zip(last, reversed(cells), strict=False)
    )


def _kind(cell: str) -> str | None:
    """What a cell is if it is no name of a column."""
    found = _NO_NAME.fullmatch(cell)
    return found.lastgroup if found else None

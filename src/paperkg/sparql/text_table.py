"""Tables of RDF terms as plain text, aligned on a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from unicodedata import combining, east_asian_width

import pyoxigraph as ox

CELL_WIDTH = 80

Row = tuple[object, ...]


def table_text(head: Sequence[str], rows: Iterable[Row], known: Mapping[str, str]) -> str:
    """A table with its head and the number of its rows.

    Args:
        head: the names of the columns.
        rows: terms of pyoxigraph, None where a variable is not bound.
        known: prefixes by which IRIs are shortened.
    """
    cells = [[cell_text(term, known) for term in row] for row in rows]
    widths = [max(_width(row[i]) for row in (head, *cells)) for i in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in cells]
    return "\n".join(lines) + f"\n({len(cells)} row{'' if len(cells) == 1 else 's'})\n"


def cell_text(term: object, known: Mapping[str, str]) -> str:
    """A term as people read it: a prefixed name, or the text of a literal on one line, cut where it is long."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _curie(term.value, known)
    text = " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(term)
    return text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _curie(iri: str, known: Mapping[str, str]) -> str:
    for prefix, namespace in known.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _width(text: str) -> int:
    """Columns on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)

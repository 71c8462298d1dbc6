"""The rows of a build's paper-keyed tables, brought together one paper at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from paperkg.errors import BuildError
from paperkg.graph.tables import Tables

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRows:
    """All that the tables say about one paper."""

    paper: Row
    sentences: list[Row]
    mentions: list[Row]
    statements: list[Row]
    results: list[Row]
    relations: list[Row]

    @property
    def text(self) -> str:
        """Title, a newline, and abstract: what offsets refer to."""
        return f"{self.paper['title']}\n{self.paper['abstract']}"


class _ByPaper:
    """One table read along with the papers: memory holds one batch of it."""

    def __init__(self, graph: Tables, table: str) -> None:
        self._table = table
        self._rows = graph.rows(table)
        self._next: Row | None = next(self._rows, None)

    def take(self, paper_id: str) -> list[Row]:
        taken = []
        row = self._next
        while row is not None and row["paper_id"] == paper_id:
            taken.append(row)
            row = next(self._rows, None)
        self._next = row
        return taken

    def finish(self) -> None:
        if self._next is not None:
            raise BuildError(
                f"{self._table}: the rows of paper {self._next['paper_id']!r} are out of order or "
                "of no paper; build again"
            )


def by_paper(graph: Tables) -> Iterator[PaperRows]:
    """The papers of a build in order, each with its rows of the other tables.

    Raises:
        BuildError: a table is not sorted by paper, or speaks of a paper that is not there.
    """
    streams = {name: _ByPaper(graph, name) for name in ("sentences", "mentions", "statements", "results", "relations")}
    for paper in graph.rows("papers"):
        taken = {name: stream.take(paper["paper_id"]) for name, stream in streams.items()}
        yield PaperRows(paper=paper, **taken)
    for stream in streams.values():
        stream.finish()

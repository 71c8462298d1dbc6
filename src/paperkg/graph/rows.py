"""Rows of several tables brought together."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from paperkg.errors import BuildError
from paperkg.graph.row_types import MentionRow, PaperRow, RelationRow, ResultRow, SentenceRow, StatementRow
from paperkg.graph.tables import Tables

_Row = TypeVar("_Row")


def paper_text(paper: PaperRow) -> str:
    """Title, a newline, and abstract: what offsets refer to."""
    return f"{paper['title']}\n{paper['abstract']}"


def titles_of(graph: Tables, paper_ids: Collection[str]) -> dict[str, str]:
    """The titles of some papers, by id."""
    rows = graph.rows("papers", ["paper_id", "title"], where=[("paper_id", paper_ids)])
    return {row["paper_id"]: row["title"] for row in rows}


def sentence_texts(graph: Tables, sentence_ids: Collection[str]) -> dict[str, str]:
    """The texts of some sentences, by id, cut from those of their papers, of which there are fewer to look through."""
    ids_of: dict[str, list[str]] = {}
    for sentence_id in sentence_ids:
        ids_of.setdefault(sentence_id.rpartition("@")[0], []).append(sentence_id)
    papers = graph.rows("papers", ["paper_id", "title", "abstract"], where=[("paper_id", ids_of)])
    return {i: _cut(paper_text(paper), i) for paper in papers for i in ids_of[paper["paper_id"]]}


def _cut(text: str, sentence_id: str) -> str:
    start, end = sentence_id.rpartition("@")[2].split("-")
    return text[int(start) : int(end)]


class MergeJoin(Generic[_Row]):
    """A table read along with another one that is sorted by the same id: memory holds one batch of it.

    Args:
        table: its name.
        rows: its rows, sorted by the id.
        key: the id of a row.
    """

    def __init__(self, table: str, rows: Iterable[_Row], key: Callable[[_Row], str]) -> None:
        self._table = table
        self._groups = groupby(rows, key)
        self._next = next(self._groups, None)

    def take(self, identifier: str) -> list[_Row]:
        """The rows with that id; to be asked for in ascending order, and for each id once."""
        if self._next is None or self._next[0] != identifier:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows

    def finish(self) -> None:
        """To be called when the other table ends.

        Raises:
            BuildError: rows are left over, so they are not sorted, or the other table lacks their id.
        """
        if self._next is not None:
            problem = f"the rows of {self._next[0]!r} are out of order, or of nothing in the build"
            raise BuildError(f"{self._table}: {problem}; build it again with: paperkg build")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRows:
    """All that the tables say about one paper."""

    paper: PaperRow
    sentences: list[SentenceRow]
    mentions: list[MentionRow]
    statements: list[StatementRow]
    results: list[ResultRow]
    relations: list[RelationRow]

    @property
    def text(self) -> str:
        """The text of the paper."""
        return paper_text(self.paper)


def by_paper(graph: Tables) -> Iterator[PaperRows]:
    """The papers of a build in order, each with its rows of the other tables.

    Raises:
        BuildError: a table is not sorted by paper, or has rows of a paper that does not exist.
    """
    sentences = MergeJoin("sentences", graph.rows("sentences"), lambda row: row["paper_id"])
    mentions = MergeJoin("mentions", graph.rows("mentions"), lambda row: row["paper_id"])
    statements = MergeJoin("statements", graph.rows("statements"), lambda row: row["paper_id"])
    results = MergeJoin("results", graph.rows("results"), lambda row: row["paper_id"])
    relations = MergeJoin("relations", graph.rows("relations"), lambda row: row["paper_id"])
    for paper in graph.rows("papers"):
        identifier = paper["paper_id"]
        yield PaperRows(
            paper=paper,
            sentences=sentences.take(identifier),
            mentions=mentions.take(identifier),
            statements=statements.take(identifier),
            results=results.take(identifier),
            relations=relations.take(identifier),
        )
    for join in (sentences, mentions, statements, results, relations):
        join.finish()

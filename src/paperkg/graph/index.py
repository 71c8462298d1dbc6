"""The statements of a build as arrays of numbers, for questions that must not read tables each time.

Papers and entities are numbered by their rows. A million statements take about 20 MB.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from paperkg.graph.arrays import to_numbers, to_strings
from paperkg.graph.tables import Tables
from paperkg.model import Role

Ints = NDArray[np.int32]
ROLES = tuple(Role)
NO_YEAR = 0


@dataclass(frozen=True)
class Index:
    """Entities, papers and statements of a build, by number.

    Statements are sorted by paper: those of paper p are rows `paper_start[p]` to `paper_start[p + 1]`.
    Those of entity e are `entity_rows[entity_start[e]:entity_start[e + 1]]`.
    """

    entity_ids: list[str]
    labels: list[str]
    types: list[str]
    papers: Ints  # number of papers of each entity
    paper_ids: list[str]
    years: Ints  # of each paper, `NO_YEAR` where not known
    months: Ints
    paper: Ints  # of each statement
    entity: Ints
    role: NDArray[np.int8]  # position in `ROLES`
    confidence: NDArray[np.float64]
    paper_start: NDArray[np.int64]
    entity_start: NDArray[np.int64]
    entity_rows: NDArray[np.int64]

    @cached_property
    def entity_number(self) -> dict[str, int]:
        """The number of each entity, by id."""
        return {entity_id: i for i, entity_id in enumerate(self.entity_ids)}

    @cached_property
    def paper_number(self) -> dict[str, int]:
        """The number of each paper, by id."""
        return {paper_id: i for i, paper_id in enumerate(self.paper_ids)}

    def label(self, entity_id: str) -> str:
        """The label of an entity, by id."""
        return self.labels[self.entity_number[entity_id]]

    def papers_of(self, entity: int) -> Ints:
        """The papers that name an entity, ascending."""
        return self.paper[self.rows_of(entity)]

    def rows_of(self, entity: int) -> NDArray[np.int64]:
        """The statements about an entity, in the order of papers."""
        return self.entity_rows[self.entity_start[entity] : self.entity_start[entity + 1]]

    def entities_in(self, papers: Ints) -> Ints:
        """The entities of some papers, one for each statement."""
        starts, ends = self.paper_start[papers], self.paper_start[papers + 1]
        lengths = ends - starts
        # Row numbers of all slices at once: each slice counts up from its start.
        offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        return self.entity[offsets + np.arange(lengths.sum())]


_OPEN: WeakKeyDictionary[Tables, Index] = WeakKeyDictionary()


def index_of(graph: Tables) -> Index:
    """The index of an open build, made when first asked for and kept as long as the build."""
    index = _OPEN.get(graph)
    if index is None:
        index = _OPEN[graph] = _make(graph)
    return index


def open_index(graph: Tables) -> Index | None:
    """The index of an open build where it was made; one question alone is not worth making it."""
    return _OPEN.get(graph)


def _make(graph: Tables) -> Index:
    entities = graph.table("entities", ["entity_id", "label", "type", "papers"])
    papers = graph.table("papers", ["paper_id", "year", "month"])
    statements = graph.table("statements", ["paper_id", "entity_id", "role", "confidence"])
    paper = _positions(statements["paper_id"], papers["paper_id"])
    entity = _positions(statements["entity_id"], entities["entity_id"])
    return Index(
        entity_ids=entities["entity_id"].to_pylist(),
        labels=entities["label"].to_pylist(),
        types=entities["type"].to_pylist(),
        papers=_numbers(entities["papers"]),
        paper_ids=papers["paper_id"].to_pylist(),
        years=_numbers(papers["year"]),
        months=_numbers(papers["month"]),
        paper=paper,
        entity=entity,
        role=_positions(statements["role"], to_strings(ROLES)).astype(np.int8),
        confidence=to_numbers(statements["confidence"], np.float64),
        paper_start=_starts(paper, len(papers)),
        entity_start=_starts(entity, len(entities)),
        entity_rows=np.argsort(entity, kind="stable"),
    )


def _positions(values: Any, among: Any) -> Ints:
    if isinstance(among, pa.ChunkedArray):
        among = among.combine_chunks()
    return to_numbers(pc.index_in(values, value_set=among), np.int32)


def _numbers(column: Any) -> Ints:
    known = to_numbers(column.is_valid().cast(pa.int8()), np.int8)
    return np.where(known, to_numbers(column.cast(pa.int32()), np.int32), np.int32(NO_YEAR))


def _starts(numbers: Ints, count: int) -> NDArray[np.int64]:
    """Where each number's run would start if `numbers` were sorted, and the end."""
    counts = np.bincount(numbers, minlength=count)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)

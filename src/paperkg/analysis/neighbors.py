"""Entities that papers name together with an entity."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paperkg.choices import at_least
from paperkg.graph.index import Index, index_of, open_index
from paperkg.graph.names import resolve
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames, entity_types


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """An entity beside another: `shared` papers name both.

    `strength` is (shared - 1/2) squared over the geometric mean of both numbers of papers: entities
    that go together come before those that go with everything, and a single paper counts little.
    """

    entity_id: str
    label: str
    type: str
    papers: int
    shared: int
    strength: float


def neighbors(graph: Tables, entity: str, limit: int = 20, types: TypeNames = ()) -> list[Neighbor]:
    """The strongest neighbors of an entity.

    Args:
        graph: the build.
        entity: id, label or alias.
        limit: at most so many.
        types: only entities of these types; empty means all.

    Raises:
        NotFoundError: no entity goes by that name.
        OptionError: there is no such type, or `limit` is negative.
    """
    at_least(0, limit=limit)
    index = index_of(graph)
    return strongest(index, index.entity_number[resolve(graph, entity)], limit, entity_types(types))


def neighbors_of(graph: Tables, entity_id: str, limit: int) -> list[Neighbor]:
    """The same for an entity given by its id; of a build whose index is not in memory, the tables are asked instead."""
    at_least(0, limit=limit)
    index = open_index(graph)
    if index is not None:
        return strongest(index, index.entity_number[entity_id], limit)
    of_entity = graph.rows("statements", ["paper_id"], where=[("entity_id", {entity_id})])
    own = {row["paper_id"] for row in of_entity}
    shared: Counter[str] = Counter()
    for batch in graph.batches("statements", ["entity_id"], where=[("paper_id", own)]):
        shared.update(batch["entity_id"].to_pylist())
    del shared[entity_id]
    columns = ("entity_id", "label", "type", "papers")
    rows = list(graph.rows("entities", columns, where=[("entity_id", shared)]))
    papers = np.array([row["papers"] for row in rows], np.int64)
    ranked = _ranked(len(own), papers, np.array([shared[row["entity_id"]] for row in rows], np.int64), limit)
    return [
        Neighbor(
            entity_id=rows[i]["entity_id"],
            label=rows[i]["label"],
            type=rows[i]["type"],
            papers=rows[i]["papers"],
            shared=shared[rows[i]["entity_id"]],
            strength=strength,
        )
        for i, strength in ranked
    ]


def strongest(index: Index, entity: int, limit: int, types: frozenset[str] = frozenset()) -> list[Neighbor]:
    """The same for an entity given by number."""
    own = index.papers_of(entity)
    shared = np.bincount(index.entities_in(own), minlength=len(index.entity_ids))
    shared[entity] = 0
    others = np.flatnonzero(shared)
    if types:
        others = others[[index.types[i] in types for i in others]]
    return [
        Neighbor(
            entity_id=index.entity_ids[i],
            label=index.labels[i],
            type=index.types[i],
            papers=int(index.papers[i]),
            shared=int(shared[i]),
            strength=strength,
        )
        for k, strength in _ranked(len(own), index.papers[others], shared[others], limit)
        for i in (int(others[k]),)
    ]


def _ranked(own: int, papers: NDArray[Any], shared: NDArray[Any], limit: int) -> list[tuple[int, float]]:
    """The positions of the strongest, and their strengths; of equals, the first comes first.

    Args:
        own: number of papers of the entity.
        papers: number of papers of each other one, in the order of the table.
        shared: number of papers that name both.
        limit: at most so many.
    """
    # In floats, for the product of two numbers of papers outgrows 32 bits.
    strength = (shared - 0.5) ** 2 / np.sqrt(own * papers.astype(np.float64))
    likely = np.arange(len(papers))
    if 0 < limit < len(likely):  # most entities have thousands of neighbors; only those in question are sorted
        likely = np.flatnonzero(strength >= np.partition(strength, -limit)[-limit])
    order = likely[np.lexsort((likely, -strength[likely]))][:limit]
    return [(i, round(s, 4)) for i, s in zip(order.tolist(), strength[order].tolist(), strict=True)]

"""Entities that papers name together with an entity."""

from dataclasses import dataclass

import numpy as np

from paperkg.choices import at_least
from paperkg.graph.index import Index, index_of
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


def strongest(index: Index, entity: int, limit: int, types: frozenset[str] = frozenset()) -> list[Neighbor]:
    """The same for an entity given by number."""
    own = index.papers_of(entity)
    shared = np.bincount(index.entities_in(own), minlength=len(index.entity_ids))
    shared[entity] = 0
    others = np.flatnonzero(shared)
    if types:
        others = others[[index.types[i] in types for i in others]]
    strength = (shared[others] - 0.5) ** 2 / np.sqrt(len(own) * index.papers[others])
    if 0 < limit < len(others):  # most entities have thousands of neighbours; only those in question are sorted
        likely = strength >= np.partition(strength, -limit)[-limit]
        others, strength = others[likely], strength[likely]
    order = np.lexsort((others, -strength))[:limit]
    return [
        Neighbor(
            entity_id=index.entity_ids[i],
            label=index.labels[i],
            type=index.types[i],
            papers=int(index.papers[i]),
            shared=int(shared[i]),
            strength=round(float(s), 4),
        )
        for i, s in zip(others[order].tolist(), strength[order].tolist(), strict=True)
    ]

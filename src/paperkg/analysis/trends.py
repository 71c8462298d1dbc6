"""Papers over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from paperkg.choices import at_least, chosen
from paperkg.graph.index import NO_YEAR, index_of
from paperkg.graph.names import resolve
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames, entity_types

PERIODS = ("month", "year")
"""What trends count papers by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """How many papers of a month or year name an entity, and what share of that time's papers they are."""

    entity_id: str
    label: str
    period: str
    papers: int
    share: float


def trends(
    graph: Tables,
    entities: str | Iterable[str] = (),
    by: Literal["month", "year"] = "month",
    limit: int = 10,
    types: TypeNames = (),
) -> list[TrendPoint]:
    """Papers by time for some entities, or for the `limit` in most dated papers.

    Papers without a date do not count; periods without papers of an entity are left out.

    Args:
        graph: the build.
        entities: ids, labels or aliases; a bare string is one entity.
        by: "month" counts papers whose month is known, "year" those whose year is.
        limit: how many entities where none is named.
        types: where no entity is named, only those of these types; empty means all.

    Raises:
        NotFoundError: no entity goes by one of the names.
        OptionError: there is no such period or type, or `limit` is negative.
    """
    at_least(0, limit=limit)
    monthly, kinds = chosen(by, PERIODS, "a period") == "month", entity_types(types)
    entities = [entities] if isinstance(entities, str) else entities
    index = index_of(graph)
    dated = (index.years != NO_YEAR) & ((index.months > 0) if monthly else True)
    period = index.years * 12 + (index.months - 1 if monthly else 0)
    selected = [index.entity_number[resolve(graph, name)] for name in entities]
    if not selected:
        counts = np.bincount(index.entity[dated[index.paper]], minlength=len(index.entity_ids))
        order = np.lexsort((np.arange(len(counts)), -counts))
        most = (int(i) for i in order if counts[i] > 0 and (not kinds or index.types[i] in kinds))
        selected = list(islice(most, limit))
    periods, totals = np.unique(period[dated], return_counts=True)
    total = dict(zip(periods.tolist(), totals.tolist(), strict=True))
    points = []
    for entity in selected:
        papers = index.papers_of(entity)
        times, numbers = np.unique(period[papers[dated[papers]]], return_counts=True)
        points += [
            TrendPoint(
                entity_id=index.entity_ids[entity],
                label=index.labels[entity],
                period=f"{time // 12}-{time % 12 + 1:02d}" if monthly else str(time // 12),
                papers=number,
                share=round(number / total[time], 4),
            )
            for time, number in zip(times.tolist(), numbers.tolist(), strict=True)
        ]
    return points

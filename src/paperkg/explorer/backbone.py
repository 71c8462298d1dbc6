"""What the explorer knows of a build too large for one file: the backbone.

The most informative entities are on the map, with their strongest ties and a few papers each; more
entities can be found by search; numbers by role, year and month stand for the statements that stay
out. The payload is that of the module `payload`, with

    mode           "backbone"
    totals         {papers, entities, statements} of the build
    mapped         how many entities, the first ones, are on the map
    counts         entity, role, year (0 where unknown), papers, ... in one array
    months         entity, year * 12 + month - 1, papers, ... of the first `MONTHLY`
    month_totals, year_totals   [[time, papers], ...]
    related        one array an entity: entity, papers with both, ...
    grid           entity, entity, papers with both, ... of the first of each type
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from paperkg.analysis.leaderboards import by_papers
from paperkg.analysis.metrics import lower_words
from paperkg.analysis.neighbors import strongest
from paperkg.explorer.payload import (
    Payload,
    Scope,
    claims,
    entity_rows,
    paper_row,
    vocabulary,
)
from paperkg.explorer.readable_text import readable
from paperkg.graph.index import NO_YEAR, Index, index_of
from paperkg.graph.row_types import RelationRow, ResultRow
from paperkg.graph.rows import paper_text
from paperkg.graph.tables import Tables

MAPPED = 1000
LISTED = 30_000
MONTHLY = 200
_PAPERS_EACH = 5
_RELATED_EACH = 30
_GRID_EACH = 40
_BENCHMARKS = 150
_RESULTS_EACH = 20
_RELATIONS_EACH = 4
_ALIASES_EACH = 4

Numbers = NDArray[Any]
_Claim = TypeVar("_Claim", ResultRow, RelationRow)


def backbone_payload(graph: Tables) -> Payload:
    """The backbone of a build, with evidence for the entities on the map."""
    index = index_of(graph)
    order = informative(index)[:LISTED]
    payload = overview(graph, order)
    mapped = order[: payload["mapped"]]
    numbers = {index.entity_ids[e]: i for i, e in enumerate(order.tolist())}
    results = _results(graph, numbers)
    relations = _relations(graph, numbers, len(mapped))
    statements = _statements(index, mapped)
    pairs = {(index.paper_ids[index.paper[r]], index.entity_ids[index.entity[r]]) for r in statements}
    named = {paper for paper, _ in pairs} | {row["paper_id"] for row in [*results, *relations]}
    papers = list(graph.rows("papers", where=[("paper_id", named)]))
    texts = [readable(paper_text(row)) for row in papers]
    labels = [index.labels[e] for e in order.tolist()]
    numbered = {row["paper_id"]: i for i, row in enumerate(papers)}
    scope = Scope(numbered, numbers, labels, lower_words(graph), texts, inline=True)
    wanted = [("paper_id", {paper for paper, _ in pairs}), ("entity_id", {entity for _, entity in pairs})]
    chosen = (r for r in graph.rows("statements", where=wanted) if (r["paper_id"], r["entity_id"]) in pairs)
    places = (r for r in graph.rows("mentions", where=wanted) if (r["paper_id"], r["entity_id"]) in pairs)
    shown = claims(scope, chosen, places, results, relations)
    reported = Counter(graph.table("results", ["paper_id"])["paper_id"].to_pylist())
    rows = [paper_row(row, text, reported[row["paper_id"]], False) for row, text in zip(papers, texts, strict=True)]
    return payload | shown | {"papers": rows}


def informative(index: Index) -> Numbers:
    """Numbers of all entities, the most informative first: papers with it * ln(2 + papers without it / with it)."""
    papers = index.papers.astype(float)
    score = papers * np.log(2 + (len(index.paper_ids) - papers) / np.maximum(papers, 1))
    return np.lexsort((np.arange(len(papers)), -np.round(score, 3)))


def overview(graph: Tables, order: Numbers) -> Payload:
    """The numbers of a build: what the map and the charts show before any paper is looked at.

    Args:
        graph: the build.
        order: numbers of the entities that get into the payload, the most informative first.
    """
    index = index_of(graph)
    mapped = order[:MAPPED]
    ids = [index.entity_ids[e] for e in order.tolist()]
    entities = graph.table("entities").take(order).to_pylist()
    aliases = graph.rows("aliases", where=[("entity_id", ids[: len(mapped)])])
    rank = np.full(len(index.entity_ids), -1)
    rank[order] = np.arange(len(order))
    return vocabulary() | {
        "mode": "backbone",
        "totals": {"papers": len(index.paper_ids), "entities": len(index.entity_ids), "statements": len(index.paper)},
        "mapped": len(mapped),
        "papers": [],
        "entities": entity_rows(entities, aliases, _ALIASES_EACH),
        "counts": _counts(index, rank, len(mapped)),
        "months": _months(index, mapped[:MONTHLY]),
        "month_totals": _totals(_periods(index)),
        "year_totals": _totals(index.years),
        "related": [_related(index, e, rank) for e in mapped.tolist()],
        "grid": _grid(index, mapped, rank),
        "statements": [],
        "mentions": [],
        "sentences": [],
        "results": [],
        "boards": [],
        "relations": [],
    }


def map_pairs(index: Index, mapped: Numbers) -> list[tuple[int, int, int, float]]:
    """Pairs of entities on the map that share two papers or more: (number, number, papers, npmi)."""
    shared = _shared(index, mapped)
    first, second = np.nonzero(shared >= 2)
    together = shared[first, second]
    papers = len(index.paper_ids)
    joint = together / papers
    alone = index.papers[mapped].astype(float)
    product = alone[first] * alone[second] / papers**2
    npmi = np.ones(len(joint))  # where all papers have both, which leaves nothing to divide by
    np.divide(np.log(joint / product), -np.log(joint), out=npmi, where=joint < 1)
    rounded = [round(value, 4) for value in npmi.tolist()]
    return list(zip(first.tolist(), second.tolist(), together.tolist(), rounded, strict=True))


def _shared(index: Index, chosen: Numbers) -> Numbers:
    """How many papers two of the chosen entities share: [i, j] for the i-th and j-th of them, i < j, else 0.

    Statements are sorted by paper, so pairs of a paper's are found by shifting all of them against
    themselves, by one, by two and so on until no two are of the same paper: a few steps over arrays
    instead of a look at every paper of every entity.
    """
    place = np.full(len(index.entity_ids), -1)
    place[chosen] = np.arange(len(chosen))
    number = place[index.entity]
    number, paper = number[number >= 0], index.paper[number >= 0]
    counts = np.zeros(len(chosen) ** 2, dtype=np.int64)
    left = np.arange(len(number))
    for step in range(1, len(number)):
        left = left[left < len(number) - step]
        left = left[paper[left] == paper[left + step]]
        if not len(left):
            break
        a, b = number[left], number[left + step]
        np.add.at(counts, np.minimum(a, b) * len(chosen) + np.maximum(a, b), 1)
    return np.triu(counts.reshape(len(chosen), len(chosen)), 1)


def _flat(*columns: Numbers) -> list[int]:
    return [int(value) for value in np.stack(columns, axis=1).ravel()]


def _counts(index: Index, rank: Numbers, mapped: int) -> list[int]:
    number = rank[index.entity]
    on_map = (number >= 0) & (number < mapped)
    years = index.years[index.paper[on_map]].astype(np.int64)
    code = (number[on_map].astype(np.int64) * 16 + index.role[on_map]) * 10_000 + years
    found, papers = np.unique(code, return_counts=True)
    rest, year = np.divmod(found, 10_000)
    entity, role = np.divmod(rest, 16)
    return _flat(entity, role, year, papers)


def _periods(index: Index) -> Numbers:
    """Year * 12 + month - 1 of each paper, 0 where the month is not known."""
    return np.where((index.years != NO_YEAR) & (index.months > 0), index.years * 12 + index.months - 1, 0)


def _months(index: Index, entities: Numbers) -> list[int]:
    periods = _periods(index)
    found: list[int] = []
    for i, e in enumerate(entities.tolist()):
        times, papers = np.unique(periods[index.papers_of(e)], return_counts=True)
        known = times > 0
        found += _flat(np.full(known.sum(), i), times[known], papers[known])
    return found


def _totals(times: Numbers) -> list[list[int]]:
    found, papers = np.unique(times[times > 0], return_counts=True)
    return [[int(time), int(count)] for time, count in zip(found, papers, strict=True)]


def _related(index: Index, entity: int, rank: Numbers) -> list[int]:
    found = strongest(index, entity, _RELATED_EACH)
    pairs = [(int(rank[index.entity_number[n.entity_id]]), n.shared) for n in found]
    return [value for number, shared in pairs if number >= 0 for value in (number, shared)]


def _grid(index: Index, mapped: Numbers, rank: Numbers) -> list[int]:
    seen: dict[str, int] = defaultdict(int)
    picked = []
    for e in mapped.tolist():
        seen[index.types[e]] += 1
        if seen[index.types[e]] <= _GRID_EACH:
            picked.append(e)
    chosen = np.array(picked, dtype=np.int64)
    shared = _shared(index, chosen)
    first, second = np.nonzero(shared)
    order = np.lexsort((second, chosen[first]))
    first, second = first[order], second[order]
    return _flat(rank[chosen[first]], rank[chosen[second]], shared[first, second])


def _statements(index: Index, mapped: Numbers) -> list[int]:
    """Row numbers of each mapped entity's statements with the strongest roles and most confidence."""
    chosen: list[int] = []
    for e in mapped.tolist():
        rows = index.rows_of(e)
        order = np.lexsort((rows, -index.confidence[rows], index.role[rows]))
        chosen += rows[order[:_PAPERS_EACH]].tolist()
    return chosen


def _most(rows: Iterable[_Claim], key: Callable[[_Claim], str | None], each: int) -> list[_Claim]:
    """At most `each` rows with the same key, the most confident."""
    groups: dict[str | None, list[_Claim]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return [row for group in groups.values() for row in sorted(group, key=lambda r: -r["confidence"])[:each]]


def _results(graph: Tables, numbers: dict[str, int]) -> list[ResultRow]:
    rows = list(graph.rows("results", where=[("benchmark", numbers)]))
    kept = {benchmark for benchmark, _, _ in by_papers(rows)[:_BENCHMARKS]}
    return _most([row for row in rows if row["benchmark"] in kept], lambda row: row["benchmark"], _RESULTS_EACH)


def _relations(graph: Tables, numbers: dict[str, int], mapped: int) -> list[RelationRow]:
    rows = graph.rows("relations", where=[("head", numbers), ("tail", numbers)])
    return _most((row for row in rows if numbers[row["head"]] < mapped), lambda row: row["head"], _RELATIONS_EACH)

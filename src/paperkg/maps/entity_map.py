"""What the explorer's map shows: which entities, their strongest ties, and where they lie."""

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from paperkg.graph.tables import Tables
from paperkg.kinds import LOOKS
from paperkg.maps.layout import Layout, layout

Pair = tuple[int, int, int, float]
FIRST_VIEW = 320
_TIES_EACH = 3
_ROOM = 13.0
_LEAST_SIZE = 4.5
_AREA = {"dot": 1.0, "square": 0.9, "diamond": 1.2, "hexagon": 1.1, "triangle": 1.2, "star": 1.9}


@dataclass(frozen=True, slots=True)
class Map:
    """The map of some entities, given by their number in the payload.

    `ties` are (entity, entity, papers with both), each entity's strongest. `min_papers` is the
    least number of papers with which the first view stays readable; `growth` see `size_growth`.
    """

    layout: Layout
    sizes: tuple[float, ...]
    ties: tuple[tuple[int, int, int], ...]
    min_papers: int
    growth: float


def node_size(papers: int, kind: str, growth: float) -> float:
    """The radius of an entity's symbol: its area grows with the number of papers.

    vis-network measures shapes differently; a factor gives each the same area.
    """
    return round((_LEAST_SIZE + growth * math.sqrt(papers)) * _AREA[LOOKS[kind].symbol], 1)


def size_growth(papers: Sequence[int]) -> float:
    """How fast symbols grow, so that the largest stays in measure."""
    return min(2.8, round(27 / math.sqrt(max(papers, default=1)), 3))


def first_min_papers(papers: Sequence[int], limit: int = FIRST_VIEW) -> int:
    """The least number of papers that at most `limit` entities reach, at least 1."""
    ordered = sorted(papers, reverse=True)
    return 1 if len(ordered) <= limit else ordered[limit] + 1


def strongest_ties(pairs: Sequence[Pair], each: int = _TIES_EACH) -> list[Pair]:
    """Of (node, node, papers, npmi), those among the `each` strongest of one of their ends."""
    at: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for k, (a, b, papers, npmi) in enumerate(pairs):
        strength = -papers * max(npmi, 0.02)
        at[a].append((strength, k))
        at[b].append((strength, k))
    kept = {k for found in at.values() for _, k in heapq.nsmallest(each, found)}
    return [pairs[k] for k in sorted(kept)]


def table_pairs(graph: Tables) -> list[Pair]:
    """All pairs of entities that share a paper, by their rows in the table of entities."""
    number = {row["entity_id"]: i for i, row in enumerate(graph.rows("entities", ["entity_id"]))}
    return [
        (number[row["entity_a"]], number[row["entity_b"]], row["papers"], row["npmi"])
        for row in graph.rows("cooccurrences")
    ]


def make_map(pairs: Sequence[Pair], papers: Sequence[int], kinds: Sequence[str]) -> Map:
    """The map of the entities 0 to n-1.

    Entities that reach the first view are laid out together; each of the rest, which only a lower
    minimum shows, goes to the rim of the entity that it is tied to most.

    Args:
        pairs: (entity, entity, papers with both, npmi).
        papers: the entities' numbers of papers.
        kinds: their types.
    """
    growth = size_growth(papers)
    sizes = tuple(node_size(n, kind, growth) for n, kind in zip(papers, kinds, strict=True))
    least = first_min_papers(papers)
    core = [i for i, n in enumerate(papers) if n >= least]
    chosen = _core_ties(pairs, set(core)) if least > 1 else strongest_ties(pairs)
    place = {node: k for k, node in enumerate(core)}
    weighted = [(place[a], place[b], n * max(npmi, 0.02)) for a, b, n, npmi in chosen if a in place and b in place]
    laid = layout([sizes[i] + _ROOM for i in core], weighted)
    spread = _with_rim(laid, place, sizes, pairs)
    ties = tuple((a, b, n) for a, b, n, _ in chosen)
    return Map(spread, sizes, ties, least, growth)


def _core_ties(pairs: Sequence[Pair], core: set[int]) -> list[Pair]:
    """The strongest ties inside the core, and for each other entity its strongest one."""
    inner = strongest_ties([p for p in pairs if p[0] in core and p[1] in core])
    outer = strongest_ties([p for p in pairs if p[0] not in core or p[1] not in core], 1)
    return inner + outer


def _with_rim(laid: Layout, place: dict[int, int], sizes: Sequence[float], pairs: Sequence[Pair]) -> Layout:
    """The layout of all nodes: the core's as it is, the others packed about their strongest core tie."""
    best: dict[int, tuple[float, int]] = {}
    for a, b, papers, npmi in pairs:
        for leaf, hub in ((a, b), (b, a)):
            if leaf not in place and hub in place:
                best[leaf] = max(best.get(leaf, (0.0, 0)), (papers * max(npmi, 0.02), -hub))
    leaves: dict[int, list[int]] = defaultdict(list)
    lonely: list[int] = []
    for node in range(len(sizes)):
        if node in best:
            leaves[-best[node][1]].append(node)
        elif node not in place:
            lonely.append(node)
    x, y, community = ([0] * len(sizes) for _ in range(3))
    for node, k in place.items():
        x[node], y[node], community[node] = laid.x[k], laid.y[k], laid.community[k]
    for hub, around in sorted(leaves.items()):
        for node, (dx, dy) in zip(around, _ring(sizes[hub] + 8, len(around)), strict=True):
            x[node], y[node], community[node] = x[hub] + dx, y[hub] + dy, community[hub]
    edge = max((math.hypot(a, b) for a, b in zip(laid.x, laid.y, strict=True)), default=0.0) + 60
    for node, (dx, dy) in zip(lonely, _ring(edge, len(lonely), math.tau / max(len(lonely), 1)), strict=True):
        x[node], y[node], community[node] = dx, dy, -1
    return Layout(tuple(x), tuple(y), tuple(community))


def _ring(inner: float, count: int, step: float = 0.0) -> list[tuple[int, int]]:
    """Places on a spiral that begins `inner` away from its middle, at least 13 units and `step` radians apart."""
    places = []
    angle = 0.0
    for _ in range(count):
        radius = inner + 2.2 * angle
        places.append((round(radius * math.cos(angle)), round(radius * math.sin(angle))))
        angle += max(13 / max(radius, 13), step)
    return places

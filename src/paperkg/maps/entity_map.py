"""What the explorer's map shows: which entities, their strongest ties, and where they lie."""

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from paperkg.graph.tables import Tables
from paperkg.kinds import LOOKS
from paperkg.maps.layout import Layout, layout

Pair = tuple[int, int, int, float]
FIRST_VIEW = 320
_TIES_EACH = 3
_ROOM = 13.0
_LEAST_SIZE = 4.5
_MOST_GROWN = 22.0
_MOST_NAMED = 3
_APART = 14  # of symbols of the least size
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_AREA = {"dot": 1.0, "square": 0.9, "diamond": 1.2, "hexagon": 1.1, "triangle": 1.2, "star": 1.9}


@dataclass(frozen=True, slots=True)
class Map:
    """The map of some entities, given by their number in the payload.

    `ties` are (entity, entity, papers with both), each entity's strongest. `min_papers` is the
    least number of papers with which the first view stays readable; `growth` see `size_growth`.
    The community of an entity that no tie joins to the others is -1.
    """

    layout: Layout
    sizes: tuple[float, ...]
    ties: tuple[tuple[int, int, int], ...]
    min_papers: int
    growth: float


def telling(papers: int, mentions: int, corpus: int) -> float:
    """How much an entity tells of the papers that name it: tf-idf, summed over them.

    What papers name often, but few papers name, tells most of them; what nearly all name tells little. Of the
    mentions, at most three a paper count, so that no single paper makes an entity large.

    Args:
        papers: how many name the entity.
        mentions: how often they do.
        corpus: how many papers there are.

    >>> round(telling(30, 80, 2000)), round(telling(300, 330, 2000))
    (337, 672)
    """
    return min(max(mentions, papers), _MOST_NAMED * papers) * math.log1p(corpus / max(papers, 1))


def node_size(weight: float, kind: str, growth: float) -> float:
    """The radius of an entity's symbol: its area grows with how telling the entity is.

    vis-network measures shapes differently; a factor gives each the same area.
    """
    return round((_LEAST_SIZE + growth * math.sqrt(weight)) * _AREA[LOOKS[kind].symbol], 1)


def size_growth(weights: Sequence[float]) -> float:
    """How fast symbols grow, so that the largest stays in measure."""
    return min(2.0, round(_MOST_GROWN / math.sqrt(max(weights, default=1.0)), 3))


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


def make_map(pairs: Sequence[Pair], papers: Sequence[int], weights: Sequence[float], kinds: Sequence[str]) -> Map:
    """The map of the entities 0 to n-1.

    Entities that reach the first view are laid out together; each of the rest, which only a lower
    minimum shows, goes about the entity that it is tied to most. What has no tie to any of these
    is set aside, in rows below the map.

    Args:
        pairs: (entity, entity, papers with both, npmi).
        papers: the entities' numbers of papers.
        weights: how telling they are.
        kinds: their types.
    """
    growth = size_growth(weights)
    sizes = tuple(node_size(weight, kind, growth) for weight, kind in zip(weights, kinds, strict=True))
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
        around.sort(key=lambda node: (-sizes[node], node))
        for k, node in enumerate(around, 1):
            radius = math.sqrt((sizes[hub] + 8) ** 2 + 0.4 * k * _APART**2)
            x[node] = x[hub] + round(radius * math.cos(k * _GOLDEN_ANGLE))
            y[node] = y[hub] + round(radius * math.sin(k * _GOLDEN_ANGLE))
            community[node] = community[hub]
    apart = max([_APART, *(math.ceil(2 * sizes[node]) + 2 for node in lonely)])
    left, right, below = min(x, default=0), max(x, default=0), max(y, default=0) + 14 * _APART
    across = max((right - left) // apart, math.ceil(2 * math.sqrt(len(lonely))), 1)
    first = (left + right - (min(across, len(lonely)) - 1) * apart) // 2
    for k, node in enumerate(_by_ties(lonely, pairs)):
        x[node], y[node], community[node] = first + k % across * apart, below + k // across * apart, -1
    return Layout(tuple(x), tuple(y), tuple(community))


def _by_ties(nodes: Sequence[int], pairs: Sequence[Pair]) -> list[int]:
    """Nodes in an order in which those that share a paper stand side by side."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a, b) for a, b, _, _ in pairs if a in graph and b in graph)
    return [node for group in sorted(map(sorted, nx.connected_components(graph))) for node in group]

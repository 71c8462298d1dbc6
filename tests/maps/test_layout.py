"""Layouts give every node a place of its own, the same one each time."""

import math
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperkg.maps.layout import Layout, Tie, communities, layout

ROUNDING = 2.0
"""Units by which two nodes may overlap, because overlaps below half a unit are left and places are whole numbers."""


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[float], list[Tie]]:
    """The room of some nodes, and ties between different ones."""
    radii = draw(st.lists(st.floats(13, 60), min_size=1, max_size=40))
    if len(radii) == 1:
        return radii, []
    node = st.integers(0, len(radii) - 1)
    pairs = draw(st.sets(st.tuples(node, node).filter(lambda pair: pair[0] < pair[1]), max_size=80))
    weights = draw(st.lists(st.floats(0.02, 50), min_size=len(pairs), max_size=len(pairs)))
    return radii, [(a, b, weight) for (a, b), weight in zip(sorted(pairs), weights, strict=True)]


def overlap(radii: list[float], laid: Layout, a: int, b: int) -> float:
    return radii[a] + radii[b] - math.dist((laid.x[a], laid.y[a]), (laid.x[b], laid.y[b]))


def test_no_nodes_have_no_places() -> None:
    assert layout([], []) == Layout((), (), ())


@given(networks())
@example(([20.0] * 12, []))
@example(([20.0, 20.0], [(0, 1, 1.0)]))
@settings(max_examples=60)
def test_every_node_has_a_place_that_no_other_one_overlaps(network: tuple[list[float], list[Tie]]) -> None:
    radii, ties = network
    laid = layout(radii, ties)
    assert len(laid.x) == len(laid.y) == len(laid.community) == len(radii)
    assert all(overlap(radii, laid, a, b) <= ROUNDING for a, b in combinations(range(len(radii)), 2))


@given(networks())
@settings(max_examples=30)
def test_the_same_nodes_have_the_same_places(network: tuple[list[float], list[Tie]]) -> None:
    assert layout(*network) == layout(*network)


@given(networks())
@settings(max_examples=60)
def test_communities_are_parts_of_the_nodes_the_largest_first(network: tuple[list[float], list[Tie]]) -> None:
    radii, ties = network
    found = communities(len(radii), ties)
    assert sorted(node for group in found for node in group) == list(range(len(radii)))
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)
    number = {node: c for c, group in enumerate(found) for node in group}
    assert layout(radii, ties).community == tuple(number[node] for node in range(len(radii)))


def test_cliques_are_communities_and_lie_together() -> None:
    cliques = [range(0, 8), range(8, 16)]
    ties: list[Tie] = [(a, b, 5.0) for clique in cliques for a, b in combinations(clique, 2)]
    ties.append((0, 8, 0.1))
    laid = layout([15.0] * 16, ties)
    assert communities(16, ties) == [list(clique) for clique in cliques]
    places = list(zip(laid.x, laid.y, strict=True))
    middles = [[sum(places[i][axis] for i in clique) / 8 for axis in (0, 1)] for clique in cliques]
    for own, (clique, other) in enumerate(zip(cliques, middles[::-1], strict=True)):
        assert all(math.dist(places[i], middles[own]) < math.dist(places[i], other) for i in clique)


def test_a_community_too_large_to_be_seen_is_split() -> None:
    ring: list[Tie] = [(a, (a + step) % 90, 1.0) for a in range(90) for step in (1, 2)]
    whole: list[Tie] = [(a, b, 1.0) for a, b in combinations(range(10), 2)]
    assert communities(10, whole) == [list(range(10))]
    assert max(map(len, communities(90, ring))) <= 60

"""The map: how large symbols are, and where those lie that the first view does not show."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.maps.entity_map import FIRST_VIEW, Pair, make_map, telling


def test_what_most_papers_name_is_small_beside_what_papers_are_about() -> None:
    accuracy = telling(papers=900, mentions=950, corpus=1000)
    topic = telling(papers=200, mentions=600, corpus=1000)
    assert topic > accuracy > telling(papers=20, mentions=22, corpus=1000)


def test_one_paper_cannot_make_an_entity_large() -> None:
    assert telling(papers=1, mentions=3, corpus=100) == telling(papers=1, mentions=90, corpus=100)


@given(st.integers(1, 500), st.integers(0, 3000), st.integers(0, 500))
def test_how_telling_an_entity_is_grows_with_its_mentions(papers: int, mentions: int, others: int) -> None:
    corpus = papers + others
    assert 0 < telling(papers, mentions, corpus) <= telling(papers, mentions + 1, corpus)
    assert telling(papers, mentions, corpus) <= telling(papers, mentions, corpus + 1)


@pytest.fixture(scope="module")
def corpus() -> tuple[list[Pair], list[int]]:
    """A first view of hubs in two papers; leaves of the first hub in one paper, and pairs that have no hub."""
    hubs, leaves, alone = FIRST_VIEW, 80, 60
    pairs: list[Pair] = [(k, k + 1, 2, 0.5) for k in range(hubs - 1)]
    pairs += [(0, hubs + k, 1, 0.1) for k in range(leaves)]
    first = hubs + leaves
    pairs += [(k, k + 1, 1, 0.9) for k in range(first, first + alone, 2)]
    return pairs, [2] * hubs + [1] * (leaves + alone)


def test_what_no_tie_joins_is_set_aside_in_rows_below(corpus: tuple[list[Pair], list[int]]) -> None:
    pairs, papers = corpus
    drawn = make_map(pairs, papers, [float(n) for n in papers], ["Method"] * len(papers))
    aside = [k for k, community in enumerate(drawn.layout.community) if community == -1]
    assert aside == list(range(FIRST_VIEW + 80, len(papers)))
    places = [(drawn.layout.x[k], drawn.layout.y[k]) for k in aside]
    rest = [k for k in range(len(papers)) if k not in set(aside)]
    assert min(y for _, y in places) > max(drawn.layout.y[k] for k in rest)
    for k, place in enumerate(places):
        assert min(math.dist(place, other) for other in places[:k] + places[k + 1 :]) >= 2 * drawn.sizes[aside[k]]
    # Those that share a paper stand side by side.
    (x, y), (next_x, next_y) = places[:2]
    assert next_y == y
    assert next_x > x


def test_leaves_fill_the_ground_about_their_hub(corpus: tuple[list[Pair], list[int]]) -> None:
    pairs, papers = corpus
    drawn = make_map(pairs, papers, [float(n) for n in papers], ["Method"] * len(papers))
    x, y = drawn.layout.x, drawn.layout.y
    far = sorted(math.dist((x[0], y[0]), (x[k], y[k])) for k in range(FIRST_VIEW, FIRST_VIEW + 80))
    assert far[0] < 30
    # A ring has all of them at its rim; in a disc, half of them lie within 0.71 of the radius.
    assert far[40] < 0.8 * far[-1]
    assert far[-1] < 15 * math.sqrt(80)

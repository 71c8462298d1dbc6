"""Answers that are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.server.kept_answers import KeptAnswers, is_constant

ROOM = 100


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2 * ROOM))))
def test_what_is_kept_never_takes_more_than_its_room(puts: list[tuple[int, int]]) -> None:
    kept, sizes = KeptAnswers[int](ROOM), dict[int, int]()
    for key, size in puts:
        before = kept.get(key)
        kept.put(key, size, size)
        if kept.get(key) == size:
            sizes[key] = size
        else:
            assert kept.get(key) == before  # it is too large, and nothing changes
            assert size > ROOM // 8
        sizes = {key: size for key, size in sizes.items() if kept.get(key) is not None}
        assert sum(sizes.values()) <= ROOM


def test_those_that_were_asked_for_longest_ago_go_first() -> None:
    kept = KeptAnswers[str](ROOM)
    for number in range(8):
        kept.put(number, f"answer {number}", 12)
    kept.get(0)
    kept.put(8, "answer 8", 12)
    assert [number for number in range(9) if kept.get(number) is None] == [1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT * { ?s ?p ?o FILTER(rand () < 0.5) }",
        "SELECT * { BIND(STRUUID #\n() AS ?x) }",
        "SELECT * { BIND(UUID() AS ?x) }",
        "SELECT * { BIND(BNODE('a') AS ?x) }",
        "SELECT (\\u004EOW() AS ?x) {}",
    ],
)
def test_queries_whose_answers_change_are_known(query: str) -> None:
    assert not is_constant(query)


def test_most_queries_are_constant() -> None:
    assert is_constant("SELECT ?know ?random { ?know pkg:nowhere ?random } ORDER BY ?know")

"""Connected components in a database."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import few
from paperkg.agreement import UnionFind
from paperkg.database import append, scratch_database
from paperkg.linking.components import find_components

EDGES = st.lists(st.tuples(st.sampled_from("abcdefghijklé\U0001f600"), st.sampled_from("abcdefghijklé\U0001f600")))


def roots(edges: list[tuple[str, str]]) -> dict[str, str]:
    with TemporaryDirectory() as folder, scratch_database(Path(folder)) as database:
        database.execute("CREATE TABLE edges (a VARCHAR, b VARCHAR)")
        ends = {"a": pa.array([a for a, _ in edges], pa.string()), "b": pa.array([b for _, b in edges], pa.string())}
        append(database, "edges", pa.table(ends))
        find_components(database)
        return dict(database.execute("SELECT key, root FROM roots").fetchall())


@settings(max_examples=few(30))
@given(EDGES)
def test_components_are_those_of_union_and_find(edges: list[tuple[str, str]]) -> None:
    forest = UnionFind[str]()
    for a, b in edges:
        forest.union_all([a, b])
    assert roots(edges) == {key: forest.find(key) for a, b in edges if a != b for key in (a, b)}


@pytest.mark.parametrize("keys", [range(300), range(299, -1, -1), [number * 7 % 300 for number in range(300)]])
def test_a_long_chain_is_one_component(keys: list[int]) -> None:
    chain = [f"{key:03}" for key in keys]
    found = roots(list(pairwise(chain)))
    assert found == dict.fromkeys(chain, "000")

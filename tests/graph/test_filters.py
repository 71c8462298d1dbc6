"""Filters against the same done in Python."""

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from paperkg.graph.filters import Filter

IDS = st.sampled_from("abc")
ROWS = st.lists(st.fixed_dictionaries({name: st.none() | IDS for name in ("head", "tail", "paper")}))


@given(ROWS, st.sets(IDS), st.sets(IDS))
def test_rows_are_taken_by_any_column_of_a_group_and_by_all_groups(
    rows: list[dict[str, Any]], ends: set[str], papers: set[str]
) -> None:
    schema = pa.schema([(name, pa.string()) for name in ("head", "tail", "paper")])
    picked = Filter([(("head", "tail"), ends), ("paper", papers)])
    table = pa.Table.from_pylist(rows, schema)
    found = table.filter(picked.mask(table)).to_pylist()
    assert found == [row for row in rows if (row["head"] in ends or row["tail"] in ends) and row["paper"] in papers]
    assert picked.columns == ["head", "tail", "paper"]

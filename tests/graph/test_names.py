"""Entities by name, found in tables that are not in memory."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from paperkg.graph.names import rows_with_key
from paperkg.text.keys import lookup_key

NAMES = st.text("aBc0+@*-_ .(é", max_size=6)


def found(names: list[str], key: str) -> list[str]:
    return [row["name"] for row in rows_with_key(pa.table({"name": pa.array(names, pa.string())}), "name", key)]


@given(st.lists(NAMES), NAMES.map(lookup_key).filter(bool))
def test_names_are_found_by_their_key(names: list[str], key: str) -> None:
    assert found(names, key) == [name for name in names if lookup_key(name) == key]


def test_long_names_are_told_apart_to_the_last_letter() -> None:
    names = ["Q-" * letters for letters in (99, 100, 101, 3000, 3001)]
    assert [found(names, lookup_key(name)) for name in names] == [[name] for name in names]

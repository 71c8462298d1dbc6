"""Streams in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from paperkg.batching import batched, in_parts


@given(st.lists(st.integers()), st.integers(1, 10))
def test_batches_are_the_items_in_order(items: list[int], size: int) -> None:
    batches = list(batched(items, size))
    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches)


@given(st.lists(st.lists(st.integers())), st.integers(1, 10))
def test_parts_are_the_rows_in_order(chunks: list[list[int]], rows: int) -> None:
    parts = [(number, [item for chunk in part for item in chunk]) for number, part in in_parts(chunks, rows)]
    assert [number for number, _ in parts] == list(range(len(parts)))
    assert [item for _, part in parts for item in part] == [item for chunk in chunks for item in chunk]
    assert all(len(part) == rows for _, part in parts[:-1])
    assert 0 < len(parts[-1][1]) <= rows or parts == [(0, [])]

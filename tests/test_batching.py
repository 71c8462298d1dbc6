"""Streams in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from paperkg.batching import batched


@given(st.lists(st.integers()), st.integers(1, 10))
def test_batches_are_the_items_in_order(items: list[int], size: int) -> None:
    batches = list(batched(items, size))
    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches)

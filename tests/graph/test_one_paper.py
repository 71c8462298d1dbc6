"""The rows that one paper gives."""

import pytest

from paperkg.graph.one_paper import plain_number, row_of
from paperkg.model import Paper


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("1,234.50%", "1234.50"), ("−3.2", "-3.2"), ("+0.5", "0.5"), ("-.5", "-0.5"), ("3,5", "3"), ("1,2345", "1"),
        ("10-35%", "10"), ("$2.17\\times$", "2.17"), ("eight-fold", None), ("٣", None),
    ],
)  # fmt: skip
def test_values_as_plain_numbers(value: str, answer: str | None) -> None:
    assert plain_number(value) == answer


@pytest.mark.parametrize(
    ("authors", "count", "answer"), [((), None, None), ((), 3, 3), (("A", "B"), None, 2), (("A",), 5, 5)]
)
def test_authors_are_counted_where_only_their_names_are_known(
    authors: tuple[str, ...], count: int | None, answer: int | None
) -> None:
    row = row_of(Paper(id="1", title="T", abstract="A", authors=authors, author_count=count, date="2024-02"))
    assert row["author_count"] == answer
    assert (row["year"], row["month"]) == (2024, 2)

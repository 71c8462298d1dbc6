"""The rows that one paper gives."""

import pytest

from paperkg.graph.one_paper import row_of
from paperkg.model import Paper


@pytest.mark.parametrize(
    ("authors", "count", "answer"), [((), None, None), ((), 3, 3), (("A", "B"), None, 2), (("A",), 5, 5)]
)
def test_authors_are_counted_where_only_their_names_are_known(
    authors: tuple[str, ...], count: int | None, answer: int | None
) -> None:
    row = row_of(Paper(id="1", title="T", abstract="A", authors=authors, author_count=count, date="2024-02"))
    assert row["author_count"] == answer
    assert (row["year"], row["month"]) == (2024, 2)

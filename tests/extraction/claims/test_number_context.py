"""What the words around a number say of it."""

import pytest

from paperkg.extraction.claims.number_context import is_no_outcome


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("outperforms others in terms of TPR @ ", " FPR"),
        ("the true positive rate at ", " FPR is high"),
        ("keeps its accuracy at ", " sparsity"),
        ("precision at ", "\\% recall"),
        ("the gain is significant (p < ", ")"),
    ],
)
def test_points_at_which_something_else_is_measured_are_no_outcomes(before: str, after: str) -> None:
    assert is_no_outcome(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("reaches an accuracy of ", " on GSM8K"), ("accuracy stays at ", " on GSM8K"), ("a recall of ", " and a")],
)
def test_levels_are_outcomes(before: str, after: str) -> None:
    assert not is_no_outcome(before, after)

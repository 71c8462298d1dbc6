"""What the words around a number say of it."""

import pytest

from paperkg.extraction.claims.number_context import falls, is_arrow, is_no_outcome, kind_of
from paperkg.model import ResultKind


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the average length of reasoning is reduced by more than ", ", highlighting its worth"),
        ("latency falls by less than ", " in all cases"),
        ("we need ", " fewer tokens"),
    ],
)
def test_how_much_more_or_less_says_nothing_of_the_direction(before: str, after: str) -> None:
    assert falls(before, after)
    assert not falls("accuracy improves by less than ", " over the baseline")


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("with only a minor average F1 drop of ", ResultKind.DELTA),
        ("a gain of up to ", ResultKind.DELTA),
        ("an F1 of ", ResultKind.ABSOLUTE),
    ],
)
def test_a_drop_of_something_is_a_change(before: str, kind: ResultKind) -> None:
    assert kind_of(before, "0.015", None, ResultKind.ABSOLUTE) is kind


def test_arrows() -> None:
    assert all(map(is_arrow, (" → ", " -> ", " rightarrow ", r" $\rightarrow$ ", r" \to ")))
    assert not any(map(is_arrow, (" to ", " and ", "")))

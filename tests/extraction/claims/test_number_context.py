"""What the words around a number say of it."""

import pytest

from paperkg.extraction.claims.number_context import (
    falls,
    is_arrow,
    is_change_of_level,
    is_denied,
    is_factor,
    is_margin,
    is_no_outcome,
    is_size,
    is_version,
    kind_of,
)
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
    assert kind_of(before, "0.015", "", None, ResultKind.ABSOLUTE) is kind


def test_arrows() -> None:
    assert all(map(is_arrow, (" → ", " -> ", " rightarrow ", r" $\rightarrow$ ", r" \to ")))
    assert not any(map(is_arrow, (" to ", " and ", "")))


def test_the_levels_of_a_change() -> None:
    assert is_change_of_level(" to ", "cuts latency from ")
    assert not is_change_of_level(" to ", "costs fall to ")


def test_a_factor_is_told_by_the_words_around_it() -> None:
    assert is_factor("by a factor of ", " on GLUE", None)
    assert is_factor("it needs ", " fewer tokens", "x")
    assert not is_factor("with a ", " larger model", "x")
    assert not is_factor("it needs ", " fewer tokens", "%")


def test_by_how_much_one_is_ahead_of_another() -> None:
    assert is_margin(" points higher than BERT", "points")
    assert not is_margin(" points of five", "points")


def test_no_improvement_is_none() -> None:
    assert is_denied("There is no significant improvement of ")
    assert not is_denied("There is an improvement of ")
    assert not is_denied("It brings a notable improvement of ")


@pytest.mark.parametrize(
    ("before", "value", "unit", "kind"),
    [
        ("The error rises by 2 points to ", "7.1%", "%", ResultKind.ABSOLUTE),
        ("The percentage of welfare rises by 55% to ", "130%", "%", ResultKind.DELTA),
        ("It improves welfare by up to ", "23%", "%", ResultKind.DELTA),
        ("It loses less than ", "1%", "%", ResultKind.DELTA),
        ("The drop is ", "18.9%", "%", ResultKind.DELTA),
    ],
)
def test_levels_and_changes(before: str, value: str, unit: str, kind: ResultKind) -> None:
    other = ResultKind.ABSOLUTE if kind is ResultKind.DELTA else ResultKind.DELTA
    assert kind_of(before, value, "", unit, kind if "welfare" in before else other) is kind


@pytest.mark.parametrize(
    "after",
    [
        " speedup over GPT-4",
        " relative improvement",
        " fewer tokens",
        "uparrow",
        r" $\downarrow$",
        " of the samples can be pruned",
    ],
)
def test_words_after_a_percentage_tell_of_a_change(after: str) -> None:
    assert kind_of("with a ", "20%", after, "%", ResultKind.ABSOLUTE) is ResultKind.DELTA
    assert kind_of("with a ", "20%", " accuracy", "%", ResultKind.ABSOLUTE) is ResultKind.ABSOLUTE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("no loss at ", " model compression ratio"),
        ("mAP at ", " Intersection over Union"),
        ("high recall at low (e.g., <", ") false-positive rates"),
    ],
)
def test_where_something_is_measured_is_no_outcome(before: str, after: str) -> None:
    assert is_no_outcome(before, after)
    assert not is_no_outcome("an accuracy of ", after)


def test_the_size_of_what_is_compared_is_no_outcome() -> None:
    assert is_size(" larger models", "x")
    assert is_size(" longer contexts", "x")
    assert not is_size(" larger gains", "x")


def test_what_is_recovered_of_a_loss_does_not_fall() -> None:
    assert not falls("A calculator recovers up to ", " of the loss")
    assert falls("It lags behind GPT-4 by ", " points")


@pytest.mark.parametrize(("before", "number"), [("in SPSS version 25.0, Stata ", "16.1"), ("runs on Unity ", "2021.3")])
def test_versions_of_software_that_is_not_known(before: str, number: str) -> None:
    assert is_version(before, number, after_software=False)


def test_a_value_after_a_name_is_no_version() -> None:
    assert not is_version("on DAVIS 88.4, on Mose ", "71.2", after_software=False)

"""Numbers as abstracts write them."""

import re

import pytest

from paperkg.text.numbers import NUMBER, magnitude, number_class, plain_number, value_key

NUMBERS = re.compile(NUMBER, re.VERBOSE)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gains of 22\\% in all", ["22\\%"]),
        ("(sim8%uparrow)", ["8%"]),
        ("by 2.17downarrow", ["2.17"]),
        ("1.6times faster", ["1.6times"]),
        ("a $3.8\\times$ speedup", ["3.8\\times"]),
        ("10-35% fewer tokens", ["10-35%"]),
        ("a 12--15\\% drop", ["12--15\\%"]),
        ("29.6 percentage points", ["29.6"]),
        ("a 10-fold cut and an eight-fold one", ["10-fold", "eight-fold"]),
        ("rises by 0.4-1.1 points", ["0.4-1.1"]),
        ("2-5 percentage points, 3--4 F1 points", ["2-5", "3--4"]),
        ("R 4.3.1 and CUDA 12.4", ["12.4"]),
        ("wins 2-1 and 3-0", ["2", "1", "3", "0"]),
        ("from 84% to 91%", ["84%", "91%"]),
        ("(95.07% to 94.92%)", ["95.07%", "94.92%"]),
        ("improves by +0.03 F1", ["+0.03"]),
        ("GPT-4 and top-1 of Qwen2.5", []),
        ("it costs $0.02 a query", ["$0.02"]),
        ("only 4.8mm away", ["4.8mm"]),
        ("by 1.5 - 2.5 points, 2-3 BLEU and 1.2×-1.8× speed", ["1.5 - 2.5", "2-3", "1.2×-1.8×"]),
    ],
)
def test_numbers_as_they_are_written(text: str, values: list[str]) -> None:
    assert [found.group() for found in NUMBERS.finditer(text)] == values


@pytest.mark.parametrize(
    ("surface", "kind", "size"),
    [
        ("71.27%", "#%", 71.27),
        ("3.8x", "#x", 3.8),
        ("2024", "#Y", 2024.0),
        ("1,200", "#,", 1200.0),
        ("eight-fold", "#x", 0.0),
        ("four", "#w", 0.0),
        ("$0.02", "#$", 0.02),
        ("4.8mm", "#u", 4.8),
        ("0.83", "#.", 0.83),
        ("64", "#00", 64.0),
    ],
)
def test_kinds_of_numbers(surface: str, kind: str, size: float) -> None:
    assert (number_class(surface), magnitude(surface)) == (kind, size)


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
    ("one", "two"),
    [("71.27%", "71.27\\%"), ("+0.03", "0.03"), ("1,200", "1200"), ("−5", "-5"), ("two-fold", "two-fold")],
)
def test_values_that_are_the_same(one: str, two: str) -> None:
    assert value_key(one) == value_key(two)


def test_values_in_words_are_told_apart() -> None:
    assert value_key("two-fold") != value_key("eight-fold")

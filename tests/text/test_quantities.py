"""What belongs to a number: unit, spread and range."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.numbers import NUMBER
from paperkg.text.quantities import quantity_at, unit_of

NUMBERS = re.compile(NUMBER, re.VERBOSE)


@pytest.mark.parametrize(
    ("text", "unit", "spread", "range_end"),
    [
        ("an accuracy of 88.1 ± 0.4 on CIFAR-100", None, "0.4", None),
        ("of 95.2 (SD 0.3)", None, "0.3", None),
        ("81.2 +/- 0.3 F1", None, "0.3", None),
        ("$81.2 \\pm 0.3$", None, "0.3", None),
        ("88.1%±0.4 accuracy", "%", "0.4", None),
        ("3.1 ± 0.2 percentage points", "points", "0.2", None),
        ("0.91 (95% CI: 0.89-0.93) on", None, "0.89-0.93", None),
        ("0.91 (95% confidence interval 0.89 to 0.93, p < 0.001)", None, "0.89 to 0.93", None),
        ("92.3 [95% CI 91.0, 93.1]", None, "91.0, 93.1", None),
        ("0.91, with a standard deviation of 0.02", None, "0.02", None),
        ("by 0.4-1.1 points", "points", None, "1.1"),
        ("2–5% more", "%", None, "5"),
        ("2-3x faster", "x", None, "3"),
        ("3.2 pp", "points", None, None),
        ("5 %-points", "points", None, None),
        ("5.2 F1 points", "points", None, None),
        ("12 percent", "%", None, None),
        ("0.93 (0.91 to 0.95) on", None, "0.91 to 0.95", None),
        ("4.2 mmHg (SD, 1.3 mmHg)", "mmHg", "1.3", None),
        ("0.36 with 95% confidence intervals of [0.35, 0.37]", None, "0.35, 0.37", None),
        ("0.87 [0.85, 0.89] on", None, "0.85, 0.89", None),
        ("91.4% (88.2%-93.9%) on", "%", "88.2%-93.9%", None),
        ("3.1 mm (IQR 2.0-4.5)", "mm", "2.0-4.5", None),
        ("0.7 (0.2, 0.5)", None, None, None),
        ("all 12 (1,234) papers", None, None, None),
        ("by 1.5 - 2.5 points", "points", None, "2.5"),
        ("by 0.5 to 1.2 points", "points", None, None),
        ("35 ms", "ms", None, None),
        ("5.9 GB", "GB", None, None),
        ("61 FPS", "FPS", None, None),
        ("30 frames per second", "FPS", None, None),
        ("4 tokens per second", "tokens/s", None, None),
        ("two times faster", "x", None, None),
        ("$0.02 a query", "$", None, None),
        ("71.3 on MMLU", None, None, None),
        ("88.4 J&F on DAVIS", None, None, None),
        ("12.6 and 14.1 percentage points", "points", None, None),
        ("170+ tokens/s", "tokens/s", None, None),
        ("1.58 bits for each link", "bits", None, None),
        ("258 bytes", "bytes", None, None),
    ],
)
def test_quantities(text: str, unit: str | None, spread: str | None, range_end: str | None) -> None:
    found = NUMBERS.search(text)
    assert found
    quantity = quantity_at(text, found.start(), found.end(), len(text))
    assert (quantity.unit, quantity.spread, quantity.range_end) == (unit, spread, range_end)


@pytest.mark.parametrize(
    ("surface", "unit"),
    [("71.27%", "%"), ("95\\%", "%"), ("3.8x", "x"), ("x4", "x"), ("eight-fold", "x"), ("4.8mm", "mm"), ("0.83", None)],
)
def test_units_that_numbers_carry(surface: str, unit: str | None) -> None:
    assert unit_of(surface) == unit


@given(st.text(alphabet="0123456789.%±()- SDxms$\\pCI,[to", max_size=40))
def test_what_belongs_to_a_number_is_in_the_text(text: str) -> None:
    for found in NUMBERS.finditer(text):
        quantity = quantity_at(text, found.start(), found.end(), len(text))
        assert found.end() - 1 <= quantity.end <= len(text)
        assert quantity.spread is None or quantity.spread in text[found.end() :]
        assert quantity.range_end is None or quantity.range_end in found.group()

"""Values of results as a reader sees them: "50 %", "500×", "+4.7 points", "29 ms"."""

import re

from paperkg.text.numbers import plain_number
from paperkg.text.quantities import unit_of

_UNITS = {"x": "×", "°": "°"}
_MONEY = {"$": " dollars"}
_TEX = re.compile(r"\\times|\\sim|[\\${}]")


def value_text(
    value: str,
    number: str | None,
    unit: str | None,
    *,
    gain: bool = False,
    spread: str | None = None,
    range_end: str | None = None,
) -> str:
    """A value made of its number and unit; a value that is written as a word stays as it is.

    >>> value_text("66.92\\\\%", "66.92", "%")
    '66.92 %'
    >>> value_text("59%", "-59", "%", gain=True)
    '−59 %'
    >>> value_text("2.7x-4.0x", "2.7", "x", range_end="4.0")
    '2.7–4.0×'

    Args:
        value: as the paper writes it.
        number: as a plain decimal, None where the value is a word.
        unit: None for a bare number.
        gain: whether a rise bears its sign too.
        spread: the uncertainty beside the value.
        range_end: the upper end of a range.
    """
    if number is None:
        return " ".join(_TEX.sub(" ", value).split())
    sign = "−" if number.startswith("-") else "+" if gain else ""
    ends = "–" + _grouped(range_end) if range_end else ""
    around = f" ± {_TEX.sub('', spread).strip()}" if spread else ""
    return f"{sign}{_grouped(number.lstrip('-'))}{ends}{around}{_unit_text(unit)}"


def stated_text(value: str, unit: str | None) -> str:
    """A value of which only its text is known, such as a baseline, with the unit that it has or else may share.

    >>> stated_text("741", "tokens")
    '741 tokens'
    """
    return value_text(value, plain_number(value), unit_of(value) or unit)


def _unit_text(unit: str | None) -> str:
    return "" if unit is None else _UNITS.get(unit) or _MONEY.get(unit) or f" {unit}"


def _grouped(number: str) -> str:
    """A plain decimal with commas between thousands."""
    whole, point, rest = number.strip().lstrip("-−").partition(".")
    return (f"{int(whole):,}" if whole.isascii() and whole.isdigit() else whole) + point + rest

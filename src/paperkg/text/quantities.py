"""What belongs to a number beside its digits: its unit, its spread, and the other end of its range.

Abstracts write these around the number: "88.1 ± 0.4", "95.2 (SD 0.3)", "0.4-1.1 points", "61 FPS".
"""

import re
from dataclasses import dataclass

_PLUS_MINUS = r"(?:\\?\$?\s?(?:±|\+\s?/\s?[-−–]|\\pm)\s?\$?)"
_MEASURE = r"""(?: (?:SD|S\.D\.|std\.?(?:\s?dev\.?)?|SE|S\.E\.|SEM|s\.d\.|s\.e\.|σ|stdev
    |(?:a\s)?standard\s(?:deviation|error)|IQR|interquartile\srange|range
    |(?:\d+\s?\\?%\s)?(?:CI|CrI|confidence\sintervals?|credible\sintervals?))\s?(?:=|:|,|of)?\s? )"""
_DIGITS = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?"
_ENDS = rf"(?: {_DIGITS}\s?\\?%?\s?(?:,|-|–|--|to|and)\s?{_DIGITS}\\?%? )"
_BARE_ENDS = rf"(?: {_DIGITS}\s?\\?%?\s?(?:,|-|–|--|to)\s?{_DIGITS}\\?%? )"

_SPELLED_UNITS = {
    "points": r"""(?:(?:absolute|percentage|percent|\\?%|[A-Z][\w@]*|\w*accuracy)[\s-])*points?\b
        | \\?%-points?\b | pp\b | p\.p\. | pts?\b""",
    "%": r"\\?% | percent\b | per\scent\b | pct\b",
    "x": r"\$?\\times\b\$? | times\b | [xX×](?![A-Za-z0-9]) | -?fold\b",
    "ms": r"ms\b | milliseconds?\b | msec\b",
    "µs": r"[µμ]s\b | microseconds?\b",
    "images/s": r"images\s?(?:/|per)\s?s(?:ec(?:ond)?)?\b",
    "tokens/s": r"tok(?:en)?s?\s?(?:/|per)\s?s(?:ec(?:ond)?)?\b",
    "tokens": r"tokens\b",
    "m/s": r"m/s\b",
    "s": r"s\b | secs?\b | seconds?\b",
    "min": r"min\b | mins\b | minutes?\b",
    "h": r"h\b | hrs?\b | hours?\b",
    "days": r"days?\b",
    "bits": r"bits?\b(?!-)",
    "bytes": r"bytes?\b",
    "TB": r"Ti?B\b | terabytes?\b",
    "GB": r"Gi?B\b | gigabytes?\b",
    "MB": r"Mi?B\b | megabytes?\b",
    "KB": r"[Kk]i?B\b | kilobytes?\b",
    "FPS": r"FPS\b | fps\b | frames\s?(?:/|per\s)s(?:ec(?:ond)?)?\b",
    "mmHg": r"mmHg\b",
    "eV": r"eV\b",
    "meV": r"meV\b",
    "kcal/mol": r"kcal\s?/\s?mol\b",
    "dB": r"dB\b | decibels?\b",
    "Hz": r"Hz\b",
    "mJ": r"mJ\b | millijoules?\b",
    "J": r"J\b(?!&) | joules?\b",
    "W": r"W\b | watts?\b",
    "mm": r"mm\b | millimet(?:er|re)s?\b",
    "cm": r"cm\b | centimet(?:er|re)s?\b",
    "km": r"km\b | kilomet(?:er|re)s?\b",
    "m": r"m\b | met(?:er|re)s?\b",
    "°": r"° | \{\\deg\} | degrees?\b",
}
_UNIT = "|".join(rf"(?P<u{index}>{form})" for index, form in enumerate(_SPELLED_UNITS.values()))
_CANONICAL = tuple(_SPELLED_UNITS)
_UNIT_AFTER = re.compile(rf"\+?[\s~-]?(?:{_UNIT})", re.VERBOSE)
_COORDINATED = re.compile(rf"\s(?:and|or|to|-|–)\s{_DIGITS}")
_SPREAD = re.compile(
    rf"""\s? (?: {_PLUS_MINUS}(?P<plain>{_DIGITS})
      | [\[(]\s?(?:{_PLUS_MINUS}|{_MEASURE}){{1,2}}[\[(]?(?P<inside>{_ENDS}|{_DIGITS}(?:\s?\\?%)?)[\])]?
        [^()\[\]]{{0,40}}[\])]
      | ,?\s(?:with\s)?{_MEASURE}[\[(]?(?P<told>{_ENDS}|{_DIGITS})[\])]? )\$?""",
    re.VERBOSE,
)
_INTERVAL = re.compile(rf"\s?[\[(](?P<ends>{_BARE_ENDS})[\])]", re.VERBOSE)
_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_RANGE = re.compile(rf"({_DIGITS})[^\d]*?(?:--?|–|~|\\sim|sim)\s?({_DIGITS})")

_FACTOR = re.compile(r"^[-+−]?[x×]\d|fold$|^[Tt]wice$|^thrice$")
_UP_TO_UNIT = re.compile(r"^.*\d|^\D*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with all that belongs to it.

    `spread` and `range_end` are copied from the text, without the sign before them; `end` is the character after
    the last of all this.
    """

    unit: str | None
    spread: str | None
    range_end: str | None
    end: int


def _unit_at(text: str, at: int, end: int) -> tuple[str | None, int]:
    """The unit that stands at `at`, and the character after it."""
    found = _UNIT_AFTER.match(text, at, end)
    if found is None or found.lastgroup is None:
        return None, at
    return _CANONICAL[int(found.lastgroup[1:])], found.end()


def unit_of(surface: str) -> str | None:
    """The unit a number carries itself, such as "%" or "x"; None for a bare number."""
    if surface.lstrip("+-−").startswith("$"):
        return "$"
    if _FACTOR.search(surface):
        return "x"
    tail = _UP_TO_UNIT.sub("", surface)
    return _unit_at(tail, 0, len(tail))[0]


def _holds(ends: str, surface: str) -> bool:
    """Whether a number lies strictly between the two ends of an interval."""
    bounds = [float(numeral.replace(",", "")) for numeral in _NUMERAL.findall(ends)]
    value = _NUMERAL.search(surface)
    return value is not None and len(bounds) > 1 and bounds[0] < float(value.group().replace(",", "")) < bounds[1]


def quantity_at(text: str, start: int, end: int, limit: int) -> Quantity:
    """The number at `start` to `end` with what belongs to it, as far as `limit`, the end of the sentence."""
    surface = text[start:end]
    unit, at = unit_of(surface), end
    if unit is None or (unit == "%" and _unit_at(text, end - 1, limit)[0] == "points"):
        found, after = _unit_at(text, end if unit is None else end - 1, limit)
        unit, at = (found, after) if found else (unit, at)
    if unit is None and (other := _COORDINATED.match(text, end, limit)):
        unit = _unit_at(text, other.end(), limit)[0]  # "12.6 and 14.1 points"
    whole = _RANGE.search(surface)
    spread = _SPREAD.match(text, at, limit)
    if spread is None and (interval := _INTERVAL.match(text, at, limit)) and _holds(interval["ends"], surface):
        return Quantity(unit, interval["ends"], None, interval.end())
    if spread is None:
        return Quantity(unit, None, whole.group(2) if whole else None, at)
    told = next(group for group in spread.group("plain", "inside", "told") if group)
    at = spread.end()
    found, after = _unit_at(text, at, limit)
    if found and (unit is None or unit == found):
        unit, at = found, after
    return Quantity(unit, told, whole.group(2) if whole else None, at)

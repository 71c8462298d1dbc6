"""Dates: as sources write them, made ISO 8601 as far as they go; their years and months."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""The years that a date can have; 0000 and 9999 stand for an unknown one."""

_MOST_CHARACTERS = 100
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SEASON = r"(?:spring|summer|autumn|fall|winter|[1-4](?:st|nd|rd|th) quarter|q[1-4]|[sf]al|spr|sum|win|aut)"
_ISO = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?:[T ][0-9]{2}:[0-9]{2}.*)?")
_ISO_PREFIX = re.compile(r"([1-9][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?[0-9]{2})?)?(?![0-9])")
_XSD = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")
_COMPACT = re.compile(r"((?:1[5-9]|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(r"(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})")
_DAYS = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_NAME, _YEAR = r"(?P<month>[A-Za-z]{3,9})\.?", r"(?P<year>[0-9]{4})"
_DAY = rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–/]\s?{_DAYS})?"
_TO = rf"(?:\s?[-–/&]\s?(?:{_DAYS} )?(?:[A-Za-z]{{3,9}}\.?)(?:[ ,]+{_DAYS})?)?"
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}[ -]{_DAY}{_TO}(?:,? {_YEAR})?",
        rf"{_NAME}{_TO}[, -]+{_YEAR}",
        rf"{_DAY}[ -]{_NAME}{_TO}[, -]+{_YEAR}",
        rf"{_YEAR}[, -]+{_NAME}(?:[ -]{_DAY})?{_TO}",
    )
)
_MONTH_OF_YEAR = r"(?:[A-Za-z]{3,9}\.? [0-9]{4}|[0-9]{4} [A-Za-z]{3,9}\.?)"
_FIRST_OF_TWO = re.compile(rf"({_MONTH_OF_YEAR})\s?[-–/]\s?{_MONTH_OF_YEAR}")
_OF_SEASON = re.compile(
    rf"{_SEASON}(?:[-/]{_SEASON})?,? ([0-9]{{4}})|([0-9]{{4}}),? {_SEASON}(?:[-/]{_SEASON})?", re.IGNORECASE
)
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_AROUND = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? |[\[(©]|c(?=[0-9]{4})|published:? |epub |online )+|[\])./;, ]+$",
    re.IGNORECASE,
)
_TIME = re.compile(r",? [0-9]{1,2}:[0-9]{2}.*$")


class DateReading(NamedTuple):
    """What was read of a date: as far as it exists, and whether a part of it does not."""

    date: str | None
    impossible: bool = False


def _iso(year: str, month: int | None, day: str | None) -> DateReading:
    """The date as far as it exists: "2023-02" for 30 February 2023, "2023" for its month 13, None for the year 0.

    A month or day 0 stands for an unknown one.
    """
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return DateReading(None, impossible=True)
    if month is None or not 1 <= month <= 12:
        return DateReading(year, impossible=bool(month))
    if day is None or int(day) == 0:
        return DateReading(f"{year}-{month:02}")
    with suppress(ValueError):
        return DateReading(date(int(year), month, int(day)).isoformat())
    return DateReading(f"{year}-{month:02}", impossible=True)


def _month(name: str) -> int | None:
    """The number of a month by its English name, which may be cut short: "Jul", "Sept"."""
    if len(name) < 3:
        return None
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())), None)


def read_date(value: object, year: int | None = None) -> DateReading:
    """The date in a value of whatever kind: text, a year, a list of numbers, Crossref's object, a `datetime.date`.

    Text that is none stays as it is; see `parse_date`.
    """
    if isinstance(value, date):
        return DateReading(value.isoformat()[:10])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return _of_text(" ".join(value.split()), year)
    if isinstance(value, Mapping):
        return _of_object(value, year)
    if isinstance(value, Sequence) and value:
        return read_date(value[0], year) if isinstance(value[0], list) else _of_parts(*value[:3])
    return DateReading(None)


def _of_object(value: Mapping[str, object], year: int | None) -> DateReading:
    """As Crossref and CSL write it: {"date-parts": [[2014, 3]]}, {"raw": "Mar 2014"}; or {"year": 2014, "month": 3}."""
    for name in ("date-parts", "raw", "literal", "date-time"):
        found = read_date(value.get(name), year)
        if found.date is not None or found.impossible:
            return found
    return _of_parts(value.get("year"), value.get("month"), value.get("day"))


def _of_parts(year: object = None, month: object = None, day: object = None) -> DateReading:
    """The date of a year, and of a month and a day that may lack; a month may be a name."""
    parts = [str(part).strip() if isinstance(part, str | int | float) else "" for part in (year, month, day)]
    numbers = [re.sub(r"\.0$", "", part) for part in parts]
    if not re.fullmatch(r"[0-9]{4}", numbers[0]):
        return DateReading(None)
    month_number = int(numbers[1]) if numbers[1].isdecimal() else _month(numbers[1].rstrip("."))
    return _iso(numbers[0], month_number, numbers[2] if numbers[2].isdecimal() else None)


def _of_text(text: str, year: int | None) -> DateReading:
    """The date of a text on one line; none of what is longer than any date."""
    if len(text) > _MOST_CHARACTERS:
        return DateReading(None)
    for form in (text, _AROUND.sub("", _TIME.sub("", text))):
        found = _plain(form, year)
        if found is not None:
            return found
    return DateReading(text or None)


def _plain(text: str, year: int | None) -> DateReading | None:
    """The date of a text that is one and nothing else; None where it is none."""
    if match := _ISO.fullmatch(re.sub(r"/+$", "", text)) or _COMPACT.fullmatch(text):
        return _iso(match[1], int(match[2]) if match[2] else None, match[3])
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(int(match["first"]), int(match["second"]), match["year"], match["mark"])
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _iso(match[2], int(match[1]), None)
    if match := _OF_SEASON.fullmatch(text):
        return _iso(match[1] or match[2], None, None)
    if match := _FIRST_OF_TWO.fullmatch(text):
        text = match[1]
    for pattern in _WRITTEN:
        match = pattern.fullmatch(text)
        number = _month(match["month"]) if match else None
        if match and number:
            given = match["year"] or (str(year) if year is not None else None)
            return _iso(given, number, match.groupdict().get("day")) if given is not None else DateReading(text)
    return None


def _of_numbers(first: int, second: int, year: str, mark: str) -> DateReading:
    """Day and month where the numbers tell them apart or points do, as in German; else the year alone."""
    if first > 12 or mark == ".":
        return _iso(year, second, str(first))
    if second > 12 or first == second:
        return _iso(year, first, str(second))
    return _iso(year, None, None)


def parse_date(text: str, year: int | None = None) -> str | None:
    """The date in `text`, as precise as it is there.

    "Jul 19, 2023" and "19 July 2023" give "2023-07-19", "July 2023" and "2023/7" give "2023-07", "Mar-Apr 2014" gives
    the first month and "Spring 2014" the year; a time of day is dropped, and so is a day, month, or year that does not
    exist: "2023-02-30" gives "2023-02". "Mar 5" stays as it is unless `year` supplies what it lacks, and so does text
    without a date. None if nothing is left.
    """
    return read_date(text, year).date


def first_day(text: str | None) -> str | None:
    """The first day of an ISO 8601 date that may stop at the month or the year; None for anything else."""
    match = _ISO.fullmatch(text or "")
    if match is None:
        return None
    found = _iso(match[1], int(match[2] or 1), match[3] or "1").date
    return found if found is not None and len(found) == len("2023-02-01") else None


def year_and_month(date: str | None) -> tuple[int | None, int | None]:
    """Year and month of an ISO 8601 date, as far as it goes; text such as "Mar 5" has neither."""
    match = _ISO_PREFIX.match(date or "")
    if match is None:
        return None, None
    return int(match[1]), int(match[2]) if match[2] else None


def is_xsd_date(text: str) -> bool:
    """Whether `text` is a day as xsd:date writes it, or a moment as xsd:dateTime does."""
    if not _XSD.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True

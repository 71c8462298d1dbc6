"""Dates: as sources write them, made ISO 8601 as far as they go; their years and months."""

import re
from contextlib import suppress
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""The years that a date can have; 0000 and 9999 stand for an unknown one."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?:[T ][0-9]{2}:[0-9]{2}.*)?")
_ISO_PREFIX = re.compile(r"([1-9][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?[0-9]{2})?)?(?![0-9])")
_XSD = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")
_NAME, _DAY, _YEAR = r"(?P<month>[A-Za-z]{3,9})\.?", r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<year>[0-9]{4})"
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME} {_DAY}(?:,? {_YEAR})?",
        rf"{_NAME},? {_YEAR}",
        rf"{_DAY} {_NAME},? {_YEAR}",
        rf"{_YEAR} {_NAME}(?: {_DAY})?",
    )
)


def _iso(year: str, month: int | None, day: str | None) -> str | None:
    """The date as far as it exists: "2023-02" for 30 February 2023, "2023" for its month 13, None for the year 0."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if month is None or not 1 <= month <= 12:
        return year
    with suppress(ValueError):
        if day is not None:
            return date(int(year), month, int(day)).isoformat()
    return f"{year}-{month:02}"


def _month(name: str) -> int | None:
    """The number of a month by its English name, which may be cut short: "Jul", "Sept"."""
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())), None)


def parse_date(text: str, year: int | None = None) -> str | None:
    """The date in `text`, as precise as it is there.

    "Jul 19, 2023" and "19 July 2023" give "2023-07-19", "July 2023" and "2023/7" give "2023-07"; a time of
    day is dropped, and so is a day, month, or year that does not exist: "2023-02-30" gives "2023-02". "Mar 5"
    stays as it is unless `year` supplies what it lacks, and so does text without a date. None if nothing is left.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        return _iso(match[1], int(match[2]) if match[2] else None, match[3])
    for pattern in _WRITTEN:
        match = pattern.fullmatch(text)
        number = _month(match["month"]) if match else None
        if match and number:
            given = match["year"] or (str(year) if year is not None else None)
            return _iso(given, number, match.groupdict().get("day")) if given is not None else text
    return text or None


def first_day(text: str | None) -> str | None:
    """The first day of an ISO 8601 date that may stop at the month or the year; None for anything else."""
    match = _ISO.fullmatch(text or "")
    if match is None:
        return None
    found = _iso(match[1], int(match[2] or 1), match[3] or "1")
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

"""Dates: as sources write them, made ISO 8601 as far as they go; their years and months."""

import re
from datetime import date, datetime

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
_ISO_PREFIX = re.compile(r"([1-9][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?[0-9]{2})?)?(?![0-9])")
_XSD = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")
_NAME, _DAY, _YEAR = r"(?P<month>[A-Za-z]{3,9})\.?", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME} {_DAY}(?:,? {_YEAR})?",
        rf"{_NAME},? {_YEAR}",
        rf"{_DAY} {_NAME},? {_YEAR}",
        rf"{_YEAR} {_NAME}(?: {_DAY})?",
    )
)


def _iso(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int | None:
    """The number of a month by its English name, which may be cut short: "Jul", "Sept"."""
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())), None)


def parse_date(text: str, year: int | None = None) -> str | None:
    """The date in `text`, as precise as it is there.

    "Jul 19, 2023" and "19 July 2023" give "2023-07-19", "July 2023" and "2023/7" give "2023-07"; a time of
    day is dropped. "Mar 5" stays as it is unless `year` supplies what it lacks, and so does what is no
    date. None if empty.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        given, month, day = match.groups()
        if day is not None:
            return _iso(given, int(month), day) or text
        if month is not None:
            return f"{given}-{int(month):02}" if 1 <= int(month) <= 12 else text
        return given
    for pattern in _WRITTEN:
        match = pattern.fullmatch(text)
        number = _month(match["month"]) if match else None
        if match and number:
            given, day = match["year"] or (f"{year:04}" if year is not None else None), match.groupdict().get("day")
            if given is None:
                return text
            return (_iso(given, number, day) or text) if day else f"{given}-{number:02}"
    return text or None


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

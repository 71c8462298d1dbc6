"""Dates as sources write them, made ISO 8601 as far as they go."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
_ENGLISH = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?")


def _iso(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def parse_date(text: str, year: int | None = None) -> str | None:
    """The date in `text`, as precise as it is there.

    "Jul 19, 2023" gives "2023-07-19" and "2023/7" gives "2023-07"; a time of day is dropped. "Mar 5"
    stays as it is unless `year` supplies what it lacks, and so does what is no date. None if empty.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        given, month, day = match.groups()
        if day is not None:
            return _iso(given, int(month), day) or text
        if month is not None:
            return f"{given}-{int(month):02}" if 1 <= int(month) <= 12 else text
        return given
    match = _ENGLISH.fullmatch(text)
    if match and match[1][:3].lower() in _MONTHS:
        found = match[3] or (f"{year:04}" if year is not None else None)
        if found is not None:
            return _iso(found, _MONTHS.index(match[1][:3].lower()) + 1, match[2]) or text
    return text or None

"""Dates as sources give them: full, by month, by year, or text without a year."""

import re

_ISO = re.compile(r"([1-9][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?[0-9]{2})?)?(?![0-9])")


def year_and_month(date: str | None) -> tuple[int | None, int | None]:
    """Year and month of an ISO 8601 date, as far as it goes; text such as "Mar 5" has neither."""
    match = _ISO.match(date or "")
    if match is None:
        return None, None
    return int(match[1]), int(match[2]) if match[2] else None

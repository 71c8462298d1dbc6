"""Dates."""

from datetime import date as calendar_date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.dates import first_day, is_xsd_date, parse_date


@pytest.mark.parametrize(
    ("text", "year", "date"),
    [
        ("Jul 19, 2023", None, "2023-07-19"),
        ("Jul 19, 2023", 2025, "2023-07-19"),
        ("Mar 5", None, "Mar 5"),
        ("Mar 5", 2025, "2025-03-05"),
        ("September 1, 2024", None, "2024-09-01"),
        ("Feb 30, 2024", None, "2024-02"),
        ("Feb 29", 2025, "2025-02"),
        ("2024", None, "2024"),
        ("2024-3", None, "2024-03"),
        ("2024/03/09", None, "2024-03-09"),
        ("2024-13", None, "2024"),
        ("2024-02-30", None, "2024-02"),
        ("2023-13-01", None, "2023"),
        ("2024-00-00", None, "2024"),
        ("0000-00-00", None, None),
        ("9999-99-99", None, None),
        ("Feb 3, 0000", None, None),
        ("2023-02-29T10:00:00Z", None, "2023-02"),
        ("2026-09-26T00:00:00.000Z", None, "2026-09-26"),
        ("to appear", 2025, "to appear"),
        ("Foo 3, 2024", None, "Foo 3, 2024"),
        ("Marble 3, 2024", None, "Marble 3, 2024"),
        ("March 2025", None, "2025-03"),
        ("Sept. 2025", 2024, "2025-09"),
        ("3rd March 2025", None, "2025-03-03"),
        ("31 Feb 2025", None, "2025-02"),
        ("2025 Mar 7", None, "2025-03-07"),
        ("2025 Mar", None, "2025-03"),
        ("  ", 2025, None),
    ],
)
def test_dates(text: str, year: int | None, date: str | None) -> None:
    assert parse_date(text, year) == date


@given(st.from_regex(r"[0-9]{4}(-[0-9]{1,2}){0,2}", fullmatch=True))
def test_what_is_left_of_a_date_exists(text: str) -> None:
    found = parse_date(text)
    assert found is None or parse_date(found) == found
    assert (first_day(found) is None) == (found is None)
    assert found is None or calendar_date.fromisoformat(first_day(found) or "")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2024-03-15", "2024-03-15"),
        ("2024-03", "2024-03-01"),
        ("2024", "2024-01-01"),
        ("2023-02-30", None),
        ("0000-00-00", None),
        ("Mar 5", None),
        (None, None),
    ],
)
def test_first_day(date: str | None, day: str | None) -> None:
    assert first_day(date) == day


@pytest.mark.parametrize("date", ["2023-02-30", "0000-00-00", "9999-99-99", "2023-02-28T25:00:00Z", "2023"])
def test_days_that_do_not_exist_are_refused(date: str) -> None:
    assert not is_xsd_date(date)

"""Dates."""

from datetime import date as calendar_date
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.dates import first_day, is_xsd_date, parse_date, read_date


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


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2014//", "2014"),
        ("2014/03//", "2014-03"),
        ("2014/03/05/", "2014-03-05"),
        ("2014 Mar 5", "2014-03-05"),
        ("2014 Mar-Apr", "2014-03"),
        ("Mar-Apr 2014", "2014-03"),
        ("MAR-APR 2014", "2014-03"),
        ("2014 Mar 5-7", "2014-03-05"),
        ("2014 Mar 28-Apr 2", "2014-03-28"),
        ("28 Feb-3 Mar 2014", "2014-02-28"),
        ("Dec 2013-Jan 2014", "2013-12"),
        ("March 5-7, 2014", "2014-03-05"),
        ("Spring 2014", "2014"),
        ("2014 Winter", "2014"),
        ("Mon, 2 Jan 2023 10:00:00 GMT", "2023-01-02"),
        ("[2014]", "2014"),
        ("c2014.", "2014"),
        ("20140305", "2014-03-05"),
        ("3/2014", "2014-03"),
        ("13/05/2014", "2014-05-13"),
        ("05/13/2014", "2014-05-13"),
        ("03/05/2014", "2014"),
        ("5.3.2014", "2014-03-05"),
        ("2014-Mar-05", "2014-03-05"),
        ("2010-2012", "2010-2012"),
        (2014, "2014"),
        (2014.0, "2014"),
        ([2014, 3, 5], "2014-03-05"),
        ([[2014, 3]], "2014-03"),
        ({"date-parts": [["2014", "3", "5"]]}, "2014-03-05"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]], "raw": "Mar 2014"}, "2014-03"),
        ({"year": "2014", "month": "Mar", "day": "5"}, "2014-03-05"),
        ({"year": "2014", "month": "m"}, "2014"),
        (calendar_date(2014, 3, 5), "2014-03-05"),
        (datetime(2014, 3, 5, 12), "2014-03-05"),
        (True, None),
        (None, None),
    ],
)
def test_values_of_every_source(value: object, date: str | None) -> None:
    assert read_date(value) == (date, False)


@pytest.mark.parametrize("value", ["2023-02-30", "0000-00-00", "2023-13", [2023, 2, 30], {"date-parts": [[0]]}, 9999])
def test_what_does_not_exist_is_said(value: object) -> None:
    assert read_date(value).impossible is (value != {"date-parts": [[0]]})


@given(st.text(st.sampled_from("0123456789 -/.,JanFebMarSpring[]c"), max_size=24))
def test_a_date_that_was_read_is_read_as_the_same(text: str) -> None:
    assert read_date(read_date(text).date).date == read_date(text).date

"""Dates are read in one form, compared by the day, and judged by a day that can be set."""

from __future__ import annotations

from datetime import date

import pytest

from handouts import dates

CHECKED = date(2026, 11, 22)
CHECK_BY = date(2027, 5, 22)


def test_a_date_is_read_as_year_month_day() -> None:
    assert dates.parse("checked", " 2026-11-22 ") == CHECKED


@pytest.mark.parametrize("text", ["22/11/2026", "20261122", "2026-W47-7", "22 November 2026", ""])
def test_any_other_form_is_refused_with_what_was_found_and_the_form(text: str) -> None:
    with pytest.raises(dates.DateError) as refused:
        dates.parse("check-by", text)

    assert (
        str(refused.value)
        == f"check-by is “{text}”: write it as year-month-day, such as 2026-11-22"
    )


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(dates.DateError, match="checked is “2026-02-30”: no calendar has that day"):
        dates.parse("checked", "2026-02-30")


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2027, 5, 22), False), (date(2027, 5, 23), True)]
)
def test_a_page_is_overdue_and_its_facts_are_stale_from_the_day_after_the_last(
    today: date, *, expected: bool
) -> None:
    assert dates.overdue(CHECK_BY, today) is expected
    assert dates.stale(CHECKED, today, 6) is expected


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # The month is too short for the day.
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_go_on_into_the_next_year(day: date, months: int, later: date) -> None:
    assert dates.later(day, months) == later


@pytest.mark.parametrize(
    ("check_by", "today", "faults"),
    [
        (CHECK_BY, CHECKED, []),
        (CHECK_BY, date(2026, 11, 21), []),  # In Auckland the next day has begun.
        (
            CHECK_BY,
            date(2026, 11, 20),
            ["checked is 2026-11-22, which is still to come (today is 2026-11-20)"],
        ),
        (CHECKED, CHECKED, ["check-by is 2026-11-22, which is not after checked, 2026-11-22"]),
    ],
)
def test_what_is_wrong_with_the_order_of_dates(
    check_by: date, today: date, faults: list[str]
) -> None:
    assert dates.order_faults(CHECKED, check_by, today) == faults


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "22 November 2026"),
        ("en_US", "November 22, 2026"),
        ("de", "22. November 2026"),
        ("fr", "22 novembre 2026"),
        ("no such language", "2026-11-22"),
    ],
)
def test_a_date_is_printed_as_the_language_writes_it(language: str, expected: str) -> None:
    assert dates.in_words(CHECKED, language) == expected


def test_the_environment_sets_today_before_the_configuration() -> None:
    assert dates.today({"HANDOUTS_TODAY": "2028-01-02"}, "2026-11-22") == date(2028, 1, 2)


def test_the_configuration_sets_today_before_the_clock() -> None:
    assert dates.today({}, "2026-11-22") == CHECKED


def test_a_wrong_today_is_refused_by_its_name() -> None:
    with pytest.raises(dates.DateError, match="HANDOUTS_TODAY is “tomorrow”"):
        dates.today({"HANDOUTS_TODAY": "tomorrow"})

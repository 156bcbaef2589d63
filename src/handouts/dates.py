"""Read, compare and print the dates of a page; the clock is asked in one place only."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date

from handouts.i18n import locale_of
from handouts.problems import HandoutsError

VARIABLE = "HANDOUTS_TODAY"
FORM = re.compile(r"\d{4}-\d{2}-\d{2}")


class DateError(HandoutsError):
    """A date that cannot be read."""


def parse(name: str, text: str) -> date:
    """Return the date written for ``name`` as year-month-day.

    :raises DateError: for another form, or a day that no calendar has
    """
    written = text.strip()
    if not FORM.fullmatch(written):
        raise DateError(f"{name} is “{text}”: write it as year-month-day, such as 2026-11-22")
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = f"{name} is “{text}”: no calendar has that day"
        raise DateError(message) from None


class PageDates(NamedTuple):
    """The dates in a page's front matter; one that is missing or cannot be read is None."""

    checked: date | None = None
    check_by: date | None = None
    faults: tuple[tuple[str, str], ...] = ()
    """Name and message of each date that cannot be read."""


def of_page(metadata: Mapping[str, object]) -> PageDates:
    """Return the dates of a page; the audit reports one that cannot be read."""
    found: dict[str, date] = {}
    faults = []
    for name in ("checked", "check-by"):
        if name in metadata:
            try:
                found[name] = parse(name, str(metadata[name]))
            except DateError as error:
                faults.append((name, str(error)))
    return PageDates(found.get("checked"), found.get("check-by"), tuple(faults))


def today(environ: Mapping[str, str], configured: str | None = None) -> date:
    """Return the day to judge by: the environment's, else the configured one, else the clock's."""
    if environ.get(VARIABLE):
        return parse(VARIABLE, environ[VARIABLE])
    if configured:
        return parse("handouts_today", configured)
    return datetime.now(tz=UTC).date()


def to_come(day: date, today: date) -> bool:
    """Return whether a day has begun nowhere; east of Greenwich it does so earlier than in UTC."""
    return day > today + timedelta(days=1)


def overdue(check_by: date, today: date) -> bool:
    """Return whether the last day of use has passed; on that day a page may still be used."""
    return today > check_by


def stale(checked: date, today: date, months: int) -> bool:
    """Return whether the facts were last checked more than so many months ago."""
    return today > later(checked, months)


@lru_cache(maxsize=256)  # Most claims were checked on the same few days.
def later(day: date, months: int) -> date:
    """Return the same day some months on, or the last of a month too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def order_faults(checked: date | None, check_by: date | None, today: date) -> list[str]:
    """Return what is wrong with the order of a page's dates."""
    faults = []
    if checked and to_come(checked, today):
        faults.append(f"checked is {checked}, which is still to come (today is {today})")
    if checked and check_by and check_by <= checked:
        faults.append(f"check-by is {check_by}, which is not after checked, {checked}")
    return faults


@lru_cache(maxsize=256)  # Each sheet names some days, and most the same.
def in_words(day: date, language: str = "en") -> str:
    """Return a date as the language writes it in full; plain English is British here."""
    locale = locale_of("en_GB" if language == "en" else language)
    return format_date(day, "long", locale=locale) if locale else day.isoformat()


@lru_cache(maxsize=8)
def months_after_a_stop(language: str) -> frozenset[str]:
    """Return the names of months, in small letters, of a language that writes “3. Mai”.

    >>> sorted(months_after_a_stop("de"))[:3], len(months_after_a_stop("en"))
    (['apr', 'april', 'aug'], 0)
    """
    locale = locale_of(language)
    if locale is None or "d." not in locale.date_formats["long"].pattern:
        return frozenset()
    of_width = locale.months["format"]
    names = [*of_width["wide"].values(), *of_width["abbreviated"].values()]
    return frozenset(name.lower().rstrip(".") for name in names)

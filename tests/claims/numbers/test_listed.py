"""The numbers of a text that a claim lists, and those that it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handouts.claims.numbers.listed import Number, unlisted
from listed_numbers import ALL, listed


def missing(text: str, *numbers: Number) -> list[str]:
    return [number.text for number in unlisted(text, numbers or ALL)]


@pytest.mark.parametrize(
    "text",
    [
        "74 out of 100 people",
        "74%",
        "74 with cells and 69 with sham, of every 100",
        "after 12 months (p = 0.77)",
        "twelve months",
        "one person",
    ],
)
def test_what_is_listed_may_be_quoted(text: str) -> None:
    assert missing(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("75 out of 100 people", "75 out of 100"),
        ("74 out of 114 people", "74 out of 114"),
        ("75%", "75%"),
        ("12% of people", "12%"),
        ("thirteen months", "thirteen"),
        ("three quarters", "three quarters"),
        ("(12,13)", "13"),
        ("one in ten people", "one in ten"),
    ],
)
def test_what_is_not_listed_is_found(text: str, found: str) -> None:
    assert missing(text) == [found]


@pytest.mark.parametrize(
    ("text", "numbers", "found"),
    [
        ("half of the people", [listed("50", 100)], []),
        ("fell by 1.2 points", [listed("-1.2")], []),
        ("3.5 of 24 points less", [listed("-3.5", 24)], []),
        ("\u22121.2 points", [listed("1.2")], ["\u22121.2"]),
        ("3 of 40 people", [listed("3"), listed("40")], []),
    ],
    ids=[
        "a share as a fraction",
        "a fall without its minus",
        "a fall of so many",
        "a rise with one",
        "two plain",
    ],
)
def test_a_number_may_be_quoted_in_another_form(
    text: str, numbers: list[Number], found: list[str]
) -> None:
    assert missing(text, *numbers) == found


INFECTIONS = [listed("1", 49), listed("12"), Number("", Decimal(18), None, "million cells")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one of the 49 people", []),
        ("18 million cells", []),
        ("None of the 49 people", ["None of the 49"]),
        ("12 of 49 people", ["12 of 49"]),
        ("one in 12 people", []),
        ("one\nin 12 people", []),
        ("none of the 12 trials", []),
        ("18 thousand cells", ["18 thousand"]),
        ("12 million cells", ["12 million"]),
        ("12k people", ["12k"]),
        ("12‰", ["12‰"]),
    ],
)
def test_a_number_with_another_whole_or_scale_is_another_number(
    text: str, found: list[str]
) -> None:
    assert missing(text, *INFECTIONS) == found


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0"])
def test_the_date_checked_may_be_quoted_and_no_other(blank: str) -> None:
    text = f"On 22{blank}November 2026 none was approved; in November 2025 none."
    found = unlisted(text, (), date(2026, 11, 22))

    assert [number.text for number in found] == ["2025"]

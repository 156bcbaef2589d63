"""Numbers in a text: found, listed or not, about health or not, and told alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handouts.claims.ledger.entries import Number
from handouts.claims.numbers.compare import disagreements, health_numbers, unlisted
from handouts.claims.pages.roles import Use
from handouts.problems import Place


def listed(value: str, of: int | None = None) -> Number:
    return Number("", Decimal(value), of, "")


CELLS = listed("74", 100)
SHAM = listed("69", 100)
MONTHS = listed("12")
P_VALUE = listed("0.77")
ALL = (CELLS, SHAM, MONTHS, P_VALUE)


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


def test_a_share_may_be_told_as_the_fraction_that_it_is() -> None:
    assert missing("half of the people", listed("50", 100)) == []


def test_a_fall_may_be_told_without_its_minus() -> None:
    assert missing("fell by 1.2 points", listed("-1.2")) == []


def test_a_rise_may_not_be_told_with_a_minus() -> None:
    assert missing("\u22121.2 points", listed("1.2")) == ["\u22121.2"]


def test_two_plain_numbers_of_the_list_make_a_share() -> None:
    assert missing("3 of 40 people", listed("3"), listed("40")) == []


def test_the_date_checked_may_be_told() -> None:
    assert unlisted("On 22 November 2026 none was approved.", (), date(2026, 11, 22)) == []


def test_another_date_may_not_be_told() -> None:
    found = unlisted("In November 2025 none was approved.", (), date(2026, 11, 22))

    assert [number.text for number in found] == ["2025"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In three large tests nobody", "three"),
        ("114 people took part", "114"),
        ("about 74% got better", "74%"),
        ("7 out of 10 got better", "7 out of 10"),
        ("it costs $5,000 or more", "5,000"),
        ("20 mg a day", "20"),
        ("for 12 months", "12"),
        ("a 12-month study", "12"),
        ("two thirds felt better", "two thirds"),
        ("half of the people", "half"),
        ("p = 0.77", "0.77"),
        ("aged 18 to 60", "18"),
        ("up to 50% less pain", "50%"),
    ],
)
def test_a_number_about_health_is_found(text: str, found: str) -> None:
    assert [number.text for number in health_numbers(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Ask these three questions",
        "Two ways to help people",
        "Print page 2 of the sheet",
        "Call 999 in the UK or 911 in the US",
        "Ring 0300 123 4567",
        "Checked on 22 November 2026",
        "The law of 2018",
        "one person in our team",
        "Four reasons why people get better",
        "What to say in thirty seconds",
        "A4 or Letter",
        "NCT01290367",
        "levels L4\u2013L5",
    ],
)
def test_any_other_number_is_left_alone(text: str) -> None:
    assert health_numbers(text) == []


def mentions(*texts: str) -> list[Use]:
    return [Use("responders", text, Place("page.md")) for text in texts]


def test_two_places_may_tell_different_parts_of_a_claim() -> None:
    parts = mentions("74 out of 100 with stem cells", "69 out of 100 with sham, at 12 months")

    assert disagreements(parts, ALL) == []


def test_two_times_of_the_list_do_not_disagree() -> None:
    times = mentions("after 6 months", "after 12 months")

    assert disagreements(times, [listed("6"), MONTHS]) == []


def test_another_number_in_the_same_words_disagrees() -> None:
    (case,) = disagreements(mentions("12 died in Tokyo", "one died in Tokyo"), [MONTHS])

    assert (case.first_number.text, case.second_number.text) == ("12", "one")


def test_a_number_that_the_list_lacks_is_reported_by_itself_alone() -> None:
    assert disagreements(mentions("74% with stem cells", "75% with stem cells"), ALL) == []


def test_a_number_disagrees_once_with_many_places_that_say_the_same() -> None:
    same = ["12 died in Tokyo"] * 3

    assert len(disagreements(mentions(*same, "one died in Tokyo"), [MONTHS])) == 1


def test_two_listed_numbers_changed_over_disagree() -> None:
    found = disagreements(
        mentions(
            "74% with stem cells and 69% with pretend ones",
            "69% with stem cells and 74% with pretend ones",
        ),
        ALL,
    )

    assert [case.words for case in found] == ["stem cells", "pretend ones"]

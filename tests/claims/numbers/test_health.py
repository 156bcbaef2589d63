"""Numbers in a text that are about health, and others."""

from __future__ import annotations

import pytest

from handouts.claims.numbers.health import health_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In three large tests nobody", "three"),
        ("114 people took part", "114"),
        ("about 74% got better", "74%"),
        ("7 out of 10 got better", "7 out of 10"),
        ("7 out of these 10 got better", "7 out of these 10"),
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
        "A phase\n2 trial",
        "A phase\u00a02 trial",
        "A type 1\nor 2 disc",
        "Between 95%\nconfidence limits",
        "One of these three questions",
        "Two of those three ways",
    ],
)
def test_any_other_number_is_left_alone(text: str) -> None:
    assert health_numbers(text) == ()

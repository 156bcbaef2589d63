"""What looks like a number to call is found, and few others."""

from __future__ import annotations

import pytest

from handouts.claims.services.telephone import telephone_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 999 or go to A&E.", ["999"]),
        ("998 (UK), 911 (US), 112 (EU)", ["911", "112", "998"]),
        ("Ring 0800 731 6789 or +44 20 7946 0018.", ["0800 731 6789", "+44 20 7946 0018"]),
        ("Samaritans: 116 123", ["116 123"]),
        ("Text SHOUT to 85258.", ["85258"]),
        ("Call for help on 998.", ["998"]),
        ("Those who ring 101 may wait.", ["101"]),
        ("Lifeline 13 11 14", ["13 11 14"]),
        ("Ring 0800 611 117.", ["0800 611 117"]),
        ("Call 9 9 9 now.", ["9 9 9"]),
        ("Call 9-1-2, or dial 9 12.", ["9-1-2", "9 12"]),
        ("Call nine-nine-eight, dial triple nine.", ["nine-nine-eight", "triple nine"]),
        ("Ring us on double nine eight now", ["double nine eight"]),
        ("911/112 or call 998/112", ["911/112", "998/112"]),
        ("Text “HOME” to 741741.", ["741741"]),
        ("Ward: 01234 567890, +4420794600", ["01234 567890", "+4420794600"]),
        ("07700 900123, +44 7700 900123", ["07700 900123", "+44 7700 900123"]),
        ("+44 (0)20 7946 0000, (555) 123-4567", ["+44 (0)20 7946 0000", "(555) 123-4567"]),
    ],
)
def test_numbers_to_call_are_found(text: str, numbers: list[str]) -> None:
    assert sorted(number for _, number in telephone_numbers(text)) == sorted(numbers)


@pytest.mark.parametrize(
    "text",
    [
        "RESPINE had 114 people.",
        "In 112 trials",
        "It cost 5,000 dollars in 2019 (US).",
        "PMID 38285032",
        "Call within 24 hours.",
        "Call us by 12 May, from 10 to 12 or from 9 am. Call from 10 to 12.",
        "Call one of these two, one, or three times; call 2 or 3.",
        "Since 1 July 2025",
        "EUR 999.50, £999",
        "A pulse of 112, 120/80, 999 cases",
        "ISBN 978-0-306-40615-7",
        "doi:10.1055/s-0037-1604443",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert list(telephone_numbers(text)) == []


def test_in_a_list_of_numbers_any_three_digits_are_one() -> None:
    assert [number for _, number in telephone_numbers("998", in_list=True)] == ["998"]
    assert list(telephone_numbers("998 people", in_list=True)) == []

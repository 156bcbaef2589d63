from __future__ import annotations

import pytest

from handouts.claims.digits import digits_of
from handouts.claims.number_reader import find_numbers


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "74 von 100 Menschen, half ihnen", [74, 100]),
        ("de_AT", "um 3,5 Punkte bei 5.160 Menschen", [3.5, 5160]),
        ("fr", "3,5 points sur 5\u202f160 personnes", [3.5, 5160]),
        ("xx", "74 xxx 3.5 xxx ten", [74, 3.5]),
        ("en_GB", "ten of 100", [10]),
    ],
)
def test_numbers_in_digits_are_read_in_any_language(
    language: str, text: str, values: list[float]
) -> None:
    found = find_numbers(digits_of(text, language))

    assert [float(number.value) for number in found] == values


def test_a_text_in_another_language_keeps_its_length_and_lines() -> None:
    text = "Schmerz\nsank um 3,5 Punkte"

    assert len(digits_of(text, "de")) == len(text)
    assert digits_of(text, "de").count("\n") == 1


def test_a_text_in_english_stays_as_it_is() -> None:
    assert digits_of("ten in 1,000", "en") == "ten in 1,000"

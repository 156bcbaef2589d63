"""Numbers as a text quotes them, in digits and in words, in any language."""

from __future__ import annotations

from fractions import Fraction

import pytest

from handouts.claims.numbers.other_languages import digits_of
from handouts.claims.numbers.reader import find_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("114 people", 114),
        ("1,234 people", 1234),
        ("p = 0.77", Fraction(77, 100)),
        ("p = .05", Fraction(1, 20)),
        ("a difference of \u22121.2 points", Fraction(-6, 5)),
        ("three trials", 3),
        ("twenty-one trials", 21),
        ("a hundred and twenty people", 120),
        ("two thousand five hundred people", 2500),
        ("two thirds of them", Fraction(2, 3)),
        ("half of them", Fraction(1, 2)),
        ("10⁵ cells", 100_000),
        ("10⁻² of them", Fraction(1, 100)),
        ("12² metres", 12),
        ("½ a dose", Fraction(1, 2)),
        ("twice a week", 2),
        ("a dozen people", 12),
        ("3·5 points", Fraction(7, 2)),
        ("a fall of –3.5 points", Fraction(-7, 2)),
        ("minus 2 points", -2),
        ("minus two points", -2),
        ("two\nhundred people", 200),
        ("twenty\u2011one trials", 21),
        ("one\nthird of them", Fraction(1, 3)),
        ("a sixth of them", Fraction(1, 6)),
        ("two sevenths of them", Fraction(2, 7)),
        ("one hundredth of it", Fraction(1, 100)),
        ("⅕ of them", Fraction(1, 5)),
        ("2½ points", Fraction(5, 2)),
        ("two and a half points", Fraction(5, 2)),
        ("18 000 people", 18_000),
        ("fourfold", 4),
        ("halving the pain", Fraction(1, 2)),
        ("500IU a day", 500),
        ("112 had pain", 112),
        ("by the 13th week", 13),
        ("0–10% of them", 0),
    ],
)
def test_a_number_is_read_from_digits_and_words(text: str, value: Fraction) -> None:
    assert find_numbers(text)[0].value == value


@pytest.mark.parametrize(
    "text",
    [
        "74 out of 100",
        "74 in 100",
        "74 of 100",
        "74/100",
        "74%",
        "74 per cent",
        "74％",
        "74 pct",
        "74 per 100",
        "74 of every hundred",
        "74 people per hundred",
    ],
)
def test_a_share_is_read_with_what_it_is_out_of(text: str) -> None:
    (number,) = find_numbers(text)

    assert (number.value, number.of) == (Fraction(74), Fraction(100))


@pytest.mark.parametrize("text", ["74‰", "74 per mille", "74 of every thousand", "74 in 1000"])
def test_a_share_of_a_thousand_is_none_of_a_hundred(text: str) -> None:
    (number,) = find_numbers(text)

    assert (number.value, number.of) == (Fraction(74), Fraction(1000))


def test_none_of_so_many_is_a_share() -> None:
    found = find_numbers("None of the 49 people fell, nobody else did.")

    assert [(number.text, number.value, number.of) for number in found] == [
        ("None of the 49", 0, 49)
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("plus or minus 3 points", [3]),
        ("plus or minus three points", [3]),
        ("74 minus 69 is 5", [74, 69, 5]),
        ("74% minus 69%", [74, 69]),
    ],
)
def test_what_is_taken_away_is_no_fall(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_a_time_and_a_count_are_no_share() -> None:
    found = find_numbers("At 12 months in 21 of 44 people")

    assert [number.text for number in found] == ["12", "21 of 44"]


@pytest.mark.parametrize(
    "text",
    ["18 million cells", "18 × 10⁶ cells", "18x10⁶ cells", "£18m", "18M cells", "18 mn cells"]
    + [f"18{blank}million cells" for blank in "\n\t\u00a0\u2009\u202f"],
)
def test_a_multiple_is_read_both_ways(text: str) -> None:
    (number,) = find_numbers(text)

    assert (number.value, number.scaled) == (Fraction(18), Fraction(18_000_000))


@pytest.mark.parametrize(
    "text",
    [
        "NCT01290367",
        "L4\u2013L5 and L5/S1",
        "SF-36 and EQ-5D-5L",
        "on a 0\u201310 scale",
        "a phase 2 or 3 trial",
        "type 1 Modic changes",
        "95% CI",
        "call 999 or 112",
        "your GP or 111",
        "a GP appointment or 111",
        "999 or A&E",
        "0300 123 4567",
        "page A4",
        "21 CFR 1271.10",
        "Regulation (EC) No 1394/2007",
        "https://example.org/12",
        "the 2nd trial",
    ],
)
def test_a_name_with_digits_quotes_no_number(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "74 von 100 Menschen, half ihnen", [74, 100]),
        ("de_AT", "um 3,5 Punkte bei 5.160 Menschen", [3.5, 5160]),
        ("fr", "3,5 points sur 5\u202f160 personnes", [3.5, 5160]),
        ("xx", "74 xxx 3.5 xxx ten", [74, 3.5]),
        ("en_GB", "ten of 100", [10]),
        ("en", "5\u201310 years, 3 to 1,600 months", [5, 10, 3, 1600]),
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

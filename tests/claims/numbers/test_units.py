"""The unit of a quoted number, and that of the same number in the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handouts.claims.numbers.listed import Number
from handouts.claims.numbers.reader import find_numbers
from handouts.claims.numbers.units import other_unit, other_units

MONTHS = [Number("", Decimal(12), None, "months after the injection")]
WITHIN = [Number("", Decimal(1), 49, "infection within 12 months")]
BARE = [Number("", Decimal(12), None, "")]


@pytest.mark.parametrize(
    ("text", "numbers", "statement", "unit"),
    [
        ("after 12 weeks", MONTHS, "", "month"),
        ("a 12-week trial", BARE, "Better after 12 months.", "month"),
        ("12 g of gel", BARE, "People took 12 mg.", "mg"),
        ("12 months on", MONTHS, "", ""),
        ("a 12-month trial", BARE, "Better after 12 months.", ""),
        ("12 people", MONTHS, "", ""),
        ("12 mg", MONTHS, "", ""),
        ("12 weeks", BARE, "12 people took part.", ""),
        ("12 weeks", MONTHS, "Sore for 12 weeks.", ""),
        ("one week", WITHIN, "", ""),
        ("12 weeks", [Number("", Decimal(12), None, "12 months on")], "", "month"),
        ("12 litres", BARE, "They drank 12 l.", ""),
        ("12 ml", BARE, "They drank 12 litres.", "l"),
        ("12 µg", [Number("", Decimal(12), None, "mcg a day")], "", ""),
    ],
)
def test_the_ledger_has_another_unit(
    text: str, numbers: list[Number], statement: str, unit: str
) -> None:
    assert other_unit(find_numbers(text)[0], text, numbers, statement) == unit


def test_each_number_with_another_unit_is_found() -> None:
    found = other_units("after 12 weeks, and 12 mg twice", tuple(MONTHS), "People took 12 g.")

    assert [(number.text, unit) for number, unit in found] == [("12", "month"), ("12", "g")]

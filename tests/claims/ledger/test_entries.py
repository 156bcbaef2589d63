"""The ledger is read as a whole, and every fault is reported with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handouts.claims.ledger.entries import Claim, Ledger, SourceFacts
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.numbers.listed import Number
from handouts.problems import Fault

TODAY = date(2026, 11, 22)
SOURCES = {
    "pers2024": SourceFacts(True, 2024),
    "rumour2020": SourceFacts(False, 2020),
    "bad2019": SourceFacts(True, 2019, retracted=True),
}
GOOD = """\
[no-better]
statement = "About as many people were better with sham."
sources = ["pers2024"]
certainty = "fact"
checked = 2026-11-22
note = "From the abstract."
[no-better.numbers]
cells = { value = 74, of = 100, means = "better with cells" }
p = { value = 0.77, means = "p value" }
"""


def read(tmp_path: Path, text: str) -> Ledger:
    path = tmp_path / "claims.toml"
    path.write_text(text, "utf-8")
    return read_ledger(path, SOURCES, TODAY)


def test_a_good_claim_is_read_with_its_numbers(tmp_path) -> None:
    assert read(tmp_path, GOOD) == Ledger(
        {
            "no-better": Claim(
                id="no-better",
                statement="About as many people were better with sham.",
                sources=("pers2024",),
                certainty="fact",
                numbers={
                    "cells": Number("cells", Decimal(74), 100, "better with cells"),
                    "p": Number("p", Decimal("0.77"), None, "p value"),
                },
                checked=TODAY,
                note="From the abstract.",
                line=1,
            )
        }
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('certainty = "fact"\n', "", 1, "field 'certainty' is missing"),
        ("note =", "notes =", 6, "no such field 'notes'; did you mean 'note'?"),
        ('"fact"', '"sure"', 4, "'certainty' must be one of high, moderate, low, very low, fact;"
         " found 'sure'"),
        ("2026-11-22", "2026-11-24", 5, "'checked' is 2026-11-24, which is after today, "
         "2026-11-22"),
        ("2026-11-22", '"22/11/2026"', 5, "'checked' must be a date such as 2026-11-22, found "
         "'22/11/2026'"),
        ('"About as many people were better with sham."', '" "', 2, "'statement' must be text, "
         "found ' '"),
        ('["pers2024"]', '["pers2042"]', 3, "the bibliography has no 'pers2042'; did you mean "
         "'pers2024'?"),
        ('["pers2024"]', '["rumour2020"]', 3, "none of its sources (rumour2020) has status = "
         "{verified} in the bibliography; verify one, or add one that is"),
        ('["pers2024"]', '["pers2024", "bad2019"]', 3, "'bad2019' was retracted; rest the claim on "
         "another source, or say so in it"),
        ('["pers2024"]', "[]", 3, "'sources' is empty; a claim needs a source"),
        ('["pers2024"]', '["pers2024", "pers2024"]', 3, "'pers2024' stands twice in 'sources'"),
        ('["pers2024"]', '"pers2024"', 3, "'sources' must be a list of keys, found 'pers2024'"),
        ("value = 74", 'value = "many"', 8, "number 'cells': 'value' must be a number such as 12 "
         "or 6.5, found 'many'"),
        ("of = 100", "of = 0", 8, "number 'cells': 'of' must be a whole number, found 0"),
        ("value = 74", "value = 174", 8, "number 'cells': 174 of 100 is more than all"),
        (', means = "p value"', "", 9, "number 'p' does not say what it means"),
        ("value = 0.77,", "value = 0.77, off = 1,", 9, "number 'p' has no field 'off'; did you "
         "mean 'of'?"),
        ('p = { value = 0.77, means = "p value" }', "p = 0.77", 9, "number 'p' must be written as "
         '{ value = 74, of = 100, means = "people better" }'),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_its_line(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    (fault,) = read(tmp_path, GOOD.replace(old, new)).faults

    assert (fault.line, fault.message) == (line, f"claim 'no-better': {message}")


def test_a_claim_may_be_about_a_work_that_was_retracted(tmp_path) -> None:
    text = GOOD.replace("pers2024", "bad2019").replace(
        "About as many", "The trial was retracted: as many"
    )

    assert read(tmp_path, text).faults == ()


@pytest.mark.parametrize("source", ["pers2042", "rumour2020", "bad2019"])
def test_a_fault_of_a_source_has_a_code_of_its_own(tmp_path, source: str) -> None:
    (fault,) = read(tmp_path, GOOD.replace("pers2024", source)).faults

    assert fault.code == "claim-source"


def test_an_id_is_written_with_hyphens(tmp_path) -> None:
    (fault,) = read(tmp_path, GOOD.replace("[no-better", "[No_Better")).faults

    assert fault.message == (
        "claim 'No_Better': an id has small letters, digits and single hyphens only"
    )


def test_what_is_no_table_is_no_claim(tmp_path) -> None:
    (fault,) = read(tmp_path, "# claims\nno-better = 3\n").faults

    message = "claim 'no-better': expected a table of a claim, such as [cells-no-better]"
    assert fault == Fault("ledger", message, line=2)


def test_all_faults_are_reported_at_once(tmp_path) -> None:
    text = GOOD.replace("note =", "notes =").replace('"fact"', '"sure"')

    assert [fault.line for fault in read(tmp_path, text).faults] == [4, 6]


def test_the_line_of_a_second_claim_is_its_own(tmp_path) -> None:
    second = GOOD.replace("no-better", "no-better-later").replace("value = 74", "value = 174")

    assert [fault.line for fault in read(tmp_path, GOOD + second).faults] == [17]


def test_an_id_that_stands_twice_is_reported_with_its_second_line(tmp_path) -> None:
    ledger = read(tmp_path, GOOD + GOOD)

    message = "this is not TOML: 'no-better' stands twice; rename or remove one"
    assert ledger.faults == (Fault("ledger", message, line=10),)


def test_a_ledger_that_is_not_there_is_not_readable(tmp_path) -> None:
    assert not read_ledger(tmp_path / "claims.toml").readable


@pytest.mark.parametrize(
    ("name", "of", "fault"),
    [
        ("cells", 100, ""),
        ("cell", 100, "no number 'cell'; did you mean 'cells'?"),
        ("p", 100, "number 'p' is 0.77 (p value), out of nothing; give it of = 100 in the ledger"),
        ("cells", 50, "number 'cells' is 74 of 100 (better with cells), the array has 50 dots; "
         "write :of: 100"),
    ],
)  # fmt: skip
def test_a_number_that_makes_no_dots_says_why(tmp_path, name: str, of: int, fault: str) -> None:
    assert read(tmp_path, GOOD).claims["no-better"].row_fault(name, of) == fault


def test_part_of_a_person_makes_no_dot(tmp_path) -> None:
    claim = read(tmp_path, GOOD.replace("74", "73.5")).claims["no-better"]

    assert claim.row_fault("cells", 100) == (
        "number 'cells' is 73.5 of 100 (better with cells); dots need a whole number from 0 to 100"
    )

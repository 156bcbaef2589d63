"""Two groups of people are compared in the ledger, with intervals as statisticians compute them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.claims.ledger.reader import read_ledger

if TYPE_CHECKING:
    from handouts.claims.ledger.comparisons import Comparison
    from handouts.claims.ledger.entries import Ledger


GOOD = """\
[comparisons.levi-half-pain]
trial = "Levi 2025"
sources = ["levi2025"]
outcome = "half the pain gone"
time = "12 months"
treatment = { name = "marrow", n = 45, percent = 44 }
control = { name = "saline", n = 18, percent = 56 }
difference = { how = "computed", method = "newcombe", counts = [20, 45, 10, 18], assumed = true }
certainty = "fact"
checked = 2026-11-22
"""


def read(tmp_path: Path, text: str = GOOD) -> Ledger:
    (tmp_path / "claims.toml").write_text(text, "utf-8")
    return read_ledger(tmp_path / "claims.toml")


def comparison(ledger: Ledger) -> Comparison:
    found = ledger.claims["levi-half-pain"].comparison
    assert found is not None
    return found


REPORTED = '{ how = "reported", value = -11, low = -35, high = 15 }'
COMPUTED = '{ how = "computed", method = "newcombe", counts = [20, 45, 10, 18], assumed = true }'


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (COMPUTED, "−11 (−35 to +15)"),
        (COMPUTED.replace(", assumed = true", ""), "−11.1 (−35.1 to +15.0)"),
        (REPORTED.replace("-11, low = -35, high = 15", "3.5"), "+3.5"),
    ],
    ids=["whole people, if the counts are guessed", "one more place, if not", "as reported"],
)
def test_a_difference_is_written(tmp_path, difference: str, shown: str) -> None:
    ledger = read(tmp_path, GOOD.replace(COMPUTED, difference))

    assert str(comparison(ledger).difference) == shown


def test_a_rate_has_an_exact_interval(tmp_path) -> None:
    text = GOOD.replace(f"difference = {COMPUTED}", "rate = { events = 1, of = 49 }")

    assert comparison(read(tmp_path, text)).result == "1 of 49: 2.0% (95% CI 0.05 to 10.9)"


def test_pages_may_quote_the_numbers_of_a_comparison(tmp_path) -> None:
    ledger = read(tmp_path)
    values = {str(one.value) for one in ledger.claims["levi-half-pain"].numbers.values()}

    assert ledger.faults == ()
    assert {"45", "18", "63", "44", "56", "-11", "-35", "15", "12"} <= values


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("counts = [20, 45", "counts = [30, 45", 8, "30 of 45 with marrow are not 44 out of 100"),
        ("45, 10, 18]", "50, 10, 18]", 8, "50 people are counted with marrow, of 45"),
        ("[20, 45, 10, 18]", "[20, 45]", 8, "a computed difference is written as"),
        ("[20, 45, 10, 18]", "[45, 20, 18, 10]", 8, "a computed difference is written as"),
        ("assumed = true", "value = -11", 8, "'difference' has no field 'value'; known: assumed,"),
        ('"computed"', '"guessed"', 8, "'how' must be reported or computed, found 'guessed'"),
        (COMPUTED, "5.5", 8, "'difference' must be written as"),
        (COMPUTED, REPORTED.replace("-11", "-41"), 8, "lies outside its interval, -35 to 15"),
        (COMPUTED, REPORTED.replace("-11, low = -35, high = 15", "11, low = -15, high = 35"), 8,
         "44 with marrow less 56 with saline is -12, and the difference says +11 (−15 to +35)"),
        (COMPUTED, REPORTED.replace("-11, low = -35, high = 15", "-1.1, low = -3.5, high = 1.5"), 8,
         "is -12, and the difference says −1.1"),
        (COMPUTED, REPORTED.replace("-11, low = -35", "-110, low = -350"), 8, "from -100 to 100"),
        ("checked =", 'result = "alike"\nchecked =', 10, "'difference' and 'result' both say"),
        ("n = 45, ", "n = -1, ", 6, "'n' of 'treatment' must be a whole number from 1, found -1"),
        ("n = 45, ", "n = 0, ", 6, "must be a whole number from 1, found 0"),
        ("percent = 44", "percent = 144", 6, "must be a number from 0 to 100, found 144"),
        ("percent = 44", "percent = 44, events = 5", 6, "'treatment': 5 of 45 are not 44 out of"),
        ("percent = 44", "percent = 44, mean = 5.5", 6, "'treatment': a 'mean' is in points"),
        ("percent = 44", "mean = 5.5", 7, "give both groups a 'mean', or neither"),
        ("n = 45, percent = 44", "events = 20", 6, "'treatment': 'events' needs the people"),
        ("percent = 44", "events = 46", 6, "'treatment': 46 of 45 is more than all"),
        ('name = "saline", ', "", 7, "'control' needs a name"),
        ("checked =", "studies = 1.5\nchecked =", 10, "a whole number from 1, found 1.5"),
        ("checked =", "people = 63\nchecked =", 10, "for a study whose groups have no 'n'"),
        ("checked =", 'better = "lower"\nchecked =', 10, "must be one of more, fewer; found"),
        ("checked = 2026-11-22", 'checked = "now"', 10, "'levi-half-pain': 'checked' must be a"),
        ("time = ", "when = ", 1, "field 'time' is missing"),
        ("time = ", "times = ", 5, "no such field 'times'; did you mean 'time'?"),
        ("[comparisons.levi-half-pain]", "[comparisons.Levi]", 1, "an id has small letters"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_at_its_line(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    faults = read(tmp_path, GOOD.replace(old, new)).faults

    assert any(one.line == line and message in one.message for one in faults), faults


def test_a_study_whose_groups_have_no_count_may_say_how_many_took_part(tmp_path) -> None:
    text = GOOD.replace("n = 45, ", "").replace("n = 18, ", "").replace(COMPUTED, REPORTED)

    found = read(tmp_path, text.replace("checked =", "people = 63\nchecked ="))
    assert found.faults == ()
    assert comparison(found).people == 63


def test_an_adjusted_difference_may_stand_without_the_figures_of_both_groups(tmp_path) -> None:
    text = GOOD.replace(COMPUTED, REPORTED.replace("-11", "11")).replace(", percent = 44", "")

    assert read(tmp_path, text.replace(", percent = 56", "")).faults == ()


def test_an_id_is_a_claim_or_a_comparison(tmp_path) -> None:
    claim = '[levi-half-pain]\nstatement = "A."\nsources = ["a"]\ncertainty = "fact"\n'
    faults = read(tmp_path, f"{claim}checked = 2026-11-22\n{GOOD}").faults

    assert [(one.line, "has this id already" in one.message) for one in faults] == [(6, True)]

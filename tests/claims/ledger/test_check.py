"""A certainty says who graded it, and the numbers of a claim stand in its quote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.claims.ledger.entries import SourceFacts
from handouts.claims.ledger.reader import read_ledger

if TYPE_CHECKING:
    from handouts.problems import Fault


SOURCES = {
    "review2022": SourceFacts(True, 2022, "review", "abstract"),
    "trial2024": SourceFacts(True, 2024, "trial", "abstract"),
    "undated": SourceFacts(True, 0, "review", "abstract"),
    "news2025": SourceFacts(True, 2025, "press", "secondary"),
}
OURS = 'graded-by = "ours"\ngraded = 2026-11-22\nbecause = "few trials"\n'


def faults(
    tmp_path: Path, certainty: str, more: str, sources: str, says: str = "Cells may ease pain."
) -> list[Fault]:
    (tmp_path / "claims.toml").write_text(
        f'[effect]\nstatement = "{says}"\nsources = [{sources}]\n'
        f'certainty = "{certainty}"\n{more}checked = 2026-11-22\n',
        "utf-8",
    )
    return list(read_ledger(tmp_path / "claims.toml", SOURCES).faults)


@pytest.mark.parametrize(
    ("certainty", "more", "line", "message"),
    [
        ("very low", "", 4, 'graded the certainty very low, and when: graded-by = "ours", with'),
        ("very low", 'because = "few"\n', 4, "say who graded the certainty very low"),
        ("very low", OURS.replace('because = "few trials"\n', ""), 5, "needs its reason"),
        ("very low", 'graded-by = "ours"\nbecause = "few"\n', 5, "say when it was graded"),
        ("very low", 'graded-by = "review2022"\ngraded = 2026-11-22\n', 5,
         "'review2022' (2022) cannot have graded later work: trial2024 (2024)"),
        ("very low", 'graded-by = "review2021"\ngraded = 2026-11-22\n', 5,
         "the bibliography has no 'review2021' that could have graded it; did you mean"),
        ("very low", 'graded-by = "undated"\ngraded = 2026-11-22\n', 5,
         "'undated' has no year in the bibliography"),
        ("very low", OURS.replace("2026", "2023"), 6,
         "'graded' is 2023-11-22, before there was what it grades: trial2024 (2024)"),
        ("fact", OURS, 5, "a fact has no grade"),
    ],
)  # fmt: skip
def test_a_grade_that_nobody_can_have_given_is_refused(
    tmp_path, certainty: str, more: str, line: int, message: str
) -> None:
    (fault,) = faults(tmp_path, certainty, more, '"trial2024"')

    assert (fault.line, fault.code) == (line, "claim-grade")
    assert message in fault.message


@pytest.mark.parametrize(
    ("more", "sources"),
    [(OURS, '"trial2024"'), ('graded-by = "review2022"\ngraded = 2026-11-22\n', '"review2022"')],
)
def test_a_grade_of_our_own_or_of_a_work_as_new_is_none(tmp_path, more: str, sources: str) -> None:
    assert faults(tmp_path, "very low", more, sources) == []


@pytest.mark.parametrize(
    ("certainty", "more", "says"),
    [("very low", OURS, "We do not know."), ("fact", "", "It is safe.")],
)
def test_the_press_alone_carries_no_claim_about_effect(
    tmp_path, certainty: str, more: str, says: str
) -> None:
    (fault,) = faults(tmp_path, certainty, more, '"news2025"', says)

    assert (fault.line, fault.code) == (3, "claim-source")
    assert faults(tmp_path, "fact", "", '"news2025"', "The firm was sold.") == []


GOOD = """\
[walk]
statement = "30 of 100 people walked further."
sources = ["walk2020"]
certainty = "fact"
checked = 2026-11-22
quote = "Of all participants, 30% walked further"
at = "table 2: 12 weeks"
supports = { by = "A. Reader", on = 2026-11-22 }
[walk.numbers]
further = { value = 30, of = 100, means = "walked further" }
weeks = { value = 12, means = "weeks" }
"""


def test_numbers_stand_in_the_quote_or_beside_its_place(tmp_path) -> None:
    (tmp_path / "claims.toml").write_text(GOOD, "utf-8")

    assert read_ledger(tmp_path / "claims.toml").faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("value = 30", "value = 31", 6, "the numbers 'further' (31) stand neither in the quote"),
        ("all participants", "all participants" + " of it" * 15, 6, "the quote has 36 words"),
        ('at = "table 2: 12 weeks"\n', "", 6, "say where the quote stands as 'at'"),
        ('quote = "Of all participants, 30% walked further"\n', "", 7, "there is no 'quote'"),
    ],
)
def test_a_quote_that_does_not_carry_its_claim_is_refused(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    (tmp_path / "claims.toml").write_text(GOOD.replace(old, new), "utf-8")
    faults = read_ledger(tmp_path / "claims.toml").faults

    assert any((one.line, one.code) == (line, "claim-quote") for one in faults), faults
    assert message in " ".join(one.message for one in faults)

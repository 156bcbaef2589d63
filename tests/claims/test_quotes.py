"""The numbers of a claim stand in its quote, which is short and has a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handouts.claims.ledger_reader import read_ledger

if TYPE_CHECKING:
    from pathlib import Path

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


def test_numbers_stand_in_the_quote_or_beside_its_place(tmp_path: Path) -> None:
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
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    (tmp_path / "claims.toml").write_text(GOOD.replace(old, new), "utf-8")
    faults = read_ledger(tmp_path / "claims.toml").faults

    assert any((one.line, one.code) == (line, "claim-quote") for one in faults), faults
    assert message in " ".join(one.message for one in faults)

"""Cells of the evidence tables: what a comparison says in each, and what it lacks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from handouts.claims.ledger.comparisons import Arm, Comparison, Difference
from handouts.claims.ledger.entries import Claim
from handouts.claims.pictures.drawings import Scale
from handouts.claims.pictures.evidence_cells import row_of, summary_row

SHARES = {"treatment": Arm("walking", percent=Decimal(60)), "control": Arm("rest")}
POINTS = {"treatment": Arm("walking", mean=Decimal(4)), "control": Arm("rest", mean=Decimal(6))}
FALL = Difference(Decimal(-2))


def claim(**values: Any) -> Claim:
    comparison = Comparison("ALPHA", "pain", "at a year", **values)
    more: dict[str, Any] = {"statement": "", "sources": (), "numbers": {}, "checked": None}
    return Claim("a", certainty="fact", note="", line=1, comparison=comparison, **more)


def text(cell: str | list[Any]) -> str:
    return cell if isinstance(cell, str) else "".join(node.astext() for node in cell)


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("results", SHARES, "pain, at a year: 60 v not reported"),
        ("results", POINTS, "pain, at a year: 4 points v 6 points"),
        ("difference", {**POINTS, "difference": FALL}, "−2 points"),
        ("difference", SHARES, "–"),
        ("picture", {**SHARES, "difference": FALL}, "−2, no interval"),
        ("picture", {**POINTS, "difference": FALL}, "−2 points"),
        ("picture", SHARES, "no figures to draw"),
        ("people", SHARES, "–"),
        ("certainty", SHARES, "not graded"),
    ],
)
def test_a_cell_says_what_there_is_and_what_is_not(
    column: str, values: dict[str, Any], words: str
) -> None:
    (cell,) = row_of(claim(**values), [column], Scale(-10, 10), ours=False)

    assert text(cell) == words


def test_a_summary_names_the_studies_where_nobody_counts_the_people() -> None:
    first, *_, plain = summary_row(claim(**POINTS, studies=3, words="A little less pain."))

    assert (text(first[1:]), text(plain)) == ("ALPHA (3 studies)", "A little less pain.")

"""Comparisons of the ledger are drawn on one scale, with their figures as text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from handouts.claims.ledger.comparisons import Difference
from handouts.claims.pictures.drawings import Scale, common_scale, plot
from handouts.claims.pictures.evidence_cells import head_cell

if TYPE_CHECKING:
    from projects import Built

ROW = """
[comparisons.{id}]
trial = "{trial}"
sources = ["alpha2024"]
outcome = "half the pain gone"
time = "12 months"
treatment = {{ name = "cells", n = 45, events = {events} }}
control = {{ name = "sham", n = 18, events = 10 }}
difference = {{ how = "computed", method = "newcombe", counts = [{events}, 45, 10, 18] }}
certainty = "very low"
graded-by = "ours"
graded = 2026-11-22
because = "few people"
words = "We do not know if cells help more than sham."
checked = 2026-11-22
"""
WORDS_ONLY = ROW.replace("difference = ", 'result = "own start only" # ')
LEDGER = (
    ROW.format(id="alpha", trial="ALPHA", events=20)
    + ROW.format(id="beta", trial="BETA", events=30)
    + WORDS_ONLY.format(id="gamma", trial="GAMMA", events=30)
)
TABLE = """\
```{evidence-table}
:comparisons: alpha, beta, gamma
:columns: trial, people, compared, outcome, results, picture, certainty
:favours: sham, cells
```
"""
SUMMARY = "```{summary-of-findings}\n:comparisons: alpha, beta\n```\n"
HANDOUT = f"---\nhandout: referrers\n---\n# Sheet\n\n{TABLE}"


@pytest.fixture
def build(project) -> Callable[..., Built]:
    """Return a function that builds a sheet of two tables."""

    def build_sheet(builder: str = "handouts", text: str = HANDOUT, ledger: str = LEDGER) -> Built:
        files = {
            "index.md": "# Home\n\n```{toctree}\nsheet\n```\n",
            "sheet.md": text,
            "claims.toml": ledger,
            "references.bib": "@article{alpha2024, title = {A}, author = {A, B}, year = {2024}}",
        }
        return project(files).build(builder, handouts_editions={"a4": {"paper": "A4"}})

    return build_sheet


def dots(page: str) -> list[float]:
    return [float(x) for x in re.findall(r'class="dot" d="M([\d.]+) ', page)]


def test_the_scale_holds_every_interval_and_nothing() -> None:
    first = Difference(Decimal(-11), Decimal(-35), Decimal(15))
    second = Difference(Decimal(5), Decimal(-12), Decimal(21))

    assert common_scale([first, second]) == Scale(-40, 30)
    assert common_scale([]) == Scale(0, 10)


def test_a_mark_has_its_numbers_in_its_title_and_is_not_read_out_beside_them() -> None:
    drawing = plot(Difference(Decimal(5)), Scale(-10, 10), "A < B: +5")

    assert drawing.startswith('<svg aria-hidden="true" ')
    assert "<title>A &lt; B: +5</title>" in drawing
    assert 'class="bar"' not in drawing


def test_the_web_shows_heads_figures_and_one_mark_a_comparison(build: Callable[..., Built]) -> None:
    built = build("html")
    page = re.sub(r"\s+", " ", built.html())

    assert built.warnings == []
    assert 'Better: <span class="ho-pair">← sham | cells →</span>' in page
    assert len(dots(page)) == 2
    assert "−11.1 (−35.1 to +15.0)" in page
    assert "very low (our rating)" in page
    assert "own start only" in page
    named = re.findall(r'<th class="stub"><p><strong>(\w+)</strong></p>', page)
    assert named == ["ALPHA", "BETA", "GAMMA"]


@pytest.mark.parametrize(("others", "words"), [("results", "Trial, people"), ("people", "Trial")])
def test_a_trial_stands_with_its_people_where_they_have_no_column(others: str, words: str) -> None:
    assert head_cell(["trial", others], "trial", [], ours=False) == words


def test_a_changed_count_moves_the_dot(build: Callable[..., Built]) -> None:
    before = dots(build("html").html())
    after = dots(build("html", ledger=LEDGER.replace("[20, 45", "[19, 45")).html())

    assert after[0] < before[0]
    assert after[1] == before[1]


def test_a_sheet_in_black_alone_still_shows_line_dot_and_bar(build: Callable[..., Built]) -> None:
    built = build()
    data = (built.outdir / "sheet-a4.pdf").read_bytes()
    page = pypdfium2.PdfDocument(io.BytesIO(data))[0].render(scale=150 / 72).to_pil()
    black = page.convert("L").point(lambda grey: 255 * (grey > 127))
    lines = [black.crop((0, y, page.width, y + 1)).tobytes() for y in range(page.height)]
    rows = [max(map(len, re.findall(rb"\x00+", line)), default=0) for line in lines]
    text = built.pdf_text()

    assert built.warnings == []
    assert "−11.1 (−35.1 to +15.0)" in text
    assert "– own start only" in text
    assert sum(50 < run < 130 for run in rows) >= 3  # bars, not the rules of the table
    assert "very low (our rating)" in text


def test_a_summary_says_without_with_difference_and_why(build: Callable[..., Built]) -> None:
    text = SUMMARY.replace("alpha, beta", "alpha, beta, gamma")
    built = build(text=HANDOUT.replace(TABLE, text))

    assert built.warnings == []
    assert "ALPHA: 63 people (1 study)" in built.pdf_text()
    assert "very low (our rating) few people" in built.pdf_text()


FEWER = ROW.format(id="delta", trial="DELTA", events=25) + 'better = "fewer"\n'
WRONG = [
    (TABLE.replace("alpha, beta", "alpha, bete"), "no comparison 'bete'; did you mean 'beta'?"),
    (TABLE.replace("alpha, beta", "alpha, alpha"), "':comparisons:' names 'alpha' twice"),
    (TABLE.replace(":comparisons: alpha, beta, gamma\n", ""), "':comparisons:' is missing"),
    (TABLE.replace("people,", "persons,"), "no column 'persons'; known: certainty,"),
    (TABLE.replace("people,", "trial,"), "':columns:' names 'trial' twice"),
    (TABLE.replace("sham, cells", "sham"), "':favours:' names two sides"),
    (TABLE.replace("sham, cells", "cells, sham"), "in ALPHA, left of the line is where sham did"),
    (TABLE.replace("alpha, beta, gamma", "delta"), "is where cells did better; write the sides as "
     "'cells, sham'"),
    (TABLE.replace("gamma", "delta"), "in one row more is better, in another fewer"),
    (SUMMARY.replace("beta", "beta, gamma, delta, r1, r2, r3, r4"), "8 outcomes, at most 7"),
]  # fmt: skip


def test_an_option_that_is_wrong_is_an_error_at_its_line(build: Callable[..., Built]) -> None:
    rest = "".join(ROW.format(id=f"r{n}", trial="R", events=20) for n in range(1, 5))
    page, lines = "---\nhandout: referrers\n---\n# Sheet\n\n", []
    for table, _ in WRONG:
        lines.append(page.count("\n") + 1)
        page += f"{table}\n"
    built = build(text=page, ledger=f'{LEDGER}{FEWER}{rest}section = "nowhere"\n')

    for line, (_, message), warning in zip(lines, WRONG, built.warnings, strict=False):
        assert warning.startswith(f"sheet.md:{line}: ")
        assert message in warning
    assert not any("no page states" in one for one in built.warnings)
    assert any("claim 'r4': no page has the label 'nowhere'" in one for one in built.warnings)

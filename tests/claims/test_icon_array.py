"""Dots drawn from the ledger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from handouts.claims.drawings import dots
from handouts.nodes import icon_array, icon_row

ROOT = Path(__file__).parents[1] / "roots" / "test-claims"
Build = Callable[..., SphinxTestApp]
GOOD = """\
```{icon-array}
:claim: no-better
:rows: cells, sham
:captions: stem cells, pretend injection
One dot is one person.
```
"""


@pytest.fixture
def build(make_app: Build, tmp_path: Path) -> Callable[..., SphinxTestApp]:
    """Return a function that builds a page of the test project."""

    def build_page(text: str, builder: str = "html", ledger: str = "") -> SphinxTestApp:
        srcdir = tmp_path / "src"
        shutil.copytree(ROOT, srcdir, dirs_exist_ok=True)
        (srcdir / "index.md").write_text(f"# T\n\n{text}", "utf-8")
        if ledger:
            (srcdir / "claims.toml").write_text(ledger, "utf-8")
        app = make_app(builder, srcdir=srcdir)
        app.build()
        return app

    return build_page


def figure(app: SphinxTestApp) -> str:
    page = (app.outdir / "index.html").read_text("utf-8")
    found = re.search(r'<figure class="icon-array">.*?</figure>', page, re.DOTALL)
    return re.sub(r"<path[^>]*>", "", found[0]) if found else ""


def test_the_figure_holds_rows_labels_and_how_to_read_it(
    build: Callable[..., SphinxTestApp],
) -> None:
    assert figure(build(GOOD)).replace("\n", "") == (
        '<figure class="icon-array"><div class="ho-rows">'
        '<div class="ho-row"><svg aria-hidden="true" viewBox="0 0 100 100"><title>stem cells: 74 '
        "out of 100, 26 not</title></svg><p>stem cells: <strong>74</strong> out of 100, "
        '<span class="ho-not">26 not</span></p></div>'
        '<div class="ho-row"><svg aria-hidden="true" viewBox="0 0 100 100"><title>pretend '
        "injection: 69 out of 100, 31 not</title></svg>"
        "<p>pretend injection: <strong>69</strong> out of 100, "
        '<span class="ho-not">31 not</span></p></div>'
        "</div><figcaption>One dot is one person."
        '<sup class="ho-source-refs">[<a aria-label="Source 1: checked 22 November 2026" '
        'class="source-ref" href="#source-1" title="Source 1: checked 22 November 2026">1</a>]'
        "</sup></figcaption></figure>"
    )


def test_a_number_changed_in_the_ledger_changes_the_dots(
    build: Callable[..., SphinxTestApp],
) -> None:
    ledger = (ROOT / "claims.toml").read_text("utf-8").replace("value = 74", "value = 73")

    assert "<title>stem cells: 73 out of 100, 27 not</title>" in figure(build(GOOD, ledger=ledger))


def test_other_builders_get_the_words(build: Callable[..., SphinxTestApp]) -> None:
    app = build(GOOD, "text")

    assert "74 out of 100, 26 not: stem cells\n" in (app.outdir / "index.txt").read_text("utf-8")


def test_captions_can_be_translated(build: Callable[..., SphinxTestApp]) -> None:
    app = build(GOOD, "gettext")

    assert 'msgid "pretend injection"' in (app.outdir / "index.pot").read_text("utf-8")


def test_the_numbers_are_not_in_the_cached_doctree(build: Callable[..., SphinxTestApp]) -> None:
    rows = build(GOOD).env.get_doctree("index").findall(icon_row)

    assert [row.get("value") for row in rows] == [None, None]


def test_a_row_that_cannot_be_drawn_is_left_out(build: Callable[..., SphinxTestApp]) -> None:
    text = GOOD.replace("cells, sham", "months, sham")

    assert re.findall("<title>(.*?)</title>", figure(build(text))) == [
        "pretend injection: 69 out of 100, 31 not"
    ]


WRONG = [
    (":claim: no-better\n", "", "':claim:' is missing"),
    (":rows: cells, sham\n", "", "':rows:' is missing"),
    (":captions: stem cells, pretend injection\n", "", "':captions:' is missing"),
    ("cells, sham", "cells", "':rows:' has 1 and ':captions:' has 2; each row needs one, with"),
    ("cells, sham", "cells, cells", "':rows:' names 'cells' twice"),
    (":claim:", ":shape: 20x6\n:claim:", "':shape:' is '20x6'; did you mean '20x5'?"),
    (":claim:", ":of: 1001\n:claim:", "':of:' is 1001; nobody counts more than 1000 dots"),
    ("One dot is one person.\n", "", "say below the options how to read it"),
]


def test_a_directive_that_lacks_something_is_an_error_at_its_line(
    build: Callable[..., SphinxTestApp],
) -> None:
    parts, lines = [], []
    for old, new, _ in WRONG:
        lines.append(3 + "".join(parts).count("\n"))
        parts.append(f"{GOOD.replace(old, new)}\n")
    warnings = build("".join(parts)).warning.getvalue()

    for line, (_, _, message) in zip(lines, WRONG, strict=True):
        assert f"index.md:{line}: ERROR: icon-array: {message}" in warnings


def test_a_copy_knows_the_page_it_came_from(build: Callable[..., SphinxTestApp]) -> None:
    (array,) = build(GOOD).env.get_doctree("index").deepcopy().findall(icon_array)

    assert (array["docname"], array["path"]) == ("index", "index.md")


@pytest.mark.parametrize("value", [0, 1, 74, 100])
def test_as_many_dots_are_filled_as_the_number_says(value: int) -> None:
    rings, discs = re.findall(r' d="([^"]*)"', dots(value, 100, ""))

    assert (rings.count("M"), discs.count("M")) == (100 - value, value)


def test_dots_fill_from_the_lowest_row() -> None:
    discs = re.findall(r' d="([^"]*)"', dots(10, 100, ""))[1]

    assert {float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)", discs)} == {95.0}


def test_filled_and_empty_dots_differ_in_shape_not_only_in_colour() -> None:
    others, events = re.findall(r"<path [^>]*>", dots(74, 100, ""))

    widths = [float(re.findall(r'stroke-width="([\d.]+)"', one)[0]) for one in (others, events)]

    assert 'stroke-linecap="round"' in events
    assert widths[1] >= 5 * widths[0]


def test_the_line_of_a_ring_is_three_quarters_of_a_point_at_19_mm() -> None:
    width = re.search(r'stroke-width="([\d.]+)"', dots(74, 100, ""))

    assert width is not None
    assert float(width[1]) / 100 * 19 / 25.4 * 72 >= 0.75


def test_a_caption_is_escaped_in_the_title() -> None:
    assert "<title>1 of 2: a &lt; b</title>" in dots(1, 2, "1 of 2: a < b")


def test_a_thousand_dots_stand_in_forty_columns() -> None:
    assert 'viewBox="0 0 400 250"' in dots(10, 1000, "", 40)


def test_a_flat_array_has_twenty_dots_in_a_line(build: Callable[..., SphinxTestApp]) -> None:
    shown = figure(build(GOOD.replace(":rows:", ":shape: 20x5\n:rows:")))

    assert shown.count('viewBox="0 0 200 50"') == 2


def test_a_shape_that_is_none_is_an_error(build: Callable[..., SphinxTestApp]) -> None:
    warnings = build(GOOD.replace(":rows:", ":shape: 30x3\n:rows:")).warning.getvalue()

    assert "index.md:3: ERROR: icon-array: ':shape:' is '30x3'; known: 10x10, 20x5" in warnings


def test_both_directions_are_said_in_the_words_of_the_outcome(
    build: Callable[..., SphinxTestApp],
) -> None:
    shown = figure(build(GOOD.replace(":rows:", ":outcome: better\n:rows:")))

    assert "<title>stem cells: 74 better, 26 not better</title>" in shown
    assert (
        'stem cells: <strong>74</strong> better, <span class="ho-not">26 not better</span>' in shown
    )


def test_the_claim_says_what_counted_and_that_chance_can_explain_it(
    build: Callable[..., SphinxTestApp],
) -> None:
    more = 'outcome = "pain lower by a lot"\nchance = true\n[no-better.numbers]'
    ledger = (ROOT / "claims.toml").read_text("utf-8").replace("[no-better.numbers]", more)
    shown = figure(build(GOOD, ledger=ledger))

    assert "What counted: pain lower by a lot. Chance alone may explain the difference." in shown


def test_a_second_build_follows_the_ledger(build: Callable[..., SphinxTestApp]) -> None:
    build(GOOD)
    ledger = (ROOT / "claims.toml").read_text("utf-8").replace("value = 69", "value = 68")

    assert "<title>pretend injection: 68 out of 100, 32 not</title>" in figure(
        build(GOOD, ledger=ledger)
    )

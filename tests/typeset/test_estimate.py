"""The estimate of a sheet's height is what the layout engine then measures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handouts.claims.pictures.drawings import dots
from handouts.jobs import THEME_FONTS, SheetPlan, TypeSetting
from handouts.typeset.estimate import SPACE

pytestmark = pytest.mark.usefixtures("_as_a_worker")
THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
WORDS = "They compare before with after, and most people who wait get better as well. " * 3
LINE = "They compare before with after"
LIST = f"<ul><li>{WORDS}</li><li>Short</li></ul>"
TABLE = (
    "<table><thead><tr><th>Option</th><th>What studies found</th></tr></thead><tbody>"
    f"<tr><td>Exercise</td><td>{WORDS}</td></tr><tr><td>Rest</td><td>No</td></tr></tbody></table>"
)
SECTIONS = "".join(f"<section><h2>Head</h2><p>{WORDS * n}</p></section>" for n in (1, 2, 1, 2))
SOURCES = "".join(f"<li>Author {year}</li>" for year in range(1990, 2020))
GRID = (
    '<div class="ho-grid"><div class="ho-grid-item ho-span-4">'
    '<div class="ho-box ho-plain">'
    f'<h2 class="ho-box-title">A</h2><div class="ho-box-body"><p>{WORDS}</p></div></div></div>'
    f'<div class="ho-grid-item ho-span-8"><h2>B</h2><p>{WORDS}</p></div></div>'
)
DOTS = (
    '<figure class="icon-array"><div class="ho-rows"><div class="ho-row ho-wide">'
    f"{dots(50, 100, 'dots', 20)}<p><strong>50</strong> of 100 people felt better</p>"
    "</div></div></figure>"
)
INTERVAL = '<svg viewBox="0 0 120 14"><path d="M50 7h40" stroke="#000"/></svg>'
DIFFERENCE = (
    "<tr><th>A trial of cells against a pretend injection</th><td>pain or disability, 2 years</td>"
    '<td><span class="ho-pair">38 v 12</span></td><td><span class="ho-drawn">'
    f'<span class="ho-interval">{INTERVAL}</span>+26 (−3 to +47)</span></td></tr>'
)
PAGES = {
    "differences": f'<table class="evidence"><tbody>{DIFFERENCE * 6}</tbody></table>',
    "dots beside words": DOTS * 6,
    "paragraphs": f"<h2>Head</h2><p>{WORDS}</p><p><strong>Bold:</strong> {WORDS}</p>",
    "list": f'<h2>Head</h2>{LIST}<ul class="checklist"><li>{WORDS}</li></ul>',
    "lists in lists": f"<ul><li>{WORDS}<ul><li>One<ol><li><b>Two</b> {WORDS}</li></ol></li></ul>"
    "</li><li><p>Three</p><ul><li>Four</li></ul></li></ul>",
    "bold words before lists in lists": "<ul>"
    + "<li>One <b>two</b> three<ul><li>Four</li></ul></li>" * 6
    + "</ul>",
    "lines to write on": '<ul class="write-in"><li>My notes:</li><li>My number:</li></ul>',
    "box": '<div class="ho-box ho-answer"><h2 class="ho-box-title">In short</h2>'
    f'<div class="ho-box-body"><p>{WORDS}</p></div></div>',
    "box with a wide title": '<div class="ho-box"><h2 class="ho-box-title">Physiotherapists</h2>'
    f'<div class="ho-box-body"><p>{WORDS}</p></div></div>',
    "box with a title above": '<div class="ho-box"><h2 class="ho-box-title">When you should ask '
    f'for help, and whom</h2><div class="ho-box-body"><p>{WORDS}</p></div></div>',
    "boxes with more title than text": '<div class="ho-box"><h2 class="ho-box-title">A clinic on a '
    'list is not approved</h2><div class="ho-box-body"><p>Be careful</p></div></div>' * 4,
    "box without a title": f'<div class="ho-box"><p>{WORDS}</p></div>',
    "alarms": '<div class="ho-box ho-alarm"><h2 class="ho-box-title">Help</h2>'
    f'<div class="ho-box-body"><ul><li>One</li></ul><p>{WORDS}</p></div></div>' * 3,
    "short row of a grid": '<div class="ho-grid ho-short">'
    f'<div class="ho-grid-item ho-span-5"><p>{WORDS}</p></div></div>',
    "grid": GRID,
    "table": f"<section><h2>Head</h2>{TABLE}</section>",
    "columns": f'<div class="ho-columns">{SECTIONS}</div>',
    "sources": f'<section><h2>Sources</h2><ol class="ho-sources">{SOURCES}</ol></section>',
}


@pytest.fixture(scope="module")
def press(engine) -> Any:
    fonts = THEME_FONTS
    return engine.Engine((THEME / "sheet.css").read_text("utf-8"), fonts, {})


@pytest.mark.parametrize("setting", [TypeSetting(14, 1.42, 1.5), TypeSetting(10, 1.25, 0.5)])
@pytest.mark.parametrize("name", PAGES)
def test_an_estimate_is_within_a_fiftieth_of_the_layout(
    engine, press: Any, name: str, setting: TypeSetting
) -> None:
    code = "" if setting.size > 12 else " ho-no-code"
    html = (
        f"<!doctype html><html lang='en'><body><main><h1>A title</h1>{PAGES[name]}</main>"
        f'<footer class="ho-imprint{code}"><div class="ho-imprint-text"><p>{WORDS}</p></div>'
        "</footer></body></html>"
    )
    sheet = engine.ParsedSheet(press, html)
    plan = SheetPlan("a4", (210.0, 297.0), 1, (setting,))

    used = sheet.lay_out(plan, setting, 0).used
    assert sheet.estimate(plan, setting, 0) == pytest.approx(used, rel=0.02)


@pytest.mark.parametrize("tag", ["p", "table", "div class='ho-grid'"])
def test_blocks_that_are_left_out_have_no_height(engine, press: Any, tag: str) -> None:
    inside = f"<tr><td>{WORDS}</td></tr>" if tag == "table" else f"<span>{WORDS}</span>"
    block = f'<{tag} data-if-room="0">{inside}</{tag.split(maxsplit=1)[0]}>'
    sheet = engine.ParsedSheet(press, f"<body><main><p>{WORDS}</p>{block}</main></body>")
    plan = SheetPlan("a4", (210.0, 297.0), 1, (TypeSetting(12, 1.3, 1),))
    without, whole = (sheet.estimate(plan, plan.settings[0], kept) for kept in (0, 1))

    assert whole > 1.6 * without > 0


@pytest.mark.parametrize("css", [":root{--measure:20em}", ":root{--lead-measure:100em}"])
def test_lines_below_the_title_are_as_long_as_a_project_says(engine, css: str) -> None:
    theme = (THEME / "sheet.css").read_text("utf-8")
    press = engine.Engine(theme + css, THEME_FONTS, {})
    sheet = engine.ParsedSheet(press, f"<body><main><h1>A</h1><p>{WORDS * 9}</p></main></body>")
    setting = TypeSetting(12, 1.3, 1)
    plan = SheetPlan("a4", (210.0, 297.0), 1, (setting,))

    used = sheet.lay_out(plan, setting, 0).used
    assert sheet.estimate(plan, setting, 0) == pytest.approx(used, rel=0.02)


@pytest.mark.parametrize(
    "box",
    [
        '<div class="ho-box ho-answer">{}</div>',
        '<div class="ho-grid"><div class="ho-box ho-answer ho-grid-item">{}</div></div>',
        "{}",
    ],
)
def test_words_are_as_wide_as_their_weight_makes_them(engine, press: Any, box: str) -> None:
    lines = "".join(f"<p><{tag}>{LINE}</{tag}></p>" for tag in ("span", "strong", "em", "a"))
    sheet = engine.ParsedSheet(press, f"<body><main><h1>A</h1><p>B</p>{box.format(lines)}</main>")
    setting = TypeSetting(7, 1.3, 0.1)
    layout = sheet.lay_out(SheetPlan("a4", (210.0, 297.0), 1, (setting,)), setting, 0)

    from handouts.typeset.boxes import all_boxes  # Loads the engine.

    drawn = [one for one in all_boxes(layout.document.pages[0]) if vars(one).get("text") == LINE]
    words = [sheet.outline.pieces(one) for one in sheet.body.iter("p") if len(one)]
    wanted = [one.width / one.style["font_size"] for one in drawn]
    assert len(wanted) == 4
    assert [sum(one) + SPACE * (len(one) - 1) for one in words] == pytest.approx(wanted, rel=0.005)

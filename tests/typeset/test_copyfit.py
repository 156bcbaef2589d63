"""What copyfit chooses, and what it reports of sheets that do not fit."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from handouts.jobs import THEME_FONTS, SheetPlan, TypeSetting

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.usefixtures("_as_a_worker")
THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
FONTS = THEME_FONTS
A4, A5 = (210.0, 297.0), (148.0, 210.0)
SETTINGS = tuple(
    TypeSetting(*row) for row in [(14, 1.4, 1.5), (14, 1.3, 0.8), (13, 1.3, 0.8), (12, 1.25, 0.5)]
)
FLOOR = len(SETTINGS) - 1
LARGE = (TypeSetting(18, 1.35, 1.0), TypeSetting(18, 1.25, 0.5))
FURNITURE = {"css": '@page{margin-bottom:18mm;@bottom-right{content:"Page " counter(page)}}'}


def words(count: int, word: str = "word") -> str:
    return " ".join([word] * count)


def page(*blocks: str, title: str = "Title") -> str:
    """Return a sheet's HTML as `sheet.html` writes it, with an imprint."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><main>'
        f"<h1>{title}</h1>{''.join(blocks)}</main>"
        '<footer class="ho-imprint"><div class="ho-imprint-text"><p>Imprint</p></div></footer>'
        "</body></html>"
    )


def block(number: int, count: int, if_room: int | None = None) -> str:
    mark = "" if if_room is None else f' data-if-room="{if_room}"'
    return f'<p data-block="{number}"{mark}>{words(count)}</p>'


def optional(musts: int, *counts: int) -> str:
    """Return a sheet with one block that must be printed, and some that need not be."""
    rest = (block(index + 1, count, index) for index, count in enumerate(counts))
    return page(block(0, musts), *rest)


def columns(*counts: int) -> str:
    sections = (f"<section><h2>Head</h2><p>{words(count)}</p></section>" for count in counts)
    return page(f'<div class="ho-columns">{"".join(sections)}</div>')


def plan(
    pages: int = 1,
    paper: tuple[float, float] = A5,
    settings: tuple[TypeSetting, ...] = SETTINGS,
    large_print: bool = False,
) -> SheetPlan:
    return SheetPlan("edition", paper, pages, settings, large_print)


@pytest.fixture(scope="module")
def press(engine) -> Any:
    css = (THEME / "sheet.css").read_text("utf-8")
    return engine.Engine(css, FONTS, FURNITURE)


@pytest.fixture
def fit(engine, press: Any) -> Callable[..., Any]:
    """Return a function that fits a page."""

    def fit_page(html: str, plan: SheetPlan, at_most: int | None = None) -> Any:
        return engine.copyfit(engine.ParsedSheet(press, html), plan, at_most)

    return fit_page


@pytest.fixture(scope="module")
def brute_force(engine, press: Any) -> Callable[[str], tuple[int, int]]:
    """Return a function that tries all settings of a sheet.

    It returns the most blocks, and the first setting that holds them, once for each sheet.
    """

    @functools.cache
    def best(html: str) -> tuple[int, int]:
        count = engine.ParsedSheet(press, html).optional
        for kept in range(count, -1, -1):
            for index, setting in enumerate(SETTINGS):
                if engine.ParsedSheet(press, html).lay_out(plan(), setting, kept).pages <= 1:
                    return kept, index
        raise AssertionError("nothing fits")

    return best


def texts(engine: ModuleType, layout: Any) -> str:
    return " ".join(
        engine.text_of(box) for page in layout.document.pages for box in engine.lines(page)
    )


# Choosing.


def test_a_short_sheet_gets_the_widest_setting_which_is_tried_once(fit: Callable[..., Any]) -> None:
    found = fit(page(block(0, 20)), plan())

    assert (found.layout.setting, found.layouts) == (SETTINGS[0], 1)


def test_spacing_is_given_up_before_size(fit: Callable[..., Any]) -> None:
    blocks = [block(number, 12) for number in range(9)]

    assert fit(page(*blocks), plan()).layout.setting == SETTINGS[1]


def test_a_full_sheet_is_set_at_the_floor_and_no_smaller(fit: Callable[..., Any]) -> None:
    found = fit(page(block(0, 290)), plan())

    assert (found.fits, found.layout.setting) == (True, SETTINGS[FLOOR])


def test_a_part_of_the_page_stays_free_where_a_smaller_setting_allows_it(
    fit: Callable[..., Any],
) -> None:
    blocks = [block(number, 12) for number in range(9)]
    full = fit(page(*blocks), plan()).layout.used
    roomy, exact = (
        fit(page(*blocks), replace(plan(), free=free)).layout
        for free in (1 - full + 0.01, 1 - full - 0.01)
    )

    assert (exact.setting, roomy.setting) == (SETTINGS[1], SETTINGS[2])
    # Nothing is left out for it, and the smallest setting may fill the page.
    kept = fit(optional(100, 20, 150), replace(plan(), free=0.2))
    assert (kept.fits, kept.layout.kept, kept.layout.setting) == (True, 2, SETTINGS[FLOOR])
    assert kept.layout.used > 0.8


def test_blocks_are_left_out_from_the_last(engine, fit: Callable[..., Any]) -> None:
    html = page(
        block(0, 200),
        f'<p data-if-room="0">{words(60, "first")}</p>',
        f'<p data-if-room="1">{words(200, "second")}</p>',
        f'<p data-if-room="2">{words(10, "third")}</p>',
    )
    found = texts(engine, fit(html, plan()).layout)

    assert ("first" in found, "second" in found, "third" in found) == (True, False, False)


def test_type_shrinks_before_a_block_is_left_out(fit: Callable[..., Any]) -> None:
    layout = fit(optional(150, 110), plan()).layout

    assert (layout.kept, layout.setting != SETTINGS[0]) == (1, True)


def test_what_is_left_out_makes_room_for_larger_type(fit: Callable[..., Any]) -> None:
    layout = fit(optional(100, 600), plan()).layout

    assert (layout.kept, layout.setting) == (0, SETTINGS[0])


def test_a_block_that_another_edition_has_no_room_for_is_left_out(fit: Callable[..., Any]) -> None:
    html = optional(100, 20, 20)
    assert fit(html, plan()).layout.kept == 2

    assert fit(html, plan(), at_most=1).layout.kept == 1


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(optional(30, 30, 30), id="all fits"),
        pytest.param(optional(160, 40, 40), id="smaller type"),
        pytest.param(optional(180, 50, 50, 50), id="some left out"),
        pytest.param(optional(280, 200, 5), id="all left out"),
        pytest.param(columns(40, 40, 40, 40), id="columns"),
        pytest.param(columns(10, 70, 20, 40, 30, 30), id="uneven columns"),
    ],
)
def test_trying_every_setting_gives_the_same_choice(
    brute_force: Callable[[str], tuple[int, int]], fit: Callable[..., Any], html: str
) -> None:
    layout = fit(html, plan()).layout

    assert (layout.kept, SETTINGS.index(layout.setting)) == brute_force(html)


def test_the_choice_does_not_hang_on_what_was_printed_before(
    engine, press: Any, fit: Callable[..., Any]
) -> None:
    html = columns(20, 20, 20, 20)
    assert fit(html, plan()).layouts == 1

    used = engine.ParsedSheet(press, html)
    used.columns[0].heights = [1.0, 1.0, 1.0, 999.0]  # as if laid out on other paper
    assert engine.copyfit(used, plan()).layouts == 1


@pytest.mark.parametrize("wrong", [0.6, 0.9, 1.1, 1.6])
@pytest.mark.parametrize("html", [optional(160, 40, 40), optional(280, 200, 5)])
def test_a_wrong_estimate_changes_no_choice(
    engine,
    brute_force: Callable[[str], tuple[int, int]],
    fit: Callable[..., Any],
    html: str,
    wrong: float,
    monkeypatch,
) -> None:
    expected = brute_force(html)
    right = engine.ParsedSheet.estimate
    monkeypatch.setattr(engine.ParsedSheet, "estimate", lambda *given: wrong * right(*given))
    layout = fit(html, plan()).layout

    assert (layout.kept, SETTINGS.index(layout.setting)) == expected


# Large print.


def test_large_print_may_have_more_pages(fit: Callable[..., Any]) -> None:
    found = fit(page(block(0, 150)), plan(2, settings=LARGE, large_print=True))

    assert (found.fits, found.layout.pages) == (True, 2)


@pytest.mark.parametrize(("count", "numbered"), [(150, True), (20, False)])
def test_pages_are_numbered_if_there_are_several(
    engine, fit: Callable[..., Any], count: int, numbered: bool
) -> None:
    layout = fit(page(block(0, count)), plan(2, settings=LARGE, large_print=True)).layout

    assert (b"Page " in _shown(engine, layout)) == numbered


def _shown(engine: ModuleType, layout: Any) -> bytes:
    from handouts.preflight import gate

    document = gate.pypdfium2.PdfDocument(engine.write(layout.document))
    shown = " ".join(one.get_textpage().get_text_bounded() for one in document)
    document.close()
    return shown.encode()


def test_large_print_has_one_column(engine, press: Any) -> None:
    sheet = engine.ParsedSheet(press, columns(30, 30))
    sheet.lay_out(plan(2, settings=LARGE, large_print=True), LARGE[0], 0)

    assert not sheet.body.findall(".//*[@class='ho-column']")


# Columns.


def test_columns_are_balanced(engine, press: Any) -> None:
    sheet = engine.ParsedSheet(press, columns(40, 40, 40, 150))
    for _ in range(2):
        sheet.lay_out(plan(paper=A4), SETTINGS[0], 0)

    assert [len(column) for column in sheet.body.iterfind(".//*[@class='ho-column']")] == [3, 1]


def test_columns_of_several_pages_are_columns_of_the_engine(engine, press: Any) -> None:
    sheet = engine.ParsedSheet(press, columns(40, 150))
    sheet.lay_out(plan(2, paper=A4), SETTINGS[0], 0)

    assert [one.get("class") for one in sheet.body.iter("section")] == ["", "ho-next-column"]


def test_a_subheading_begins_the_second_column_at_its_top(engine, press: Any) -> None:
    from handouts.typeset.boxes import lines, text_of

    parts = f"<section><h3>Part</h3><p>{words(60)}</p></section>" * 4
    html = page(f'<div class="ho-columns"><section><h2>Head</h2>{parts}</section></div>')
    layout = engine.ParsedSheet(press, html).lay_out(plan(paper=A4), SETTINGS[0], 0)
    found = lines(layout.document.pages[0])
    head = next(line for line in found if "Head" in text_of(line))
    second = min(line.position_y for line in found if line.position_x > 300)

    assert second == pytest.approx(head.position_y, abs=1)


def test_a_subheading_below_words_in_a_column_has_a_gap_above(engine, press: Any) -> None:
    parts = "".join(f"<section><h3>Part {n}</h3><p>{words(9)}</p></section>" for n in range(4))
    head = "<h2>Head</h2><p>Above</p>"
    html = page(f'<div class="ho-columns"><section>{head}{parts}</section></div>')
    layout = engine.ParsedSheet(press, html).lay_out(plan(paper=A4), SETTINGS[0], 0)
    found = {engine.text_of(one).strip(): one for one in engine.lines(layout.document.pages[0])}

    above = found["Above"]
    assert found["Part 0"].position_y - above.position_y - above.height >= 10


def test_a_block_that_is_left_out_counts_in_no_column(engine, press: Any) -> None:
    html = columns(30, 30, 300).replace("<section>", '<section data-if-room="0">')
    html = html.replace('<section data-if-room="0">', "<section>", 2)
    sheet = engine.ParsedSheet(press, html)
    sheet.lay_out(plan(paper=A4), SETTINGS[0], 0)

    assert [len(column) for column in sheet.body.iterfind(".//*[@class='ho-column']")] == [1, 2]


# Overflow.


def test_an_overflow_is_of_the_floor(fit: Callable[..., Any]) -> None:
    found = fit(page(block(0, 500)), plan())

    assert (found.fits, found.layout.setting) == (False, SETTINGS[FLOOR])


def reported(engine: ModuleType, press: Any, html: str, plan: SheetPlan) -> int:
    """Return how many words too long a sheet is said to be."""
    sheet = engine.ParsedSheet(press, html)
    layout = engine.copyfit(sheet, plan).layout
    assert layout.pages > plan.pages
    return int(engine.overflow(sheet, layout, plan).message.split()[4])


@pytest.mark.parametrize("longer", [40, 100, 300])
def test_an_overflow_says_how_much_to_cut(
    engine, press: Any, fit: Callable[..., Any], longer: int
) -> None:
    assert fit(page(block(0, 308)), plan()).layout.pages == 1  # and one line more is too much

    assert (
        longer * 0.95 < reported(engine, press, page(block(0, 308 + longer)), plan()) < longer * 1.2
    )


def test_an_overflow_of_columns_says_how_much_to_cut(
    engine, press: Any, fit: Callable[..., Any]
) -> None:
    assert fit(columns(33, 33, 33, 33, 33, 33), plan()).fits

    assert 50 < reported(engine, press, columns(48, 48, 48, 48, 48, 48), plan()) < 100


def test_an_overflow_of_large_print_says_how_much_to_cut(
    engine, press: Any, fit: Callable[..., Any]
) -> None:
    large = plan(2, settings=LARGE, large_print=True)
    assert fit(page(block(0, 270)), large).fits

    assert 50 < reported(engine, press, page(block(0, 330)), large) < 70


def test_an_overflow_names_a_large_picture_and_its_size(engine, press: Any) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    image = (
        f'<p><img alt="x" style="width:60mm" data-picture="knee.svg" '
        f'src="data:image/svg+xml,{svg}"></p>'
    )
    sheet = engine.ParsedSheet(press, page(image, block(0, 800)))
    fault = engine.overflow(sheet, sheet.lay_out(plan(), SETTINGS[FLOOR], 0), plan())

    assert fault.message.endswith("; picture 'knee.svg' is 60 × 60 mm")


def test_an_overflow_names_the_longest_blocks_first(engine, press: Any) -> None:
    blocks = [block(number, count) for number, count in enumerate((20, 200, 60, 150, 90))]
    sheet = engine.ParsedSheet(press, page(*blocks))
    layout = engine.copyfit(sheet, plan()).layout

    assert engine.overflow(sheet, layout, plan()).blocks == (1, 3, 4)


def test_a_table_is_measured_once(engine, press: Any) -> None:
    table = f'<table data-block="1"><tr><td>{words(100)}</td></tr></table>'
    sheet = engine.ParsedSheet(press, page(block(0, 150), table, block(2, 180)))
    layout = engine.copyfit(sheet, plan()).layout

    assert engine.overflow(sheet, layout, plan()).blocks == (2, 0, 1)


def test_a_sheet_of_which_the_engine_makes_no_pages_is_too_long(
    engine, press: Any, monkeypatch
) -> None:
    sheet = engine.ParsedSheet(press, page(block(0, 10), block(1, 99)))
    monkeypatch.setattr(sheet, "render", lambda css, space: None)

    with pytest.raises(engine.NoLayoutError):
        engine.copyfit(sheet, plan())

    assert engine.too_high(sheet).blocks == (1, 0)


# The page gate.


def gate(engine: ModuleType, press: Any, *blocks: str) -> list[str]:
    layout = engine.ParsedSheet(press, page(*blocks)).lay_out(plan(), SETTINGS[0], 0)
    return [fault.message for fault in engine.clipped(layout.document.pages)]


def test_text_inside_the_page_is_not_clipped(engine, press: Any) -> None:
    assert gate(engine, press, block(0, 100)) == []


@pytest.mark.parametrize(
    "style",
    [
        "white-space:nowrap",
        "position:absolute;top:-30mm",
        "position:absolute;top:400mm",
        "margin-left:-20mm",
        "position:relative;left:80mm",
    ],
)
def test_text_outside_the_page_is_clipped(engine, press: Any, style: str) -> None:
    assert gate(engine, press, f'<p style="{style}">{words(20)}</p>')


def test_a_word_too_long_for_a_cell_is_not_cut_off(engine, press: Any) -> None:
    table = f"<table><tr><td>{'x' * 90}</td><td>{'y' * 90}</td></tr></table>"

    assert gate(engine, press, table)


def test_a_picture_outside_the_page_is_clipped(engine, press: Any) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
    shown = f'alt="x" data-picture="x.svg" src="data:image/svg+xml,{svg}"'
    picture = f'<img style="width:300mm;max-width:none" {shown}>'

    assert gate(engine, press, f"<p>{picture}</p>") == ["picture 'x.svg' sticks out of the page"]


def test_a_table_that_is_too_wide_is_one_fault(engine, press: Any) -> None:
    cells = "".join(f"<td>{letter * 30}</td>" for letter in "abcdefgh")

    (message,) = gate(engine, press, f"<table><tr>{cells}</tr></table>")

    assert re.fullmatch(r"“\w+”, “\w+” and \d more stick out of the page", message)


def test_two_pictures_side_by_side_do_not_touch(engine, press: Any) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
    picture = f'<img alt="x" style="width:9mm" src="data:image/svg+xml,{svg}">'
    html = page(f"<p>{picture}{picture} and {picture}</p>")

    layout = engine.ParsedSheet(press, html).lay_out(plan(), SETTINGS[0], 0)
    found = [one for one in engine.all_boxes(layout.document.pages[0]) if one.element_tag == "img"]
    one, two, _ = found[-3:]

    assert two.content_box_x() - one.content_box_x() - one.width >= 4


NO_WRAP = '<p style="white-space:nowrap">{}</p>'
ITEM = '<div class="ho-grid-item">{}</div>'


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<div class="ho-box" style="width:20mm">{}</div>', "“{}” sticks out of its box"),
        (f'<div class="ho-grid">{ITEM}{ITEM.format("x")}</div>', "“{}” sticks out of its column"),
        (
            '<div class="ho-columns ho-cells"><div class="ho-column">{}</div>'
            '<div class="ho-column">x</div></div>',
            "“{}” sticks out of its column",
        ),
        ('<blockquote style="width:20mm">{}</blockquote>', ""),  # Its right edge is not seen.
    ],
)
def test_what_is_wider_than_its_box_or_column_is_clipped(
    engine, press: Any, html: str, message: str
) -> None:
    text = "many words " * 3
    found = gate(engine, press, html.format(NO_WRAP.format(text)))

    assert found == [message.format(text.strip())] * bool(message)


def test_a_table_or_box_that_is_wider_than_its_box_is_clipped(engine, press: Any) -> None:
    table = '<table style="width:50mm"><tr><td>x</td></tr></table>'
    box = '<div class="ho-box" style="width:50mm">x</div>'

    for inner, what in ((table, "a table"), (box, "a box")):
        found = gate(engine, press, f'<div class="ho-box" style="width:40mm">{inner}</div>')
        assert found == [f"{what} sticks out of its box"]


def test_what_the_theme_puts_beside_its_box_is_not_clipped(engine, press: Any) -> None:
    item = '<div class="ho-grid-item"><div class="ho-box">x</div></div>'
    last = '<div class="ho-box ho-alarm"><ul><li>x</li></ul><p>y</p></div>'
    labels = '<ol class="ho-widest-labels" type="i"><li>x</li></ol>'

    assert gate(engine, press, f'<div class="ho-grid">{item * 2}</div>{last}{labels}') == []


# Vertical justification.


def lowest(engine: ModuleType, layout: Any) -> tuple[float, float]:
    """Return where the lowest text ends, and where the page's content does."""
    area = layout.document.pages[0]._page_box
    boxes = engine.all_boxes(layout.document.pages[0])
    ends = [engine.bottom(box) for box in boxes if engine._has_ink(box)]
    return max(ends), area.content_box_y() + area.height


def test_the_imprint_is_moved_to_the_foot_of_the_page(engine, fit: Callable[..., Any]) -> None:
    layout = engine.justify(fit(page(block(0, 60)), plan()).layout)
    end, foot = lowest(engine, layout)

    assert foot - 8 < end <= foot


def test_gaps_grow_but_not_without_end_nor_below_the_title(engine, fit: Callable[..., Any]) -> None:
    def tops(layout: Any) -> list[float]:
        found = engine.child_of(engine.child_of(layout.document.pages[0]._page_box, "html"), "body")
        return [child.position_y for child in engine.child_of(found, "main").children]

    layout = fit(page(block(0, 20), block(1, 20), block(2, 20)), plan()).layout
    before = tops(layout)
    after = tops(engine.justify(layout))

    grown = [(new - old) * 72 / 96 / 14 for old, new in zip(before, after, strict=True)]
    assert grown == pytest.approx([0, 0, engine.MOST_STRETCH, 2 * engine.MOST_STRETCH])


def test_a_standfirst_stays_close_to_its_title(engine, fit: Callable[..., Any]) -> None:
    html = page('<p class="standfirst">For you</p>', block(0, 20))
    boxes = list(engine.walk(engine.justify(fit(html, plan()).layout).document.pages[0]._page_box))

    ends = {one.element_tag: engine.bottom(one) for one in boxes if one.element_tag == "h1"}
    lead = next(one for one in boxes if "standfirst" in engine.classes(one))
    assert lead.position_y - ends["h1"] < 1


def test_a_paragraph_moves_with_the_title_above_it(engine, fit: Callable[..., Any]) -> None:
    html = page("<h2>One</h2>", block(0, 20), "<h1>Two</h1>", "<p>three</p>")
    boxes = list(engine.walk(engine.justify(fit(html, plan()).layout).document.pages[0]._page_box))
    title = [one for one in boxes if one.element_tag == "h1"][-1]
    (last,) = (one for one in boxes if getattr(one, "text", "") == "three")

    assert 0 <= last.position_y - engine.bottom(title) < 20


def test_justifying_moves_nothing_off_the_page(engine, fit: Callable[..., Any]) -> None:
    layout = engine.justify(fit(page(*(block(n, 20) for n in range(9))), plan()).layout)

    assert list(engine.clipped(layout.document.pages)) == []


def test_the_ground_of_a_box_moves_with_its_words(engine, fit: Callable[..., Any]) -> None:
    box = '<div class="ho-box ho-answer"><p>In short</p></div>'
    layout = engine.justify(fit(page(block(0, 20), box), plan()).layout)

    boxes = [one for one in engine.walk(layout.document.pages[0]._page_box) if one.background]
    (found,) = (one for one in boxes if "ho-answer" in engine.classes(one))
    assert found.background.layers[-1].painting_area[1] == pytest.approx(found.border_box_y())


def test_a_sheet_of_two_pages_is_left_as_it_is(engine, fit: Callable[..., Any]) -> None:
    layout = fit(page(block(0, 150)), plan(2, settings=LARGE, large_print=True)).layout

    assert engine.justify(layout) is layout


def test_how_full_a_sheet_is_lies_between_nothing_and_all(engine, fit: Callable[..., Any]) -> None:
    shares = [engine.full(fit(page(block(0, n)), plan()).layout, plan()) for n in (20, 120, 350)]

    assert 0.05 < shares[0] < shares[1] < shares[2] <= 1


# What the engine complains of.


def complaints(engine: ModuleType, press: Any, *blocks: str) -> list[tuple[str, str]]:
    with engine.Log() as log:
        layout = engine.ParsedSheet(press, page(*blocks)).lay_out(plan(), SETTINGS[0], 0)
        engine.write(layout.document)
    return [(fault.code, fault.message) for fault in log.faults()]


def test_the_theme_gives_the_engine_nothing_to_complain_of(engine) -> None:
    css = (THEME / "sheet.css").read_text("utf-8")
    with engine.Log() as log:
        fresh = engine.Engine(css, FONTS, FURNITURE)
        engine.ParsedSheet(fresh, page(block(0, 9))).lay_out(plan(), SETTINGS[0], 0)

    assert log.messages == []


def test_a_character_that_no_font_has_is_named(engine, press: Any) -> None:
    assert complaints(engine, press, "<p>a ☃ b</p>") == [
        ("glyph", "no font has the character ☃ (U+2603)")
    ]


def test_css_that_the_engine_ignores_is_reported(engine, press: Any) -> None:
    ((code, message),) = complaints(engine, press, '<p style="clip-path:none">a</p>')

    assert (code, "clip-path" in message) == ("engine", True)


@pytest.mark.parametrize("address", ["https://example.org/x.png", FONTS[0].path.as_uri()])
def test_a_sheet_fetches_nothing_and_reads_no_file(engine, press: Any, address: str) -> None:
    with pytest.raises(engine.FatalURLFetchingError):
        complaints(engine, press, f'<p><img alt="x" src="{address}"></p>')


def test_a_picture_that_cannot_be_decoded_is_reported(engine, press: Any) -> None:
    ((code, _),) = complaints(
        engine, press, '<p><img alt="x" src="data:image/png;base64,AAAA"></p>'
    )
    assert code == "engine"


def test_nothing_is_continued_after_the_imprint(engine) -> None:
    from handouts.pipeline.plan import page_furniture, theme_css

    fresh = engine.Engine(theme_css("sheet.css"), FONTS, page_furniture(draft=False))
    layout = engine.ParsedSheet(fresh, page(block(0, 150))).lay_out(plan(2), LARGE[0], 0)
    shown = _shown(engine, layout)

    assert layout.pages == 2
    assert shown.count(b"Continues") == 1


@pytest.mark.parametrize(("larger", "tried"), [(1.002, [1, 0]), (1.004, [1])])
def test_a_larger_setting_is_tried_only_if_the_corrected_estimate_is_close(
    larger: float, tried: list[int]
) -> None:
    from handouts.typeset.copyfit import copyfit  # Loads the engine.

    laid_out: list[int] = []
    estimates = [larger, 0.9]

    def lay_out(plan: SheetPlan, setting: TypeSetting, kept: int) -> Any:
        laid_out.append(plan.settings.index(setting))
        return SimpleNamespace(pages=1, used=estimates[laid_out[-1]], setting=setting)

    sheet = SimpleNamespace(
        optional=0,
        reset=lambda: None,
        estimate=lambda plan, setting, _: estimates[plan.settings.index(setting)],
        lay_out=lay_out,
    )
    copyfit(sheet, plan(settings=SETTINGS[:2]))  # type: ignore[arg-type]

    assert laid_out == tried

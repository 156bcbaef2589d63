"""What other forms a sheet has, for what has no room in its usual one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.jobs import THEME_FONTS, Job, SheetPlan, TypeSetting
from handouts.preflight.structure import text_of_html
from handouts.typeset.forms import COMPACT, NARROW, STACKED, in_columns, other_forms, stacked
from handouts.workers.worker import print_handout

if TYPE_CHECKING:
    from handouts.problems import Fault

pytestmark = pytest.mark.usefixtures("_as_a_worker")
SHEET_CSS = Path(__file__).parents[2] / "src" / "handouts" / "theme" / "sheet.css"
CELL = "<td><p>one</p></td>"
HEAD = "<thead><tr><th>two</th></tr></thead>"
WIDE = '<section class="wide" id="x"><section>one</section></section>'


def table(cells: str, head: str = "") -> str:
    return f'<table class="x" id="y">{head}<tbody><tr>{cells}</tr></tbody></table>'


@pytest.mark.parametrize(
    ("html", "tables"),
    [
        (table(CELL), 0),
        (table("<td>one</td>"), 1),  # One line a cell: its columns are no trouble.
        (table("<td>one <b>two</b></td>" + CELL), 0),
        (table(CELL, HEAD), 1),  # Nobody could tell which cell has which head.
        (table(f"<td>{table(CELL, HEAD)}</td>"), 1),
        (table(f"<td>{table('<td>one</td>')}</td>", HEAD), 2),
        (f"<p>{table(CELL)}</p>" + table("<td>one</td>"), 1),
    ],
)
def test_tables_that_only_arrange_blocks_are_stacked(html: str, tables: int) -> None:
    found = stacked(html)

    assert found.count("<table") == found.count("</table>") == tables
    assert found.count("<div") == found.count("</div>")
    assert text_of_html(found, 0).split() == text_of_html(html, 0).split()


@pytest.mark.parametrize(("head", "tables"), [("", 0), (HEAD, 1)])
def test_a_table_that_is_too_wide_is_stacked_if_it_has_no_head(head: str, tables: int) -> None:
    wide = table("<td>one</td><td></td>" * 20, head)
    *_, (html, _classes) = other_forms(wide, clipped=True, pages=1)

    assert html.count("<table") == tables


def test_a_stacked_table_keeps_its_name_and_its_classes() -> None:
    cell = '<th class="text-right" scope="row" colspan="2">one</th><td><p>two</p></td>'

    found = stacked(table(cell))

    assert found.startswith('<div class="ho-table x" id="y"><div class="ho-tbody">')
    assert '<div class="ho-th text-right">one</div><div class="ho-td"><p>' in found


@pytest.mark.parametrize(
    ("html", "clipped", "pages", "classes"),
    [
        ("<p>one</p>", False, 2, []),
        ("<p>one</p>", True, 1, [COMPACT, STACKED]),
        ('<div class="ho-grid">', True, 1, [COMPACT, STACKED, NARROW]),
        (table('<td class="ho-grid">'), False, 1, [COMPACT, NARROW]),
        (table("<td>one</td>"), True, 1, [COMPACT, STACKED, NARROW]),
        (table(CELL), False, 1, [STACKED]),
        (table("<td>one</td>"), False, 1, []),
        (table("<td>one</td>"), False, 2, [STACKED]),  # It may continue.
        ('<img src="x">', False, 1, [STACKED]),
        ('<div class="ho-box"></div>' * 3, False, 1, [STACKED]),
        (f'<body class="columns-2">{WIDE}', False, 1, [NARROW]),
        (f'<body class="columns-1">{WIDE}', False, 1, []),
    ],
)
def test_a_form_that_changes_nothing_is_not_tried(
    html: str, clipped: bool, pages: int, classes: list[str]
) -> None:
    forms = other_forms(html, clipped=clipped, pages=pages)

    assert [found for _, found in forms] == classes


def test_sections_as_wide_as_the_sheet_are_set_in_columns() -> None:
    narrow = "<section><p>two</p></section>"

    found = in_columns(narrow + WIDE + narrow)

    inner = '<section id="x"><section>one</section></section>'
    assert found == f'{narrow}<div class="ho-columns">{inner}</div>{narrow}'


def document(main: str, columns: int = 1) -> str:
    return (
        '<!doctype html><html lang="en"><head><title>T</title></head>'
        f'<body class="columns-{columns}"><main><h1>T</h1>{main}</main></body></html>'
    )


def faults(html: str, plan: SheetPlan) -> tuple[Fault, ...]:
    css = SHEET_CSS.read_text("utf-8")
    (printed,) = print_handout(Job("page", html, (plan,), css, THEME_FONTS, "T", "en", {}))
    return printed.faults


@pytest.mark.usefixtures("engine")
def test_a_table_with_a_head_that_is_too_wide_for_its_part_of_a_grid_is_printed() -> None:
    head = "".join(f'<th scope="col">{letter * 12}</th>' for letter in "abcd")
    body = f"<tbody><tr>{'<td>one</td>' * 4}</tr></tbody>"
    wide = f"<table><thead><tr>{head}</tr></thead>{body}</table>"
    item = '<div class="ho-grid-item">{}</div>'
    grid = f'<div class="ho-grid">{item.format(wide)}{item.format("two")}</div>'
    plan = SheetPlan("a4", (210.0, 297.0), 1, (TypeSetting(10.0, 1.25, 0.5),))

    assert faults(document(grid), plan) == ()


@pytest.mark.usefixtures("engine")
def test_a_list_too_long_beside_a_table_is_printed_in_columns() -> None:
    items = f"<ul>{'<li>word</li>' * 60}</ul>{table('<td>one</td>')}"
    section = f'<section class="wide"><h2>Two</h2>{items}</section>'
    plan = SheetPlan("a5", (148.0, 210.0), 1, (TypeSetting(10.0, 1.25, 0.5),))

    assert [one.code for one in faults(document(section), plan)] == ["overflow"]
    assert faults(document(section, columns=2), plan) == ()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("head", "codes"), [("", []), ("<thead><tr><th>A</th><th>B</th></tr></thead>", ["clipped"])]
)
def test_cells_that_continue_are_not_read_in_turns(head: str, codes: list[str]) -> None:
    row = "<tr><td>one</td><td>two</td></tr>"
    cells = f"{row}<tr><td><p>{'left ' * 300}</p></td><td><p>right</p></td></tr>{row}"
    html = document(f"<table>{head}<tbody>{cells}</tbody></table>")
    plan = SheetPlan("a5", (148.0, 210.0), 4, (TypeSetting(16.0, 1.3, 0.5),), large_print=True)

    assert [one.code for one in faults(html, plan)] == codes


@pytest.mark.usefixtures("engine")
def test_a_box_alone_in_a_grid_continues_too() -> None:
    box = f'<div class="ho-box">{"<p>word</p>" * 22}</div>'
    grid = f'<div class="ho-grid"><div class="ho-grid-item">{box}</div></div>'
    plan = SheetPlan("a5", (148.0, 210.0), 2, (TypeSetting(16.0, 1.3, 0.5),), large_print=True)

    assert faults(document("<p>word</p>" * 8 + grid), plan) == ()


@pytest.mark.usefixtures("engine")
def test_a_table_too_high_as_columns_is_printed_stacked() -> None:
    cells = "".join(f"<td><p>{'word ' * count}</p><p>end</p></td>" for count in (180, 4, 4, 4, 4))
    html = document(table(cells))
    plan = SheetPlan("a5", (148.0, 210.0), 1, (TypeSetting(12.0, 1.25, 0.5),))
    css = SHEET_CSS.read_text("utf-8")

    (printed,) = print_handout(Job("page", html, (plan,), css, THEME_FONTS, "T", "en", {}))

    assert (printed.faults, printed.layouts) == ((), 2)

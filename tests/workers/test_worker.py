"""What a worker does with one handout."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from handouts.jobs import THEME_FONTS, Job, Printed, SheetPlan, TypeSetting
from handouts.workers.worker import print_handout

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
SETTINGS = (TypeSetting(14.0, 1.4, 1.0), TypeSetting(12.0, 1.25, 0.5))
LARGE = (TypeSetting(18.0, 1.3, 0.6),)
A5 = SheetPlan("a5", (148.0, 210.0), 1, SETTINGS)
A6 = SheetPlan("a6", (105.0, 148.0), 1, SETTINGS)
A4 = SheetPlan("a4", (210.0, 297.0), 1, SETTINGS)
LARGE_PRINT = SheetPlan("large-print", (148.0, 210.0), 2, LARGE, large_print=True)
FURNITURE = {
    "css": '@page{margin-bottom:18mm;@bottom-right{content:"Page " counter(page)}}',
    "words": "Page",
}

pytestmark = pytest.mark.usefixtures("_as_a_worker")


def job(main: str, *plans: SheetPlan) -> Job:
    html = (
        '<!doctype html><html lang="en"><head><title>T</title></head><body>'
        f"<main><h1>T</h1>{main}</main></body></html>"
    )
    css = (THEME / "sheet.css").read_text("utf-8")
    return Job("page", html, plans or (A5,), css, THEME_FONTS, "T", "en", FURNITURE)


def block(count: int, if_room: int | None = None) -> str:
    mark = "" if if_room is None else f' data-if-room="{if_room}"'
    return f"<p{mark}>{' '.join(['word'] * count)}</p>"


def printed(main: str, *plans: SheetPlan) -> dict[str, Printed]:
    return {one.edition: one for one in print_handout(job(main, *plans))}


def reported(main: str) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in printed(main)["a5"].faults]


def test_every_edition_is_printed() -> None:
    sheets = printed(block(20), A5, A4, LARGE_PRINT)

    assert {name: sheet.pdf[:5] for name, sheet in sheets.items()} == {
        "a5": b"%PDF-",
        "a4": b"%PDF-",
        "large-print": b"%PDF-",
    }


def test_a_sheet_says_how_it_came_out() -> None:
    sheet = printed(block(20))["a5"]

    assert (sheet.pages, sheet.setting, sheet.kept, sheet.words) == (1, SETTINGS[0], 0, 21)


def test_words_that_are_left_out_are_not_counted() -> None:
    sheet = printed(block(100) + block(20, 0) + block(900, 1))["a5"]

    assert (sheet.kept, sheet.words) == (1, 121)


def test_a_sheet_that_does_not_fit_has_no_pdf() -> None:
    sheet = printed(block(900))["a5"]

    assert (sheet.pdf, [fault.code for fault in sheet.faults]) == (b"", ["overflow"])


def test_by_how_much_a_sheet_is_too_long_is_measured_in_its_usual_form_alone(engine) -> None:
    boxes = f'<div class="ho-box">{block(1)}</div>' * 3  # In another form they continue.
    name = "handouts.typeset.edition.overflow"
    with mock.patch(name, wraps=engine.overflow) as measured:
        ((_, message),) = reported(boxes + block(500))

    assert re.fullmatch(r"too long by about \d+ words \(\d+ lines\)", message)
    assert [call.args[0].form for call in measured.call_args_list] == [""]


def test_one_line_too_many_is_one_line(monkeypatch) -> None:
    monkeypatch.setattr("handouts.typeset.overflow._too_much", lambda *_: 1.0)

    ((_, message),) = reported(block(2000))

    assert re.fullmatch(r"too long by about \d+ words \(1 line\)", message)


@pytest.mark.parametrize("text", ["a" * 60_000, "! " * 500_000])
def test_a_text_that_no_layout_can_hold_is_refused_before_it_is_laid_out(
    text: str, monkeypatch
) -> None:
    monkeypatch.setattr("handouts.typeset.layout.ParsedSheet.lay_out", None)

    sheet = printed(f'<p data-block="0">x</p><p data-block="1">{text}</p>', A4)["a4"]

    (fault,) = sheet.faults
    assert (sheet.layouts, fault.code, fault.blocks) == (0, "overflow", (1, 0))
    assert re.fullmatch(r"too long by about \d{4,5} words", fault.message)


def test_an_edition_that_fits_is_printed_beside_one_that_does_not() -> None:
    sheets = printed(block(500), A5, A4)

    assert (sheets["a5"].pdf, bool(sheets["a4"].pdf)) == (b"", True)


def test_no_edition_keeps_what_large_print_has_no_room_for() -> None:
    main = block(100) + block(300, 0)
    assert printed(main, A4)["a4"].kept == 1

    sheets = printed(main, A4, LARGE_PRINT)
    assert (sheets["a4"].kept, sheets["large-print"].kept) == (0, 0)


def test_an_edition_with_less_room_does_not_make_the_others_keep_less() -> None:
    main = block(10) + block(60, 0) + block(60, 1) + block(60, 2)
    sheets = printed(main, A6, A4, LARGE_PRINT)
    assert sheets["a6"].kept < 3

    assert (sheets["large-print"].kept, sheets["a4"].kept) == (3, 3)


def test_pages_of_large_print_are_numbered_outside_the_tags() -> None:
    sheet = printed(block(180), LARGE_PRINT)["large-print"]

    assert (sheet.pages, sheet.faults) == (2, ())


@pytest.mark.parametrize("mark", ["\u2060", "\u200b", "\u00ad", "\u200e", "\u200d"])
def test_invisible_characters_in_the_margin_refuse_no_sheet(mark: str) -> None:
    css = f'@page{{margin-bottom:18mm;@bottom-right{{content:"Pa{mark}ge{mark} " counter(page)}}}}'
    furniture = {"css": css, "words": f"Pa{mark}ge{mark}"}
    long = replace(job(block(180), LARGE_PRINT), furniture=furniture)

    (sheet,) = print_handout(long)

    assert (sheet.faults, sheet.pages) == ((), 2)


@pytest.mark.parametrize(
    "text",
    [
        f"<h2>{'underwriting' * 5}</h2>",
        f"<table><tr><td>{'underwriting' * 5}</td><td>word</td></tr></table>",
    ],
)
def test_a_word_that_is_wider_than_its_place_gets_a_hyphen(text: str) -> None:
    # A word that is cut in two without a hyphen is a fault.
    assert printed(text)["a5"].faults == ()


def test_a_word_of_several_lines_is_named_once() -> None:
    ((code, message),) = reported(f"<p>{'x' * 300} word</p>")

    assert code == "clipped"
    assert message.endswith("; give it more room, or write &shy; where it may be parted")


def test_a_grid_in_a_table_is_stacked_if_there_is_no_room_otherwise() -> None:
    item = f'<div class="ho-grid-item">{block(12)}</div>'
    grid = f'<div class="ho-grid">{item * 4}</div>'
    table = f"<table><tr><td>{block(60)}</td><td>{grid}</td></tr></table>"

    assert printed(table)["a5"].faults == ()


def test_a_table_wider_than_its_box_is_printed_in_another_form() -> None:
    head = f"<thead><tr><th>extraordinarily</th><th>{'x' * 46}</th></tr></thead>"
    table = f"<table>{head}<tbody><tr><td>one</td><td>two</td></tr></tbody></table>"
    quoted = f'<blockquote><div class="ho-box">{table}</div></blockquote>'

    assert printed(quoted, A4)["a4"].faults == ()


def test_a_character_that_no_font_has_is_reported_once() -> None:
    assert reported("<p>☃ and ☃</p>") == [("glyph", "no font has the character ☃ (U+2603)")]


def test_no_other_form_is_tried_of_a_sheet_with_a_character_that_no_font_has(monkeypatch) -> None:
    monkeypatch.setattr("handouts.typeset.layout.ParsedSheet.in_other_forms", None)

    wide = f"<table><tr><td>☃</td></tr><tr><td>{'x' * 120}</td></tr></table>"
    assert {code for code, _ in reported(wide)} == {"glyph", "clipped"}


def test_a_sheet_with_a_fault_has_no_pdf() -> None:
    sheet = printed("<p>☃</p>")["a5"]

    assert (sheet.pdf, len(sheet.faults)) == (b"", 1)


def test_what_one_edition_complains_of_is_not_reported_of_the_next() -> None:
    sheets = printed(block(60) + '<p data-if-room="0">' + "☃ " + "word " * 250 + "</p>", A4, A6)

    assert ({one.code for one in sheets["a4"].faults}, sheets["a6"].faults) == ({"glyph"}, ())


def test_a_sheet_that_fetches_is_refused() -> None:
    ((code, message),) = reported('<p><img alt="x" src="https://example.org/x.png"></p>')

    assert (code, "must not fetch 'https://example.org/x.png'" in message) == ("engine", True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_folder_for_temporary_files_is_named(number: int, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr("handouts.workers.worker._engine", full)
    monkeypatch.setattr("tempfile.tempdir", "/small")
    message = (
        "no room for temporary files in '/small': make some, or let TMPDIR name another folder"
    )

    assert reported("<p>Words.</p>") == [("engine", message)]


@pytest.mark.parametrize("tag", ["div", "span style='display:inline-block'"])
def test_a_sheet_nested_too_deeply_is_refused(tag: str) -> None:
    name = tag.split(maxsplit=1)[0]
    found = reported(f"<{tag}>" * 3000 + "x" + f"</{name}>" * 3000)

    assert found == [("limit", "the sheet is nested too deeply to be laid out")]


def test_html_that_breaks_pdf_ua_is_refused() -> None:
    ((code, message),) = reported("<h3>Skipped a level</h3><p>x</p>")

    assert (code, "heading" in message.lower()) == ("pdf-ua", True)


def test_a_picture_in_a_block_that_is_left_out_is_not_missed() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    size = "width:100mm;height:190mm;max-height:none"
    image = f'<img alt="x" style="{size}" src="data:image/svg+xml,{svg}">'
    sheet = printed(f'{block(100)}<figure data-if-room="0">{image}</figure>')["a5"]

    assert (sheet.kept, sheet.faults) == (0, ())


def test_a_table_that_continues_keeps_its_headers() -> None:
    head = '<thead><tr><th scope="col">Day</th><th scope="col">Steps</th></tr></thead>'
    rows = "".join(f"<tr><td>Day {day}</td><td>{day}</td></tr>" for day in range(30))

    sheet = printed(f"<table>{head}<tbody>{rows}</tbody></table>", LARGE_PRINT)["large-print"]

    assert (sheet.faults, sheet.pages) == ((), 2)


def test_a_hyphen_at_the_end_of_a_line_is_read_as_one() -> None:
    assert reported('<p style="width:16mm">well-known</p>') == []


def test_a_soft_hyphen_is_no_loss() -> None:
    assert reported('<p style="width:16mm">im\u00admuno\u00adgenic</p>') == []


def test_the_smallest_type_is_tried_where_words_are_cut() -> None:
    sheet = printed(f"<p><code>{'abc' * 14}</code></p>")["a5"]

    assert (sheet.faults, sheet.setting) == ((), SETTINGS[-1])


@pytest.mark.parametrize(
    ("word", "cut"),
    [("well-known", "well-know / n"), ("im\u00admuno\u00adgenic", "immun / ogenic")],
)
def test_a_word_that_breaks_beside_its_hyphen_is_refused(word: str, cut: str) -> None:
    ((code, message),) = reported(f'<p style="width:12mm">{word}</p>')

    assert code == "clipped"
    assert cut in message


@pytest.mark.parametrize("blanks", [" bik", "    bik", "a    b", "x  ", "x\n\n  z"])
def test_blanks_in_code_do_not_move_its_letters(blanks: str) -> None:
    assert reported(f"<pre>{blanks}</pre>") == []


def test_the_same_handout_gives_the_same_bytes() -> None:
    assert printed(block(90))["a5"].pdf == printed(block(90))["a5"].pdf


def test_other_handouts_printed_before_change_no_byte() -> None:
    first = printed(block(90))["a5"].pdf
    printed("<table><tr><td>β → ✓</td></tr></table>", A4, LARGE_PRINT)

    assert printed(block(90))["a5"].pdf == first


def test_the_time_of_day_changes_no_byte(monkeypatch) -> None:
    before = printed(block(90))["a5"].pdf
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)

    assert printed(block(90))["a5"].pdf == before


def test_neither_hash_order_nor_folder_nor_clock_changes_a_byte(tmp_path) -> None:
    code = (
        "import sys, pathlib; from tests.workers import test_worker\n"
        # Nor is a program started, as Python does to look for libraries.
        "sys.addaudithook(lambda event, _: event != 'subprocess.Popen' or sys.exit(event))\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "from handouts.workers import worker\n"
        "worker.write_font_settings(folder); worker.load_engine(folder)\n"
        "sheets = test_worker.printed(test_worker.block(90) + '<ul><li>a</li></ul>')\n"
        "sys.stdout.buffer.write(sheets['a5'].pdf)"
    )
    environ = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2])]),
    }
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert found.stdout == printed(block(90) + "<ul><li>a</li></ul>")["a5"].pdf


def test_an_edition_in_columns_changes_no_other() -> None:
    main = (
        f'<div class="ho-columns"><section>{block(30)}</section><section>{block(9)}</section></div>'
    )

    assert printed(main, A5, A4)["a4"].pdf == printed(main, A4)["a4"].pdf


def test_what_hangs_down_is_clear_of_a_picture_below_it() -> None:
    lowered, tight = "<sub>pjgq</sub>", replace(A4, settings=(TypeSetting(12.0, 1.25, 0.5),))
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    image = f'<img alt="x" style="width:20mm" src="data:image/svg+xml,{svg}">'
    box = f"<div><p>one {lowered}</p>{image}</div>"
    items = f"<ul><li>two {lowered}</li><li>{image}</li></ul>"

    sheet = printed(f"<section><h2>three {lowered}</h2>{image}{box}{items}</section>", tight)["a4"]

    assert sheet.faults == ()


def test_the_title_of_the_job_is_held_to() -> None:
    (sheet,) = print_handout(replace(job(block(9)), title="Other"))

    assert [fault.code for fault in sheet.faults] == ["title"]

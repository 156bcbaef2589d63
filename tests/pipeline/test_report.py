"""The report of all sheets, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handouts.jobs import TypeSetting
from handouts.pipeline.report import Report, SheetResult, read_report
from handouts.problems import Place, Problem

GOOD = SheetResult(
    handout="sheets/patients",
    audience="patients",
    edition="a4",
    file="sheets/patients-a4.pdf",
    pages=1,
    pages_allowed=1,
    setting=TypeSetting(12.5, 1.3, 0.7),
    full=0.876,
    words=321,
    bytes=45_678,
    left_out=("icons",),
    layouts=3,
    problems=(),
)
BAD = replace(
    GOOD,
    edition="letter",
    setting=None,
    problems=(Problem("overflow", "too long", Place("sheets/patients.md", 1)),) * 2,
)
STALE = replace(GOOD, problems=(Problem("overdue", "past its day", Place("a.md", 2)),))


def rows(report: Report) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in report.table().splitlines()
    ]


def test_a_row_says_how_a_sheet_came_out() -> None:
    _, row = rows(Report([GOOD]))

    assert row == ["sheets/patients-a4", "1 of 1", "12.5 pt", "88%", "321", "icons", "none"]


def test_a_sheet_that_is_not_printed_has_no_pages_in_its_row() -> None:
    _, row = rows(Report([BAD]))

    assert [row[1], row[2], row[-1]] == ["none", "-", "2 (overflow)"]


def test_columns_of_the_table_line_up() -> None:
    head, one, two = Report([GOOD, replace(GOOD, edition="large-print")]).table().splitlines()

    assert head.index("pages") == one.index("1 of 1") == two.index("1 of 1")


def test_a_build_without_handouts_says_so() -> None:
    assert Report().table() == "no handouts"


def test_notes_end_the_table() -> None:
    assert Report([GOOD], notes=["no address"]).table().endswith("\nno address")


@pytest.mark.parametrize(("sheet", "printed"), [(GOOD, True), (BAD, False), (STALE, True)])
def test_only_problems_that_refuse_keep_a_sheet_back(sheet: SheetResult, printed: bool) -> None:
    assert sheet.printed is printed


def test_programs_read_what_people_read() -> None:
    report = Report([BAD], {"sheets/patients": {"audience": "patients"}}, notes=["note"])
    data = json.loads(report.to_json())

    (sheet,) = data["sheets"]
    assert (sheet["printed"], sheet["problems"][0]["place"]) == (
        False,
        {"path": "sheets/patients.md", "line": 1},
    )
    assert (data["handouts"], data["notes"]) == (
        {"sheets/patients": {"audience": "patients"}},
        ["note"],
    )


def test_the_same_sheets_give_the_same_report() -> None:
    one = Report([GOOD], {"a": {"x": 1, "y": 2}, "b": {}})
    other = Report([GOOD], {"b": {}, "a": {"y": 2, "x": 1}})

    assert one.to_json() == other.to_json()


def test_the_report_is_a_text_file_in_plain_letters() -> None:
    text = Report(notes=["β → ✓"]).to_json()

    assert text.endswith("}\n")
    assert "β → ✓" in text


def test_a_report_from_before_it_named_the_ledger_means_the_usual_one(tmp_path) -> None:
    data = json.loads(Report([GOOD]).to_json())
    del data["ledger"]
    (tmp_path / "report.json").write_text(json.dumps(data), "utf-8")

    assert read_report(tmp_path / "report.json").ledger == "claims.toml"


def test_a_name_cannot_send_commands_to_the_terminal() -> None:
    table = Report([replace(GOOD, handout="a\x1b[2J", left_out=("\x07",))]).table()

    assert "a\\x1b[2J-a4" in table
    assert "\x1b" not in table
    assert "\x07" not in table


def test_the_debug_log_does_not_hold_all_sheets() -> None:
    assert GOOD.file not in repr(Report([GOOD]))

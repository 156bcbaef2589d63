"""The list of all handouts and versions, as a table, for a spreadsheet and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import handouts
from handouts.__main__ import main
from handouts.pipeline.master_list import by_number
from reports import FACTS, RELEASE, SHEET, WORDS

SCHEMA = json.loads(Path(handouts.__file__).with_name("list.schema.json").read_text("utf-8"))
FILES = {
    "conf.py": "",
    "releases.toml": RELEASE + RELEASE.replace("version = 1", "version = 2"),
}
SHEETS = {
    "sheet": FACTS
    | {"id": "SK1", "words": WORDS, "version": 2, "owner": "Ann", "judged": "2026-11-22"},
    "late": FACTS | {"title": "Late", "check-by": "2026-11-21"},
    "draft": FACTS | {"title": "=HYPERLINK()", "id": "D1", "version": None},
    "plain": FACTS | {"title": "Plain"},
}


@pytest.fixture
def listed(docs, capsys) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the command, and returns its status and what it wrote."""
    report = {
        "version": 1,
        "handouts": SHEETS,
        "notes": [],
        "problems": [],
        "engines": {"html_baseurl": "https://example.org/"},
        "sheets": [
            SHEET | {"handout": name, "edition": edition, "draft": name == "draft"}
            for name in SHEETS
            for edition in ("a4", "large-print")
        ],
    }
    built = docs.parent / "build" / "pdf"
    built.mkdir(parents=True)
    (built / "report.json").write_text(json.dumps(report), "utf-8")

    def run(*options: str) -> tuple[int, str]:
        status = main(["list", *options])
        return status, capsys.readouterr().out

    return run


def test_what_is_past_its_last_day_comes_first_then_drafts(
    listed: Callable[..., tuple[int, str]],
) -> None:
    status, text = listed()
    lines = text.splitlines()

    assert status == 1
    assert [line.split()[0] for line in lines] == ["handout", "late", "D1", "plain", "SK1", "SK1"]
    assert [" ".join(line.split()) for line in lines[-2:]] == [
        "SK1 version 2 en a4 Ann 2027-11-03 current 2026-11-22 Sore knees",
        "SK1 version 1 en a4 Ann 2027-11-03 replaced 2026-11-03 Sore knees",
    ]


def test_problems_are_counted(listed: Callable[..., tuple[int, str]], docs) -> None:
    path = docs.parent / "build" / "pdf" / "report.json"
    report = json.loads(path.read_text("utf-8"))
    one = {"code": "glyph", "message": "No.", "place": {"path": "sheet.md", "line": 1}}
    for sheet in report["sheets"]:
        more = {"late": [one], "plain": [one, one | {"message": "None."}]}
        sheet["problems"] = more.get(sheet["handout"], [])
    path.write_text(json.dumps(report), "utf-8")

    text = listed()[1]

    assert ", 1 problem " in text
    assert ", 2 problems " in text


def test_ids_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["SC10", "SC2", "KN1", "SC2B"], key=by_number) == ["KN1", "SC2", "SC2B", "SC10"]


def test_programs_get_every_fact_of_a_line(listed: Callable[..., tuple[int, str]]) -> None:
    data = json.loads(listed("--json")[1])
    jsonschema.validate(data, SCHEMA)
    rows: list[dict[str, Any]] = data["lines"]

    assert rows[0] | {"title": "Late", "editions": ["a4", "large-print"], "owner": ""} == rows[0]
    assert rows[-1]["address"] == "https://example.org/V/EN/SK1-1-2027-11-03/"
    assert [one["status"] for one in rows] == [
        *("past its last day", "draft", "not released", "current", "replaced")
    ]


def test_a_spreadsheet_gets_no_formula(listed: Callable[..., tuple[int, str]]) -> None:
    head, *rows = csv.reader(io.StringIO(listed("--csv")[1]))

    assert rows[0][head.index("editions")] == "a4; large-print"
    assert rows[1][head.index("title")] == "'=HYPERLINK()"


def test_a_fault_of_the_register_is_named(
    listed: Callable[..., tuple[int, str]], docs, capsys
) -> None:
    (docs / "releases.toml").write_text('[[release]]\nid = "SK1"\n', "utf-8")
    with pytest.raises(SystemExit):
        listed()

    assert f"{Path('docs', 'releases.toml')}:1: release: field" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "dossier"])
def test_a_folder_that_is_no_project_is_not_taken_for_one_without_releases(
    listed: Callable[..., tuple[int, str]], capsys, command: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([command, *(["--source"] if command == "dossier" else []), "build"])

    assert "there is no conf.py in 'build'; did you mean 'docs'?" in capsys.readouterr().err

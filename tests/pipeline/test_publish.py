"""What lies in an output folder after a build."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from handouts.pipeline.cache import SheetCache
from handouts.pipeline.publish import OutputFolder
from handouts.pipeline.report import SheetResult

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

FILES = {
    "index.md": "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}
A4 = {"a4": {"label": "A4", "paper": "A4"}}
TOO_LONG = "Rest helps. " * 2000


SHEET = SheetResult(
    "page", "patients", "a4", "page-a4.pdf", 1, 1, None, 0.9, 300, 4, (), 1, problems=()
)


@pytest.mark.parametrize("old", [False, True])
def test_sheets_are_written_while_others_are_printed_where_no_old_ones_lie(
    old: bool, tmp_path: Path
) -> None:
    cache = SheetCache(tmp_path / "cache")
    cache.put("digest", {}, {"a4.pdf": b"%PDF"})
    folder = OutputFolder(tmp_path / "out", "handouts", tmp_path)
    if old:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "report.json").write_text("{}")

    with folder.putting_first(["page-a4.pdf", "other-a4.pdf"], cache) as put:
        put(SHEET, "digest")
        put(replace(SHEET, file="other-a4.pdf", bytes=0), "digest")

    assert [path.name for path in (tmp_path / "out").glob("*.pdf")] == ["page-a4.pdf"] * (not old)


@pytest.fixture
def refused(project, monkeypatch) -> Project:
    """Return a project whose sheet was good on 20 November, and is too long now."""
    monkeypatch.delenv("HANDOUTS_TODAY")
    found = project(FILES)
    found.build("html", handouts_editions=A4, handouts_today="2026-11-20")
    found.edit("index.md", "Rest helps.", TOO_LONG)
    return found


@pytest.mark.parametrize(
    ("days", "today", "kept"),
    [(0, "2026-11-21", ""), (7, "2026-11-27", "2026-11-20"), (7, "2026-11-28", "")],
    ids=["not asked for", "asked for", "too old"],
)
def test_the_last_good_sheet_stays_as_long_as_the_project_says(
    refused: Project, days: int, today: str, kept: str
) -> None:
    for _ in range(2):  # A second build finds nothing to do.
        built = refused.build(
            "html", handouts_editions=A4, handouts_keep_last=days, handouts_today=today
        )

        assert (built.sheet()["printed"], built.sheet()["last_good"]) == (False, kept)
        assert built.files() == (["sheet-a4.pdf"] if kept else [])
        marked = "PDF of 20 November 2026; a newer one has not passed its checks yet"
        assert (marked in built.html()) == bool(kept)


def test_a_file_of_another_program_is_not_taken_for_the_last_good_sheet(refused: Project) -> None:
    (refused.folder / "build" / "html" / "sheet-a4.pdf").write_bytes(b"%PDF of somebody")

    built = refused.build(
        "html", handouts_editions=A4, handouts_keep_last=7, handouts_today="2026-11-21"
    )

    assert built.files() == []

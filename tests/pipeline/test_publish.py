"""What lies in an output folder after a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

FILES = {
    "index.md": "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}
A4 = {"a4": {"label": "A4", "paper": "A4"}}
TOO_LONG = "Rest helps. " * 2000


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

"""Pages have words of their own: they share no run of eight with the notes behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from word_runs import FILE, digest, known_runs, runs

DOCS = Path(__file__).parents[2] / "docs"
SAME: dict[str, str] = {}
"""Runs that must be the same, such as a title or a name, and why."""


def taken(text: str, known: set[bytes]) -> list[tuple[int, str]]:
    return [(line, run) for line, run in runs(text) if digest(run) in known and run not in SAME]


def test_no_page_takes_a_run_of_eight_words_from_the_notes() -> None:
    known = known_runs()
    found = [
        f"{page.relative_to(DOCS)}:{line}: {run}"
        for page in sorted(DOCS.rglob("*.md"))
        for line, run in taken(page.read_text("utf-8"), known)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One.\nTwo three four five six seven eight nine.", 2),
        ("{claim}`Two three <id>` four **five** six\n[seven eight](page.md) 5 nine.", 1),
    ],
)
def test_a_run_is_found_through_markup_and_line_ends(text: str, line: int) -> None:
    known = {digest("two three four five six seven eight nine")}

    assert [number for number, _ in taken(text, known)] == [line]


@pytest.mark.parametrize("text", ["Two three four\n* five six seven eight nine", "two | three"])
def test_items_and_cells_are_no_run_with_their_neighbours(text: str) -> None:
    assert list(runs(text)) == []


def test_the_file_of_runs_is_whole_and_small() -> None:
    data = FILE.read_bytes()

    assert len(known_runs()) * 5 == len(data) < 250_000

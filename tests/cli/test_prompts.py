"""What a release and an approval ask on a terminal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.__main__ import main
from handouts.cli.check import Checked
from handouts.cli.releases import approve, release
from handouts.cli.releases.open_register import OpenRegister
from handouts.pipeline.report import Report, SheetResult
from handouts.releases.register import Register
from handouts.releases.register_file import read_register
from reports import FACTS, RELEASE, SHEET, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {"conf.py": "", "releases.toml": RELEASE}
WHO = ("--by", "A. Name", "--role", "surgeon", "--registration", "GMC 1")
ESCAPE = "Sore \x1b[2J knees"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Return a function that sets the answer, and returns a list to which questions are added."""

    def set_answer(text: str) -> list[str]:
        asked: list[str] = []
        for module in (approve, release):
            monkeypatch.setattr(module, "on_terminal", lambda: True)
        monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or text)
        return asked

    return set_answer


@pytest.mark.parametrize(
    ("typed", "status", "said", "count"),
    [
        ("sk1", 1, "Nothing was recorded.\n", 0),
        (" SK1 ", 0, "Sheets of SK1 version 1 stay as they were printed; the next", 1),
    ],
)
def test_an_approval_is_recorded_only_when_its_id_is_typed(
    docs: Path, answer, monkeypatch, capsys, typed: str, status: int, said: str, count: int
) -> None:
    facts = FACTS | {"id": "SK1", "words": WORDS, "title": ESCAPE}
    sheet = SheetResult(**{name: value for name, value in SHEET.items() if name != "printed"})
    (docs / sheet.file).touch()
    checked = Checked(docs, Report([sheet], {"sheet": facts}), (), 0)
    monkeypatch.setattr(approve, "run_checks", lambda *_: checked)
    asked = answer(typed)

    assert main(["approve", "SK1", *WHO]) == status

    shown = capsys.readouterr().out
    assert asked == ["Type SK1 to record it: "]
    assert said in shown
    assert "\x1b" not in shown
    approvals = read_register(docs / "releases.toml", "releases.toml").approvals
    assert [(str(one.date), one.version) for one in approvals] == [("2026-11-22", 1)] * count


@pytest.mark.parametrize(
    ("typed", "change"), [(" ", "First release."), (" A number was wrong.", "A number was wrong.")]
)
def test_a_release_takes_the_sentence_that_is_typed_or_else_the_one_proposed(
    docs: Path, answer, typed: str, change: str
) -> None:
    (first,) = read_register(docs / "releases.toml", "releases.toml").releases
    opened = OpenRegister(docs / "releases.toml", Register(), None)
    options = argparse.Namespace(change=None, source="docs", language=None, releases=None)
    asked = answer(typed)

    assert release._with_change(first, opened, Path(), options).change == change
    assert asked == ["Enter takes: First release.\n> "]

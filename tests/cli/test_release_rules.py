"""What a release and an approval ask on a terminal, and what they refuse, from values alone."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from handouts.__main__ import main, make_parser
from handouts.cli.releases import approve, release
from handouts.cli.releases.numbered import NumberedHandout, numbered_handouts
from handouts.cli.releases.open_register import OpenRegister, overrides_of
from handouts.cli.releases.propose import proposal
from handouts.cli.run_checks import Checked
from handouts.diff.revisions import Revisions
from handouts.pipeline.report import Report, SheetResult
from handouts.problems import HandoutsError
from handouts.releases.register import Register
from handouts.releases.register_file import read_register, register_of_bytes
from reports import FACTS, RELEASE, SHEET, WORDS

FILES = {"conf.py": "", "releases.toml": RELEASE}
WHO = ("--by", "A. Name", "--role", "surgeon", "--registration", "GMC 1")


APPROVAL = f"""
[[approval]]
id = "SK1"
language = "en"
words = "{WORDS}"
by = "A. Name"
role = "surgeon"
registration = "GMC 1"
date = 2026-11-22
"""
WITHDRAWAL = """
[[withdrawal]]
id = "SK1"
language = "en"
versions = [1]
date = 2026-11-22
reason = "A number was wrong."
"""
SAME = "SK1 version 1, which was withdrawn, has the very same words: correct them first"


def register_of(text: str) -> Register:
    return register_of_bytes(text.encode(), "releases.toml")


def checked_sheet(folder: Path) -> Checked:
    """Return what the checks say of a sheet that was printed."""
    facts = FACTS | {"id": "SK1", "words": WORDS, "title": "Sore \x1b[2J knees"}
    sheet = SheetResult(**{name: value for name, value in SHEET.items() if name != "printed"})
    (folder / sheet.file).touch()
    return Checked(folder, Report([sheet], {"sheet": facts}), (), 0)


@pytest.fixture
def answer(monkeypatch) -> Callable[[str], list[str]]:
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
    docs, answer, monkeypatch, capsys, typed: str, status: int, said: str, count: int
) -> None:
    monkeypatch.setattr(approve, "run_checks", lambda *_: checked_sheet(docs))
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
    docs, answer, typed: str, change: str
) -> None:
    (first,) = read_register(docs / "releases.toml", "releases.toml").releases
    opened = OpenRegister(docs / "releases.toml", Register(), None)
    options = argparse.Namespace(change=None, source=Path("docs"), language=None, releases=None)
    asked = answer(typed)

    assert release.with_change(first, opened, Path(), options).change == change
    assert asked == ["Enter takes: First release.\n> "]


@pytest.mark.parametrize(
    ("recorded", "message"),
    [(APPROVAL, "A. Name has approved these words of 'SK1' already"), (WITHDRAWAL, SAME)],
)
def test_an_approval_is_refused(
    docs, answer, monkeypatch, capsys, recorded: str, message: str
) -> None:
    (docs / "releases.toml").write_text(RELEASE + recorded, "utf-8")
    monkeypatch.setattr(approve, "run_checks", lambda *_: checked_sheet(docs))
    asked = answer("SK1")

    with pytest.raises(SystemExit, match="2"):
        main(["approve", "SK1", *WHO])
    assert message in capsys.readouterr().err
    assert asked == []


@pytest.mark.parametrize(
    ("recorded", "chosen", "message"),
    [
        ("", [], "nothing has changed since SK1 version 1"),
        (APPROVAL, ["SK1"], ""),
        (WITHDRAWAL, [], SAME),
        (WITHDRAWAL + APPROVAL, [], SAME),
    ],
)
def test_a_release_is_of_what_has_changed_and_never_of_words_that_were_withdrawn(
    tmp_path, recorded: str, chosen: list[str], message: str
) -> None:
    known = numbered_handouts(checked_sheet(tmp_path).report)
    register = register_of(RELEASE + recorded)

    assert [one.id for one in release.to_release(known, [], register)] == chosen
    with pytest.raises(HandoutsError, match=message) if message else nullcontext():
        list(release.to_release(known, ["SK1"], register))


def test_after_an_approval_alone_the_sentence_names_who_approved(tmp_path) -> None:
    register = register_of(RELEASE + APPROVAL)
    opened = OpenRegister(tmp_path / "releases.toml", register, None)

    said = proposal(register.releases[0], opened, Revisions(tmp_path), tmp_path)
    assert said == "Now checked by A. Name, surgeon."


@pytest.mark.parametrize("option", ["--change=A number was wrong.", "--safety"])
def test_what_is_said_of_several_handouts_needs_their_names(option: str) -> None:
    several = [NumberedHandout("a", {"id": "SK1"}), NumberedHandout("b", {"id": "SK2"})]
    unnamed = make_parser("release").parse_args(["release", option])
    with pytest.raises(HandoutsError, match="handouts release SK1 SK2"):
        release.require_ids_for_words(several, unnamed)
    release.require_ids_for_words(several[:1], unnamed)


def test_a_language_that_nobody_translates_into_names_no_version(docs) -> None:
    (docs / "locales" / "de" / "LC_MESSAGES").mkdir(parents=True)
    given = argparse.Namespace(source=Path("docs"), releases=None, language="de")

    assert overrides_of(given) == {"language": "de"}
    with pytest.raises(HandoutsError, match="nothing is translated into 'xx': no catalogues in"):
        overrides_of(argparse.Namespace(**vars(given) | {"language": "xx"}))


@pytest.mark.parametrize("value", ["[1]", "'locale'"])
def test_folders_of_catalogues_that_are_none_are_named_with_their_line(docs, value: str) -> None:
    (docs / "conf.py").write_text(f"\nlocale_dirs = {value}\n", encoding="utf-8")
    given = argparse.Namespace(source=Path("docs"), releases=None, language="de")

    message = rf"^docs/conf.py:2: locale_dirs cannot be {re.escape(value)} "
    with pytest.raises(HandoutsError, match=message):
        overrides_of(given)

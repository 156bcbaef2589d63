"""The commands that record releases, withdrawals and approvals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reports
from forks import KILLING
from handouts.__main__ import main
from handouts.cli.application import Folders, application
from handouts.cli.conf import register_name
from handouts.cli.explain import Warnings
from handouts.cli.releases.approve import CONFIRM
from handouts.cli.releases.open_register import OpenRegister, open_register
from handouts.cli.releases.propose import sentence
from handouts.cli.releases.release import register_with, with_digests
from handouts.cli.releases.verify import what_differs
from handouts.diff.compare import ChangedPassage
from handouts.pipeline.report import Report, sheet_from_json
from handouts.problems import HandoutsError
from handouts.releases.register_file import read_register
from reports import SHEET

if TYPE_CHECKING:
    from handouts.releases.register import Register

SUPPORT = Path(__file__).parents[1] / "support"
FILES = {
    "conf.py": f"""
import sys
sys.path.insert(0, {str(SUPPORT)!r})
extensions = ["myst_parser", "handouts"]
html_theme = "basic"
handouts_executor = "projects:in_this_process"
handouts_editions = {{"a4": {{"paper": "A4"}}}}
handouts_publisher = {{"notice": "Not yet checked.", "notice-approved": "General information."}}
""",
    "index.md": "# Home\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\nid: SC1\ncheck-by: 2027-11-02\n---\n"
    "# Knees\n\nAbout 40 of 100 people are better after 6 weeks.\n",
}
RELEASE = reports.RELEASE.replace("SK1", "SC1")
WHO = ("--by", "A. Name", "--role", "surgeon", "--registration", "GMC 1")


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def commit(message: str) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", message)


@pytest.fixture
def project(docs, monkeypatch) -> Path:
    """Return the folder of a project that is committed; the commands have no terminal."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A. Writer")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "writer@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    (docs.parent / ".gitignore").write_text("build\n", "utf-8")
    git("init", "--quiet")
    commit("Begin")
    return docs


def register(docs: Path) -> Register:
    return read_register(docs / "releases.toml", "releases.toml")


def edit(docs: Path, old: str, new: str) -> None:
    path = docs / "sheet.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    commit("Edit")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a command says that cannot be carried out."""
    with pytest.raises(SystemExit, match="2"):
        main(list(arguments))
    return capsys.readouterr().err


def print_here(_: str, docs: Path, built: Path, work: Path, settings: Mapping[str, str]) -> None:
    """Print a revision in this process, which takes a fifth of the time."""
    folders = Folders(docs, built, work / "doctrees")
    with application("handouts", folders, Warnings(work), settings) as app:
        app.build()


def test_versions_are_released_verified_approved_and_withdrawn(
    project: Path, capsys, monkeypatch
) -> None:
    monkeypatch.setattr("handouts.diff.revisions.print_revision", print_here)
    assert "there is nothing to verify" in refused(capsys, "release", "--verify")
    assert main(["release"]) == 0
    assert "These sheets bear no code, because html_baseurl" in capsys.readouterr().out
    commit("Release SC1-1")

    edit(project, "40 of", "45 of")
    said = refused(capsys, "release", "SC1")
    assert "“Knees About 45 of 100 people” in place of “Knees About 40 of 100 people”" in said
    assert main(["release", "SC1", "--change", "A number was corrected.", "--safety"]) == 0
    commit("Release SC1-2")
    assert [(one.version, one.change, one.safety) for one in register(project).releases] == [
        (1, "First release.", False),
        (2, "A number was corrected.", True),
    ]
    capsys.readouterr()
    assert main(["release", "--verify"]) == 0
    assert ": the same bytes in a4\n" in capsys.readouterr().out

    assert main(["approve", "SC1", *WHO, CONFIRM]) == 0
    said = capsys.readouterr().out
    assert "takes responsibility for its words and numbers as they are now" in said
    assert ": not signed." in said

    assert main(["withdraw", "SC1", "--version", "2", "--reason", "A number was wrong."]) == 0
    assert "Withdrawn: SC1 version 2 (en)." in capsys.readouterr().out
    assert main(["build"]) == 0
    assert list((project.parent / "build" / "pdf").glob("*.pdf")) == []


def test_an_open_problem_keeps_everything_from_being_released(project: Path, capsys) -> None:
    edit(project, "About", "[Stairs](#stairs): about")

    assert main(["release"]) == 1
    assert "A link points to 'stairs'" in capsys.readouterr().err
    assert not (project / "releases.toml").exists()


def test_a_draft_is_not_released(project: Path, capsys) -> None:
    edit(project, "id: SC1", "id: SC1\ndraft: true")

    assert "'sheet' says 'draft: true'; remove that line" in refused(capsys, "release")


def test_a_sheet_that_was_not_printed_is_not_released(tmp_path) -> None:
    (tmp_path / "releases.toml").write_text(RELEASE)
    (release,) = read_register(tmp_path / "releases.toml", "releases.toml").releases
    report = Report([sheet_from_json({**SHEET, "bytes": 0})], {"sheet": {"words": release.words}})

    with pytest.raises(HandoutsError, match=r"^'sheet-a4\.pdf' was not printed"):
        with_digests(release, report, tmp_path)


def test_what_is_not_committed_is_named_wherever_it_lies(project: Path, capsys) -> None:
    for name in ("docs/.releases.toml-x1", "docs/locale/de/a.mo", "docs/locale/de/a.po"):
        path = project.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left by a crash, made by Sphinx, or to be committed", "utf-8")
    git("add", "--force", "docs/locale/de/a.po")
    commit_only = ["commit", "--quiet", "--message", "Translate", "docs/locale/de/a.po"]
    git(*commit_only)
    (project.parent / "sheet.html").write_text("a template", "utf-8")

    assert "not committed: sheet.html; commit them first, or name" in refused(capsys, "release")


def ignored(page: Path) -> None:
    (page.parents[1] / ".gitignore").write_text("build\nrest.md\n", "utf-8")
    commit("Ignore a page")


def hidden(page: Path) -> None:
    text = page.read_text("utf-8")
    page.write_text(text.replace("nine days", "a day"), "utf-8")
    commit("Add a page")
    git("update-index", "--skip-worktree", str(page))
    page.write_text(text, "utf-8")


def of_another_repository(page: Path) -> None:
    text = page.read_text("utf-8")
    page.unlink()
    other = page.parent / "other"
    git("init", "--quiet", str(other))
    (other / page.name).write_text(text, "utf-8")
    git("-C", str(other), "add", "--all")
    git("-C", str(other), "commit", "--quiet", "--message", "Begin")
    git("add", "docs/other")
    git("commit", "--quiet", "--message", "Add a submodule")


@pytest.mark.parametrize("make", [ignored, hidden, of_another_repository])
def test_words_that_are_not_in_the_commit_are_not_released(
    project: Path, capsys, make: Callable[[Path], None]
) -> None:
    edit(project, "6 weeks.", "6 weeks.\n\n```{embed} #rest\n```")
    page = project / "rest.md"
    page.write_text(
        "---\norphan: true\n---\n# Rest\n\n(rest)=\n## Rest\n\nFor nine days.\n", "utf-8"
    )
    make(page)

    assert "have other words in this folder than in its last commit" in refused(capsys, "release")
    assert not (project / "releases.toml").exists()


def test_words_from_a_variable_are_named_as_what_the_commit_lacks(
    project: Path, capsys, monkeypatch
) -> None:
    monkeypatch.setenv("WEEKS", "7")
    with (project / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("import os\nmyst_enable_extensions = ['substitution']\n")
        conf.write("myst_substitutions = {'weeks': os.environ.get('WEEKS', '6')}\n")
    edit(project, "after 6 weeks", "after {{ weeks }} weeks")

    assert "or conf.py takes words from the environment; " in refused(capsys, "release")


def test_a_clone_that_lacks_older_commits_releases_nothing(project: Path, capsys) -> None:
    commits = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True)
    (project.parent / ".git" / "shallow").write_bytes(commits.stdout)

    assert "fetch them first: git fetch --unshallow" in refused(capsys, "release", "--verify")


def test_without_a_repository_nothing_is_released(docs, capsys) -> None:
    assert "'docs' is in no git repository with a commit" in refused(capsys, "release")


def test_an_approval_needs_a_terminal_or_a_flag_that_says_so_in_full(
    project: Path, capsys, monkeypatch
) -> None:
    assert f"without one, give {CONFIRM}" in refused(capsys, "approve", "SC1", *WHO)
    monkeypatch.setattr("sys.stdin", None)  # A closed input is no terminal.
    assert "is confirmed on a terminal" in refused(capsys, "approve", "SC1", *WHO)


@pytest.mark.parametrize(
    ("line", "name"), [("handouts_releases = 'a/r.toml'", "a/r.toml"), ("", "releases.toml")]
)
def test_commands_use_the_register_that_conf_py_names(docs, capsys, line: str, name: str) -> None:
    (docs / "conf.py").write_text(line, "utf-8")
    (docs / "a").mkdir()
    for file in ("a/r.toml", "other.toml"):
        (docs / file).touch()

    assert register_name(docs, None) == name
    assert register_name(docs, "other.toml") == "other.toml"
    assert open_register(docs, None).path == docs / name
    (docs / name).write_text("[[releases]]\n", "utf-8")
    assert f"handouts: docs/{name}:1: " in refused(capsys, "withdraw", "SC1", "--reason", "Wrong.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handouts_releases = ''", "conf.py sets handouts_releases to nothing"),
        ("handouts_releases = 'gone.toml'", "no register 'docs/gone.toml'; correct the name, or"),
        ("1 / 0", "conf"),
    ],
)
def test_a_conf_py_that_names_no_register_ends_the_command(
    docs, capsys, line: str, said: str
) -> None:
    (docs / "conf.py").write_text(line, "utf-8")
    assert said in refused(capsys, "withdraw", "SC1", "--reason", "Wrong.")


@pytest.mark.parametrize("short", ["--c", "--confirm"])
def test_the_flag_that_confirms_has_no_short_form(docs, capsys, short: str) -> None:
    assert f"unrecognized arguments: {short}" in refused(capsys, "approve", "SC1", *WHO, short)


def test_an_option_that_a_command_does_not_know_is_answered_with_those_that_it_knows(
    docs, capsys
) -> None:
    said = refused(capsys, "release", "SC1", "--note", "New.")

    assert "[--change TEXT]" in said
    assert "handouts release: error: unrecognized arguments: --note" in said


def test_a_sentence_of_two_lines_is_refused(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(RELEASE, "utf-8")
    found = read_register(path, path.name)
    two = replace(found.releases[0], version=2, change="One.\nTwo.")

    with pytest.raises(HandoutsError, match="'change' must be text in one line"):
        register_with([two], tmp_path / "pending", OpenRegister(path, found, None))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["SC2", "--reason", "x"], "nothing was released of 'SC2'; did you mean 'SC1'?"),
        (["SC1", "--version", "2", "--reason", "x"], "never released; known: version 1 (en)"),
        (["SC1", "--language", "de", "--reason", "x"], "never released; known: version 1 (en)"),
        (["SC1", "--reason", "a\nb"], "'reason' must be text in one line"),
    ],
)
def test_what_cannot_be_withdrawn_is_named(docs, capsys, words: list[str], message: str) -> None:
    (docs / "releases.toml").write_text(RELEASE, "utf-8")

    assert message in refused(capsys, "withdraw", *words)
    assert (docs / "releases.toml").read_text("utf-8") == RELEASE


@pytest.mark.parametrize("text", [RELEASE.replace("first", "old"), ""])
def test_an_entry_that_was_committed_is_not_rewritten(project: Path, capsys, text: str) -> None:
    path = project / "releases.toml"
    path.write_text(RELEASE, "utf-8")
    commit("Release")
    path.write_text(text, "utf-8")

    said = refused(capsys, "withdraw", "SC1", "--reason", "x")
    assert "releases.toml: the release of SC1 of 2026-11-03 is gone, or differs" in said


def test_a_crash_leaves_the_old_register_or_the_new_and_the_next_try_heals(docs) -> None:
    path = docs / "releases.toml"
    found = []
    for number in range(1, 3):
        path.write_text(RELEASE, "utf-8")
        done = withdraw(KILL_AT=str(number), PYTHONPATH=str(KILLING))
        found.append((done.returncode, done.stdout.split()[-2], len(register(docs).entries)))
    done = withdraw()

    # Killed before the file was begun, and before it took the place of the old one.
    killed = -signal.SIGKILL
    assert found == [(killed, "open", 1), (killed, "os.rename", 1)]
    assert (done.returncode, len(register(docs).entries)) == (0, 2)


def withdraw(**environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handouts", "withdraw", "SC1", "--reason", "A number."]
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", timeout=60,
        env={**os.environ, **environ},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([], "The words have changed."),
        ([("about", "40", "45", "of 100")],
         "It now says “about 45 of 100” in place of “about 40 of 100”."),
        ([("Keep", "", "on", "moving"), ("a", "b", "", "c")],
         "It now says “Keep on moving”. There is 1 more change."),
        ([("Keep", "on", "", "moving")], "It no longer says “Keep on moving”."),
    ],
)  # fmt: skip
def test_a_sentence_is_proposed_from_what_has_changed(
    passages: list[tuple[str, str, str, str]], expected: str
) -> None:
    assert sentence([ChangedPassage(*one) for one in passages]) == expected


def test_the_engine_that_differs_is_named() -> None:
    then, now = {"weasyprint": "69.0", "zxing-cpp": "1"}, {"weasyprint": "70.0", "zxing-cpp": "1"}

    assert what_differs(then, now) == "weasyprint was 69.0 and is 70.0"
    assert what_differs(then, then).startswith("every engine is the same, so a source differs")

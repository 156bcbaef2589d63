"""Revisions of a repository, printed and compared by the command `diff`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from handouts.__main__ import main
from handouts.diff.revisions import Revisions, export
from handouts.problems import HandoutsError
from handouts.releases.repository import Repository
from projects import CONF, Project

LEDGER = """[rest]
statement = "Rest."
sources = ["walk"]
certainty = "fact"
checked = 2026-11-22
"""
SOURCE = "@misc{walk, author = {Ann Walker}, title = {A walk}, year = {2020}}\n"


def sheet(text: str) -> str:
    return f"---\nhandout: patients\n---\n# For you\n\n{text}\n"


def git(*words: str, text: bytes = b"") -> str:
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {**os.environ, **who, **nobody}
    done = subprocess.run(
        ["git", *words], check=True, capture_output=True, env=environment, input=text
    )
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """A repository of two commits, whose `conf.py` fails if it can see what it should not."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPLOY_TOKEN", "secret")
    watch = 'import os\nassert "DEPLOY_TOKEN" not in os.environ\n'
    git("init", "--quiet", "--initial-branch=main")
    for text in ("Rest.", "Walk."):
        ledger = LEDGER.replace("Rest.", text)
        files = {"index.md": sheet(text), "claims.toml": ledger, "references.bib": SOURCE}
        Project(tmp_path, {"conf.py": watch + CONF, **files})
        git("add", "--all")
        git("commit", "--quiet", "--message", text)
    return tmp_path


def test_two_revisions_are_printed_and_compared(repository: Path, capsys) -> None:
    status = main(["diff", "HEAD~1", "main", "--markdown", "build/comment.md"])

    assert status == 1
    out = capsys.readouterr().out
    assert "index-a4: 1 word added, 1 removed" in out
    assert "\nClaims that changed, and keep the day on which they were checked: rest. " in out
    assert "were checked: `rest`. Set `checked`" in Path("build/comment.md").read_text("utf-8")
    assert sorted(path.name for path in repository.iterdir()) == [".git", "build", "docs"]


def test_the_ledger_of_each_revision_is_the_one_that_its_settings_name(
    repository: Path, capsys, monkeypatch
) -> None:
    monkeypatch.delenv("DEPLOY_TOKEN")
    git("mv", "docs/claims.toml", "docs/facts.toml")
    ledger = (repository / "docs" / "facts.toml").read_text("utf-8").replace("Walk.", "Run.")
    conf = (repository / "docs" / "conf.py").read_text("utf-8")
    settings = 'handouts_ledger = "facts.toml"\n'
    Project(repository, {"conf.py": conf + settings, "facts.toml": ledger})
    git("commit", "--quiet", "--all", "--message", "Move the ledger")
    Project(repository, {"conf.py": conf + settings, "facts.toml": ledger.replace("Run", "Sit")})
    main(["build"])
    capsys.readouterr()

    for names in (("HEAD~1", "HEAD"), ("HEAD", "build/pdf")):
        main(["diff", *names])
        assert "keep the day on which they were checked: rest. " in capsys.readouterr().out


def test_two_names_of_one_commit_are_printed_once(repository: Path, monkeypatch) -> None:
    printed = []

    def prints(commit: str, docs: Path, built: Path, *_: object) -> None:
        printed.append(commit)
        built.mkdir()
        (built / "report.json").touch()

    monkeypatch.setattr("handouts.diff.revisions.print_revision", prints)
    revisions, work = Revisions(repository / "docs"), repository / "work"
    for name in ("HEAD", "main"):
        revisions.printed(revisions.commit_of(name), work)

    assert printed == [revisions.commit_of("main")]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "'nowhere' is neither a folder of sheets with its report.json nor a revision"),
        ("--upload-pack=x", "neither a folder"),
    ],
)
def test_what_is_neither_a_folder_nor_a_revision_is_reported(
    repository: Path, capsys, name: str, message: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["diff", "--", name, "HEAD"])

    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "message"),
    [("PATH", "git cannot be started: install it"), ("GIT_DIR", "not a git repository")],
)
def test_that_git_is_missing_or_refuses_is_reported(
    repository: Path, capsys, monkeypatch, variable: str, message: str
) -> None:
    (repository / "empty").mkdir()
    monkeypatch.setenv(variable, str(repository / "empty"))
    with pytest.raises(SystemExit, match="2"):
        main(["diff"])

    assert message in capsys.readouterr().err


def test_where_nothing_has_been_committed_that_is_said(repository: Path, capsys) -> None:
    shutil.rmtree(repository / ".git")
    git("init", "--quiet")
    with pytest.raises(SystemExit, match="2"):
        main(["diff"])

    assert "nor a revision; there is no git repository with a commit" in capsys.readouterr().err


def test_a_revision_that_cannot_be_built_is_reported_with_the_reason(
    repository: Path, capsys
) -> None:
    Project(repository, {"conf.py": CONF + "handouts_audience = {}\n"})
    git("commit", "--quiet", "--all", "--message", "Slip")

    with pytest.raises(SystemExit, match="2"):
        main(["diff", "HEAD", "HEAD~1"])

    err = capsys.readouterr().err
    assert "cannot be built" in err
    assert "handouts_audience: no such setting; did you mean 'handouts_audiences'?" in err
    assert "Traceback" not in err


def test_a_revision_without_the_project_is_reported(repository: Path, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["diff", "HEAD~1", "HEAD", "--source", "pages"])

    assert "has no 'pages/conf.py'" in capsys.readouterr().err


def test_a_revision_is_exported_as_it_was_and_links_cannot_leave_its_folder(
    repository: Path,
) -> None:
    page = repository / "docs" / "index.md"
    page.write_text(sheet("Climb."), "utf-8")
    for name, target in (("inside", "index.md"), ("outside", "../../other")):
        (repository / "docs" / name).symlink_to(target)
        git("add", "--all")
        git("commit", "--quiet", "--message", f"Link {name}")
    page.write_text(sheet("Not committed."), "utf-8")

    export("HEAD~1", Repository(repository), repository / "new" / "files")

    assert "Climb." in (repository / "new" / "files" / "docs" / "inside").read_text("utf-8")
    assert "Not committed." in page.read_text("utf-8")
    with pytest.raises(HandoutsError, match="a link that leads out of it: 'docs/outside'"):
        export("HEAD", Repository(repository), repository / "newer" / "files")


def test_a_revision_with_a_file_outside_its_folder_is_refused(repository: Path) -> None:
    entry = b"100644 x\0" + bytes.fromhex(git("hash-object", "-w", "docs/index.md"))
    folder = git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", text=entry)
    entry = b"40000 ..\0" + bytes.fromhex(folder)
    tree = git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", text=entry)

    with pytest.raises(HandoutsError, match=r"invalid path '\.\./x'"):
        export(tree, Repository(repository), repository / "new" / "files")

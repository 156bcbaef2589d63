"""The command line as a whole, and the command `report`."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import SphinxParallelError

from handouts import __version__
from handouts.__main__ import main, make_parser
from handouts.jobs import TypeSetting
from handouts.pipeline.report import Report, SheetResult, read_report
from handouts.problems import Place, Problem
from projects import EXTENSIONS, HERE

PAGES = {
    "conf.py": f'{EXTENSIONS}handouts_executor = "{HERE}"\n',
    "index.md": "# Backs\n\n(keep-moving)=\nKeep moving.\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": "---\nhandout: patients\n---\n# For you\n\n```{embed} #keep-moving\n```\n",
    "two.md": "---\nhandout: referrers\n---\n# For the trade\n\n```{embed} #keep-moving\n```\n",
}


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def result(*problems: Problem) -> SheetResult:
    return SheetResult(
        handout="one",
        audience="patients",
        edition="a4",
        file="one-a4.pdf",
        pages=1,
        pages_allowed=1,
        setting=None if problems else TypeSetting(14, 1.3, 0.8),
        full=0.5,
        words=100,
        bytes=2000,
        left_out=("aside",),
        layouts=2,
        problems=problems,
    )


REFUSED = result(Problem("overflow", "too long", Place("one.md", 1)))


def test_without_a_command_all_are_listed(capsys) -> None:
    assert main([]) == 2
    assert "lay out a project for a topic of your own" in capsys.readouterr().out


def test_build_prints_and_lists_the_sheets_of_the_audience_that_is_named(
    project: Path, capfd
) -> None:
    status = main(["build", "--only", "patients", "--strict"])

    printed = {path.name for path in (project / "build" / "pdf").glob("*.pdf")}
    assert (status, printed) == (0, {"one-a4.pdf", "one-letter.pdf", "one-large-print.pdf"})
    shown = capfd.readouterr().out
    assert "one-a4" in shown
    assert "MdParserConfig" not in shown  # The settings of the parser.


def test_build_of_an_unknown_audience_fails_and_names_the_nearest(project: Path, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--only", "patient"])

    err = capsys.readouterr().err
    assert "did you mean 'patients'?" in err
    assert "Traceback" not in err


def test_strict_build_fails_when_a_page_has_a_fault(project: Path) -> None:
    page = project / "docs" / "one.md"
    page.write_text(page.read_text().replace("keep-moving", "keep-mowing"), encoding="utf-8")

    assert main(["build", "--strict"]) == 1


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (".", "no conf.py in '.'; did you mean 'docs'?"),
        ("doc", "no folder 'doc'; did you mean 'docs'?"),
        ("docs/pages/", "no folder 'docs/pages'; did you mean 'docs'?"),
        ("a/docs", "no folder 'a/docs'; name the folder that holds your conf.py"),
    ],
)
@pytest.mark.parametrize("command", ["build", "claims"])
def test_a_folder_that_is_no_project_is_reported_with_the_one_that_is(
    project: Path, capsys, command: str, source: str, message: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([command, source])

    assert message in capsys.readouterr().err


def test_a_project_without_a_ledger_is_told_to_write_one(project: Path, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["claims"])

    assert "no ledger at 'docs/claims.toml'; write one, or name" in capsys.readouterr().err


def test_whoever_stands_in_the_folder_of_the_project_is_told_so(
    project: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(project / "docs")
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert "no folder 'docs'; did you mean '.'?" in capsys.readouterr().err


def test_report_shows_the_table_of_an_earlier_build(tmp_path, capsys) -> None:
    report = Report([result()], notes=["a note"])
    (tmp_path / "report.json").write_text(report.to_json(), encoding="utf-8")

    status = main(["report", str(tmp_path / "report.json")])

    assert (status, capsys.readouterr().out) == (0, f"{report.table()}\n")


def test_report_of_a_refused_sheet_fails(tmp_path) -> None:
    (tmp_path / "report.json").write_text(Report([REFUSED]).to_json(), encoding="utf-8")

    assert main(["report", str(tmp_path)]) == 1


@pytest.mark.parametrize("sheet", [result(), REFUSED], ids=["printed", "refused"])
def test_a_stored_report_reads_back_as_it_was(tmp_path, sheet: SheetResult) -> None:
    report = Report([sheet], {"one": {"audience": "patients"}}, notes=["a note"])

    (tmp_path / "report.json").write_text(report.to_json(), encoding="utf-8")

    assert read_report(tmp_path / "report.json") == report


@pytest.mark.parametrize("text", [None, "{", "[]", '{"sheets": [{}]}', "[" * 9999])
def test_a_report_that_cannot_be_read_says_to_build(tmp_path, capsys, text) -> None:
    if text is not None:
        (tmp_path / "report.json").write_text(text, encoding="utf-8")

    with pytest.raises(SystemExit, match="2"):
        main(["report", str(tmp_path / "report.json")])

    assert "build" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["new", "taken"], ["diff", ".", ".", "--output", "taken"]])
def test_a_file_that_is_in_the_way_is_named_without_a_traceback(
    tmp_path, monkeypatch, capsys, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.json").write_text(Report().to_json(), encoding="utf-8")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")

    with pytest.raises(SystemExit, match="2"):
        main(words)

    reported = capsys.readouterr().err
    assert reported.startswith("handouts: ")
    assert "taken" in reported
    assert (tmp_path / "taken").read_text("utf-8") == "mine"


def test_a_folder_in_which_nobody_may_write_is_named_with_a_way_out(
    project: Path, monkeypatch, capsys
) -> None:
    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refused)  # The superuser may write everywhere.
    with pytest.raises(SystemExit, match="2"):
        main(["new", "knee"])

    assert capsys.readouterr().err == (
        "handouts: Permission denied 'knee'. Let this user read and write there, or choose "
        "another folder, and try again\n"
    )


def test_whoever_stops_a_command_sees_no_traceback(monkeypatch, capsys) -> None:
    def stop(_question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stop)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    with pytest.raises(SystemExit, match="2"):
        main(["new", "knee"])

    assert capsys.readouterr().err == "\nhandouts: stopped\n"


@pytest.mark.parametrize("during", ["loading", "building"])
def test_whoever_stops_a_command_sooner_or_later_sees_no_traceback_either(
    project: Path, monkeypatch, capsys, during: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            if during == "building":
                raise KeyError(0)  # As Sphinx does when it ends processes that read.

    place = "handouts.__main__.make_parser" if during == "loading" else "handouts.cli.build.build"
    monkeypatch.setattr(place, stop)
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert capsys.readouterr().err == "\nhandouts: stopped\n"


def said(*words: str, out: int | str, **variables: str) -> tuple[int, str]:
    """Return the exit status of a command, and what it said of its output."""
    with open(out, "wb") as file:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "handouts", *words],
            stdout=file,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "", **variables},
            timeout=60,
            check=False,
        )
    return done.returncode, done.stderr.decode()


@pytest.fixture
def words(project: Path, request) -> list[str]:
    """Return a command whose output cannot be written."""
    (project / "report.json").write_text(Report(notes=["✓"]).to_json(), encoding="utf-8")
    (project / "docs" / "conf.py").write_text(EXTENSIONS, encoding="utf-8")
    commands = {
        "report": ["report", "."],
        "build": ["build", "--verbose"],
        "live": ["live", "--port", "0"],
    }
    return commands[request.param]


@pytest.mark.parametrize("words", ["report", "build", "live"], indirect=True)
def test_a_command_whose_output_nobody_reads_ends_without_a_word(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    assert said(*words, out=writing) == (141, "")


@pytest.mark.parametrize("words", ["report"], indirect=True)
def test_an_output_that_the_system_calls_hung_up_is_one_that_nobody_reads(words: list[str]) -> None:
    reading, writing = socket.socketpair()  # As a pipe of macOS.
    reading.close()

    assert said(*words, out=writing.detach()) == (141, "")


@pytest.mark.parametrize("words", ["report", "build"], indirect=True)
def test_a_command_whose_output_is_closed_does_its_work(words: list[str]) -> None:
    shell = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", sys.executable, "-m", "handouts", *words]
    assert subprocess.run(shell, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("words", ["live"], indirect=True)
def test_live_builds_the_site_although_its_output_is_closed(
    project: Path, words: list[str]
) -> None:
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "handouts", *words]
    site = project / "build" / "live" / "report.json"
    with subprocess.Popen(shell, stderr=subprocess.PIPE, text=True) as running:
        ending = threading.Timer(60, running.kill)
        ending.start()
        while running.poll() is None and not site.is_file():
            time.sleep(0.05)
        running.send_signal(signal.SIGTERM)  # Treated as Ctrl-C is, which is SIGINT.
        _, heard = running.communicate(timeout=60)
        ending.cancel()

    assert (running.returncode, site.is_file(), heard) == (0, True, "")


@pytest.mark.skipif(sys.platform != "linux", reason="no disk is always full here")
@pytest.mark.parametrize("words", ["report", "build"], indirect=True)
def test_an_output_that_is_full_is_said_in_a_line(words: list[str]) -> None:
    message = "handouts: No space left on device. Make room, and try again\n"

    assert said(*words, out="/dev/full") == (2, message)


@pytest.mark.parametrize("words", ["report"], indirect=True)
def test_a_sign_that_the_terminal_lacks_is_written_as_its_number(
    words: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"

    assert said(*words, out=str(out), PYTHONIOENCODING="ascii") == (0, "")
    assert out.read_text("ascii") == "no handouts\n\\u2713\n"


@pytest.mark.parametrize("words", ["live"], indirect=True)
def test_the_process_that_builds_for_live_writes_such_signs_so_too(words: list[str]) -> None:
    live = [sys.executable, "-m", "handouts", *words]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with subprocess.Popen(live, stdout=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        ending = threading.Timer(60, running.kill)
        ending.start()
        heard = list(itertools.takewhile(lambda line: "Ctrl-C" not in line, running.stdout))
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
        ending.cancel()

    assert heard[0] == "Building\\u2026\n"
    assert any(line.startswith("Built in") for line in heard)


def test_data_with_a_sign_that_the_encoding_lacks_is_an_error(project: Path) -> None:
    facts = {"title": "Knees ✓", "checked": None, "check-by": None, "address": ""}
    report = Report(handouts={"one": facts}).to_json()
    (project / "report.json").write_text(report, encoding="utf-8")
    message = "handouts: ascii has no '\\u2713'; set PYTHONUTF8=1, and try again\n"

    words = ["list", "--csv", "--report", "."]
    assert said(*words, out=os.devnull, PYTHONIOENCODING="ascii") == (2, message)


def test_whoever_stops_a_command_while_pages_are_read_is_told_so(
    project: Path, monkeypatch, capsys
) -> None:
    def stop(_: Sphinx) -> None:
        raise SphinxParallelError("KeyboardInterrupt", "")  # As of a process that reads.

    monkeypatch.setattr(Sphinx, "build", stop)
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert capsys.readouterr().err == "\nhandouts: stopped\n"


def test_whoever_stops_a_command_where_python_ignores_it_is_told_so_too(project: Path) -> None:
    conf = """
import os, signal, time
os.register_at_fork(after_in_parent=lambda: signal.raise_signal(signal.SIGINT))
if not os.fork():
    os._exit(0)
time.sleep(60)
"""
    (project / "docs" / "conf.py").write_text(conf, encoding="utf-8")

    assert said("build", out=os.devnull) == (2, "\nhandouts: stopped\n")


def test_version_is_the_package_version(capsys) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])

    assert __version__ in capsys.readouterr().out


def test_an_option_that_a_script_left_empty_writes_nothing() -> None:
    parser = make_parser()

    assert not parser.parse_args(["build", "--site", ""]).site
    assert not parser.parse_args(["diff", "v1", "--markdown", ""]).markdown


def test_diff_compares_the_last_commit_with_the_last_build_by_default() -> None:
    options = make_parser().parse_args(["diff"])

    assert (options.old, options.new) == ("HEAD", "build/pdf")

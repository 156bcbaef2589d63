from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from websockets.sync.client import connect

from handouts.__main__ import main
from handouts.cli.live.rebuild import Rebuild, is_installed
from handouts.cli.live.server import listen
from handouts.preflight.gate import text_of_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 180
"""Seconds after which nothing more is to be expected, on a machine however busy."""
FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\nhtml_theme = "basic"\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n',
    "index.md": "# Knees\n\n(rest)=\nRest.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# For you\n\n```{embed} #rest\n```\n",
}


@contextmanager
def live(folder: Path) -> Iterator[Path]:
    """Run the command, and yield the file in which its words gather."""
    log = folder / "log.txt"
    command = [sys.executable, "-m", "handouts", "live", "--port", "0"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env={**os.environ}
        )
    try:
        yield log
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def wait_for(done: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name, text in FILES.items():
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_save_makes_the_sheet_and_the_page_anew_and_says_what_is_wrong(project: Path) -> None:
    sheet = project / "build" / "live" / "sheet-a4.pdf"
    index = project / "docs" / "index.md"
    with live(project) as log:
        wait_for(lambda: "Waiting for you" in log.read_text(), log)
        address = re.search(r"http://\S+", log.read_text())[0]
        first = urllib.request.urlopen(f"{address}/sheet.html").read().decode()
        with connect(f"{address.replace('http', 'ws', 1)}/websocket-reload") as browser:
            index.write_text(
                FILES["index.md"].replace("Rest.", "Walk.") + "\n[up](#stairs)\n", encoding="utf-8"
            )
            heard = browser.recv(timeout=PATIENCE)
        second = urllib.request.urlopen(f"{address}/sheet.html").read().decode()
        script = urllib.request.urlopen(f"{address}/handouts-live.js").read().decode()

    assert heard == "refresh"
    assert ("Rest." in first, "Walk." in second) == (True, True)
    assert "Walk." in text_of_pdf(sheet.read_bytes())
    assert '<script src="/handouts-live.js"></script>' in second
    assert "location.reload()" in script
    told = log.read_text()
    assert "Changed: docs/index.md" in told
    assert "docs/index.md, line 10\n  A link points to 'stairs', which stands on no page." in told
    assert "New on paper: sheet-a4.pdf." in told
    assert told.rstrip().endswith("one thing to mend, see above.")


def test_a_sheet_that_is_refused_is_named_and_its_reason_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(project)
    (project / "docs" / "sheet.md").write_text(
        FILES["sheet.md"].replace("#rest", "#rset"), encoding="utf-8"
    )

    Rebuild("docs", "build/live", "build/doctrees")([project / "docs" / "sheet.md"])

    told = capsys.readouterr().out
    assert "docs/sheet.md, line 6\n" in told
    assert "did you mean 'rest'?" in told
    assert "Not printed: sheet-a4.pdf; the reason stands above." in told


def test_a_site_that_cannot_be_built_at_all_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(project)
    (project / "docs" / "conf.py").write_text("extensions = [", encoding="utf-8")

    Rebuild("docs", "build/live", "build/doctrees")([])

    assert "The site could not be built; what you see is the one before." in capsys.readouterr().out


@pytest.mark.parametrize("wanted", [0, 99_999])
def test_a_port_that_cannot_be_had_gives_way_to_a_free_one(wanted: int) -> None:
    with listen(wanted) as listener:
        assert listener.getsockname()[1] not in {0, wanted}


def test_without_the_server_the_line_to_type_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setitem(sys.modules, "sphinx_autobuild.filter", None)
    monkeypatch.delitem(sys.modules, "handouts.cli.live.server", raising=False)

    with pytest.raises(SystemExit, match="2"):
        main(["live"])

    assert "python -m pip install sphinx-autobuild" in capsys.readouterr().err


def test_what_one_build_has_loaded_is_loaded_for_the_next_but_for_files_of_the_project(
    project: Path,
) -> None:
    (project / "docs" / "_ext").mkdir()
    (project / "docs" / "_ext" / "knees_ext.py").write_text("def setup(app): ...\n")
    conf = "import sys\nsys.path.insert(0, 'docs/_ext')\n" + FILES["conf.py"].replace(
        '"handouts"]', '"handouts", "knees_ext"]'
    )
    (project / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    code = (
        "from handouts.cli.live.rebuild import Rebuild, modules_to_load\n"
        "Rebuild('docs', 'build/live', 'build/doctrees')([])\n"
        "print('LOADED', *modules_to_load())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.rpartition("LOADED ")[2].split()
    assert {"knees_ext", "myst_parser.sphinx_ext.main"} <= set(loaded)
    assert is_installed("myst_parser.sphinx_ext.main")
    assert not is_installed("knees_ext")

"""The command `live`, with all its processes, while somebody saves files."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from finished import text_of_pdf
from live_files import FILES

LIMIT = 120
"""Seconds after which nothing more is to be expected, on a machine however busy."""


@contextmanager
def live(folder: Path) -> Iterator[Path]:
    """Run the command, and yield the file to which it writes."""
    log = folder / "log.txt"
    command = [sys.executable, "-m", "handouts", "live", "--port", "0"]
    with log.open("w") as out:
        running = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env={**os.environ}
        )
    try:
        yield log
    finally:
        running.send_signal(signal.SIGTERM)  # Treated as Ctrl-C is, which is SIGINT.
        try:
            assert running.wait(LIMIT) == 0
        finally:
            running.kill()


def wait_for(done: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + LIMIT
    while not done():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def save(path: Path, text: str) -> None:
    """Save a file in one step: what is found half-written is built too, and then built again."""
    new = path.with_name(f".{path.name}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


STANDS_STILL = f"""
import time
from pathlib import Path

def stand_still(*_):
    Path("still").touch()
    time.sleep({2 * LIMIT})

def setup(app):
    app.connect("build-finished", stand_still)
"""
"""Without it a build may end before it is told to."""


def test_it_ends_while_it_builds_and_shows_no_traceback(project) -> None:
    written = project({**FILES, "conf.py": FILES["conf.py"] + STANDS_STILL})
    with live(written.folder) as log:
        wait_for((written.folder / "still").exists, log)

    assert log.read_text() == "Building…\n"


def test_a_save_renews_the_sheet_and_the_page_and_reports_what_is_wrong(project) -> None:
    written = project(FILES)
    docs, sheet = written.srcdir, written.folder / "build" / "live" / "sheet-a4.pdf"
    with live(written.folder) as log:
        wait_for(lambda: "Waiting for you" in log.read_text(), log)
        address = re.search(r"http://\S+", log.read_text())[0]
        first = urllib.request.urlopen(f"{address}/sheet.html", timeout=LIMIT).read().decode()
        with urllib.request.urlopen(f"{address}/handouts-live", timeout=LIMIT) as events:
            text = FILES["index.md"].replace("Rest.", "Walk.") + "\n[up](#stairs)\n"
            save(docs / "index.md", text)
            event = next(line for line in events if line.startswith(b"data"))
        second = urllib.request.urlopen(f"{address}/sheet.html", timeout=LIMIT).read().decode()
        words = text_of_pdf(sheet.read_bytes())
        save(docs / "conf.py", "extensions = [")
        wait_for(lambda: "could not be built" in log.read_text(), log)
        save(docs / "conf.py", FILES["conf.py"])
        wait_for(lambda: log.read_text().count("Built in") == 3, log)

    assert event == b"data: new\n"
    assert ("Rest." in first, "Walk." in second, "Walk." in words) == (True, True, True)
    log_text = log.read_text()
    assert "Changed: docs/index.md" in log_text
    assert "docs/index.md:10\n  A link points to 'stairs', which stands on no page." in log_text
    assert "New on paper: sheet-a4.pdf.\nBuilt in" in log_text
    assert ": 1 warning, see above.\n" in log_text
    assert "Traceback" not in log_text

"""How processes that print start."""

from __future__ import annotations

import subprocess
import sys
from multiprocessing import forkserver

import pytest

from handouts.workers import start

LIMIT = 120
"""Seconds after which nothing more is to be expected, on a machine however busy."""


def test_processes_are_copies_of_one_with_the_engine(monkeypatch) -> None:
    monkeypatch.setattr(start, "START_METHOD", "forkserver")
    monkeypatch.setattr(forkserver, "ensure_running", lambda: None)

    assert start.context().get_start_method() == "forkserver"


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_processes_are_new_where_none_can_be_copied(method: str, monkeypatch) -> None:
    def fail() -> None:
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(start, "START_METHOD", method)
    monkeypatch.setattr(forkserver, "ensure_running", fail)

    assert start.context().get_start_method() == "spawn"


def test_ctrl_c_is_for_the_process_that_builds_alone() -> None:
    code = """
import os, signal, time
from handouts.workers.start import context
context()
signal.signal(signal.SIGINT, signal.SIG_IGN)
time.sleep(0.3)
os.killpg(0, signal.SIGINT)  # As a terminal does.
time.sleep(0.3)
"""
    command = [sys.executable, "-c", code]
    found = subprocess.run(
        command, timeout=LIMIT, capture_output=True, check=True, start_new_session=True
    )
    assert found.stderr == b""


def test_the_first_sheet_finds_all_that_can_be_made_ahead(tmp_path) -> None:
    code = """
import sys
import handouts.workers.loaded
from pathlib import Path
from weasyprint.text.ffi import ffi
from handouts.jobs import THEME_FONTS, Job, SheetPlan, TypeSetting
from handouts.typeset import rules
from handouts.workers import worker

def made():
    # What of itself Python imports late differs from release to release.
    modules = (one for one in sys.modules if one.split(".")[0] not in sys.stdlib_module_names)
    return {*modules, *ffi._parsed_types, *rules._known}

worker.write_font_settings(Path())
worker.start_worker(4096, Path())
css = (Path(rules.__file__).parents[1] / "theme" / "sheet.css").read_text("utf-8")
main = "<main><h1>T</h1><p>A</p></main>"
html = f"<html lang='en'><head><title>T</title></head><body>{main}</body></html>"
plan = SheetPlan("a4", (210, 297), 1, (TypeSetting(12, 1.3, 1),))
before = made()
(one,) = worker.print_handout(Job("sheet", html, (plan,), css, THEME_FONTS, "T", "en"))
print(len(one.pdf) > 0, sorted(made() - before))
"""
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, timeout=LIMIT, check=True
    )
    assert found.stdout.decode() == "True [':root{--space:1}']\n"


@pytest.mark.skipif(start.START_METHOD != "forkserver", reason="no process is a copy here")
def test_no_thread_runs_in_the_process_that_is_copied() -> None:
    code = "import handouts.workers.loaded, os; print(len(os.listdir('/proc/self/task')))"
    command = [sys.executable, "-c", code]

    assert subprocess.run(command, timeout=LIMIT, capture_output=True, check=True).stdout == b"1\n"

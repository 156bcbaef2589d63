"""Sheets that are printed on an executor which the project names."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.jobs import THEME_FONTS, Job, Setting, SheetPlan
from handouts.problems import Fault
from handouts.workers import remote
from handouts.workers.pool import Workers
from handouts.workers.remote import Elsewhere, pack, print_parcel

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
PLAN = SheetPlan("a5", (148.0, 210.0), 1, (Setting(12.0, 1.3, 0.7),))
MAKE = """
import os, signal
from handouts.dask import dask_executor

def unlucky(count):
    executor = dask_executor(count)
    pid = next(iter(executor.client.run(os.getpid).values()))
    submit, futures = executor.submit, []
    def submit_and_kill(*given):
        futures.append(submit(*given))
        if len(futures) == 1:
            futures[0].add_done_callback(lambda _: os.kill(pid, signal.SIGKILL))
        return futures[-1]
    executor.submit = submit_and_kill
    return executor
"""
CONF = """
extensions = ["myst_parser", "handouts"]
handouts_editions = {"a5": {"paper": "A5"}}
"""
SHEET = "---\nhandout: patients\n---\n# Sheet {number}\n\nWalk {number} miles a day.\n"


def job(name: str) -> Job:
    fonts = tuple(THEME / "fonts" / file for file in THEME_FONTS)
    html = f"<html lang='en'><head><title>T</title></head><body><main><h1>{name}</h1></main></body>"
    css = (THEME / "sheet.css").read_text("utf-8")
    return Job(name, html, (PLAN,), css, fonts, "T", "en")


def processes(count: int) -> Executor:
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


class Silent(Executor):
    """Takes jobs and never gives one back."""

    def submit(self, *_: object) -> Future:
        return Future()


class Losing(Executor):
    """Loses each job."""

    def submit(self, *_: object) -> Future:
        future = Future()
        future.set_exception(ConnectionError("the machine is gone"))
        return future


def told(make: object, time_limit: float = 60.0) -> list[Fault]:
    printed = Elsewhere(make, 1, time_limit, start_limit=0.1).run([job("one")])
    return [fault for _, sheets in printed for one in sheets for fault in one.faults]


def test_any_executor_prints_the_same_bytes() -> None:
    jobs = [job("one"), job("two")]
    here = {done.docname: sheets for done, sheets in Workers(1, 60.0, 4096).run(jobs)}
    there = {done.docname: sheets for done, sheets in Elsewhere(processes, 2, 60.0).run(jobs)}

    assert here == there
    assert here["one"][0].pdf.startswith(b"%PDF")


def test_no_jobs_ask_for_no_executor() -> None:
    assert list(Elsewhere(lambda _: pytest.fail("asked"), 1, 60.0).run([])) == []


def test_a_parcel_names_no_file_of_this_machine(tmp_path: Path) -> None:
    own = tmp_path / "own.ttf"
    own.write_bytes(b"font")
    parcel = pack(replace(job("one"), fonts=(*job("one").fonts, own)))

    assert parcel.job.fonts == ()
    assert parcel.fonts == (*((name, b"") for name in THEME_FONTS), ("own.ttf", b"font"))


def test_a_machine_with_other_versions_prints_nothing() -> None:
    parcel = replace(pack(job("one")), versions=("weasyprint 1", *remote.versions()))
    ((fault,),) = [one.faults for one in print_parcel(parcel)]

    assert fault.code == "limit"
    assert "other versions (weasyprint 1); install the same" in fault.message


def test_a_job_that_the_executor_loses_is_told() -> None:
    message = "the executor lost it: ConnectionError: the machine is gone"
    assert told(lambda _: Losing()) == [Fault("crash", message)]


def test_an_executor_that_says_nothing_is_not_waited_for() -> None:
    assert told(lambda _: Silent(), 0.1) == [Fault("limit", "nothing came back for 0.2 seconds")]


def build(folder: Path, *options: str) -> dict[str, bytes]:
    """Build the project as a reader would, each time from nothing; return its sheets."""
    out = folder / f"out-{len(options)}"
    command = [sys.executable, "-m", "sphinx", "-W", "-j", "2", "-b", "handouts", *options]
    paths = os.pathsep.join([str(folder), str(THEME.parents[1])])
    run = subprocess.run(
        [*command, "-d", str(out / "trees"), str(folder), str(out)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {path.name: path.read_bytes() for path in out.glob("*.pdf")}


def test_a_cluster_prints_the_same_bytes_though_one_of_its_workers_is_killed(
    tmp_path: Path,
) -> None:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "makers.py").write_text(MAKE)
    names = [f"sheet-{number}" for number in range(12)]
    for number, name in enumerate(names):
        (tmp_path / f"{name}.md").write_text(SHEET.format(number=number))
    lines = "\n".join(names)
    (tmp_path / "index.md").write_text(f"# All\n\n```{{toctree}}\n{lines}\n```\n")

    here = build(tmp_path)
    there = build(tmp_path, "-D", "handouts_executor=makers:unlucky")

    assert len(here) == len(names)
    assert here == there

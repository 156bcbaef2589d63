"""Sheets that are printed on an executor which the project names."""

from __future__ import annotations

import multiprocessing
import re
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import SphinxError

from handouts.jobs import EXTRA, THEME_FONTS, Font, Job, Printed, SheetPlan, TypeSetting
from handouts.problems import Fault
from handouts.workers import remote
from handouts.workers.pool import Workers
from handouts.workers.remote import RemoteWorkers, pack, print_parcel

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
PLAN = SheetPlan("a5", (148.0, 210.0), 1, (TypeSetting(12.0, 1.3, 0.7),))
CONF = 'extensions = ["myst_parser", "handouts"]\n'
SETTINGS_PAGE = Path(__file__).parents[2] / "docs" / "contributing" / "settings.md"


def job(name: str) -> Job:
    html = f"<html lang='en'><head><title>T</title></head><body><main><h1>{name}</h1></main></body>"
    css = (THEME / "sheet.css").read_text("utf-8")
    return Job(name, html, (PLAN,), css, THEME_FONTS, "T", "en")


def processes(count: int) -> Executor:
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


class Silent(Executor):
    """Takes jobs and never gives one back."""

    def __init__(self) -> None:
        self.taken: list[Future] = []

    def submit(self, *_: object) -> Future:
        self.taken.append(Future())
        return self.taken[-1]


class Losing(Executor):
    """Loses each job."""

    def submit(self, *_: object) -> Future:
        future = Future()
        future.set_exception(ConnectionError("the machine is gone"))
        return future


def reported(make: object, time_limit: float = 60.0) -> list[Fault]:
    printed = RemoteWorkers(make, 1, time_limit, start_limit=0.1).run([job("one")])
    return [fault for _, sheets in printed for one in sheets for fault in one.faults]


JOBS = [job("one"), job("two")]


@pytest.fixture(scope="module")
def here() -> dict[str, list[Printed]]:
    """Return what our own processes print."""
    return {done.docname: sheets for done, sheets in Workers(1, 60.0, 4096).run(JOBS)}


def test_any_executor_prints_the_same_bytes(here: dict[str, list[Printed]]) -> None:
    there = {done.docname: sheets for done, sheets in RemoteWorkers(processes, 2, 60.0).run(JOBS)}

    assert here == there
    assert here["one"][0].pdf.startswith(b"%PDF")


def test_no_jobs_ask_for_no_executor() -> None:
    assert list(RemoteWorkers(lambda _: pytest.fail("asked"), 1, 60.0).run([])) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("operator:not_", "it returned a bool"), ("os:listdir", "NotADirectoryError: ")],
)
def test_what_makes_no_executor_ends_the_build_with_its_reason(
    project, name: str, reason: str
) -> None:
    page = "---\nhandout: patients\n---\n# Knees\n\nWalk.\n"

    with pytest.raises(SphinxError, match=f"handouts_executor made no executor: .*{reason}"):
        project({"conf.py": CONF, "index.md": page}).build(handouts_executor=name)


def test_a_parcel_names_no_file_of_this_machine(tmp_path) -> None:
    own = Font(tmp_path / "own.ttf", EXTRA)
    own.path.write_bytes(b"font")
    parcel = pack(replace(job("one"), fonts=(*job("one").fonts, own)))

    assert parcel.job.fonts == ()
    names = [(font.path.as_posix(), data) for font, data in parcel.fonts]
    assert names == [*((font.path.name, b"") for font in THEME_FONTS), ("own.ttf", b"font")]


def test_a_machine_with_other_versions_prints_nothing() -> None:
    parcel = replace(pack(job("one")), versions=("weasyprint 1", *remote.versions()))
    ((fault,),) = [one.faults for one in print_parcel(parcel)]

    assert fault.code == "limit"
    assert "other versions (weasyprint 1); install the same" in fault.message


def test_a_job_that_the_executor_loses_is_reported() -> None:
    message = "the executor lost it: ConnectionError: the machine is gone"
    assert reported(lambda _: Losing()) == [Fault("crash", message)]


def test_an_executor_that_says_nothing_is_not_waited_for() -> None:
    silent = Silent()

    assert reported(lambda _: silent, 0.1) == [Fault("limit", "nothing came back for 0.2 seconds")]
    assert all(future.cancelled() for future in silent.taken)


def test_the_recipe_for_dask_prints_the_same_bytes(
    here: dict[str, list[Printed]], monkeypatch
) -> None:
    from distributed import LocalCluster

    page = SETTINGS_PAGE.read_text("utf-8")
    recipe = re.search(r":caption: cluster.py\n\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(recipe[1], names)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv("DASK_SCHEDULER", cluster.scheduler_address)
        make = names["dask_executor"]
        ((_, there),) = RemoteWorkers(make, 1, 60.0).run(JOBS[:1])
        names["Client"].current().close()

    assert there == here["one"]

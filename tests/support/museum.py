"""The museum of faults: a folder of `roots/faults` each, a project with what is told of it.

`told.txt` holds every message of its build. Where no page can cause a fault, `spoil.json` spoils
what the layout is given: CSS to add, or words of the HTML to replace, perhaps many times.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from handouts.pipeline import run
from projects import Project

if TYPE_CHECKING:
    from handouts.jobs import Job
    from projects import Built

ROOMS = sorted((Path(__file__).parents[1] / "roots" / "faults").iterdir())
PRINTED = {
    "a-claim-checked-long-ago",
    "a-claim-seen-second-hand-only",
    "a-claim-that-no-page-tells",
    "a-day-that-no-calendar-has-on-a-page-that-is-no-handout",
    "a-page-past-its-day",
    "a-service-checked-long-ago",
    "a-translation-without-a-name",
    "boxes-in-a-circle-on-a-page-that-is-no-handout",
    "figures-of-words-that-a-project-asks-for",
}
"""Faults that are told, and the sheet is published all the same."""
CODE = re.compile(r"\[handouts\.([a-z-]+)\]$")


def told(room: Path) -> list[str]:
    """Return the messages that a room expects."""
    return (room / "told.txt").read_text("utf-8").splitlines()


def codes_of(room: Path) -> set[str]:
    """Return the codes of ours among them."""
    return {found[1] for found in map(CODE.search, told(room)) if found}


def enter(room: Path, folder: Path) -> Built:
    """Build the project of a room, with all that it leaves in `folder`."""
    with mock.patch.object(run, "plan_job", spoilt(room)):
        # A limit of memory is one of processes.
        limited = "memory_limit" in (room / "conf.py").read_text("utf-8")
        return Project(folder, srcdir=room).build(processes=limited)


def spoilt(room: Path) -> Any:
    """Return what plans a job, and then spoils it as the room says."""
    file, plan = room / "spoil.json", run.plan_job
    given = json.loads(file.read_text("utf-8")) if file.exists() else {}
    old, new, times = [*given.get("html", ["", ""]), 1][:3]

    def plan_spoilt(*arguments: Any) -> Job:
        job = plan(*arguments)
        html = job.html.replace(old, new * times) if old else job.html
        return replace(job, css=job.css + given.get("css", ""), html=html)

    return plan_spoilt

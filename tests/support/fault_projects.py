"""The small projects in `roots/faults`, each with one fault.

`messages.txt` holds every message of the build. Where no page can cause the fault, `spoil.json`
changes the input of the layout: CSS to add, or words of the HTML to replace, perhaps many times.
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

FAULT_PROJECTS = sorted((Path(__file__).parents[1] / "roots" / "faults").iterdir())
PRINTED = {
    "a-block-embedded-twice",
    "a-claim-checked-long-ago",
    "a-claim-seen-second-hand-only",
    "a-claim-that-no-page-states",
    "a-data-file-that-is-not-there",
    "a-day-that-no-calendar-has-on-a-page-that-is-no-handout",
    "a-page-past-its-day",
    "a-service-checked-long-ago",
    "a-translation-without-a-name",
    "addresses-of-another-builder",
    "boxes-in-a-circle-on-a-page-that-is-no-handout",
    "figures-of-words-that-a-project-asks-for",
}
"""Projects whose sheet is published all the same."""
CODE = re.compile(r"\[handouts\.([a-z-]+)\]$")


def messages_of(root: Path) -> list[str]:
    """Return the messages that a project should give."""
    return (root / "messages.txt").read_text("utf-8").splitlines()


def codes_of(root: Path) -> set[str]:
    """Return the codes of our own messages among them."""
    return {found[1] for found in map(CODE.search, messages_of(root)) if found}


def build(root: Path, folder: Path) -> Built:
    """Build a project, with its output in `folder`."""
    with mock.patch.object(run, "plan_job", spoilt(root)):
        # A limit of memory is one of processes, and an executor has its own.
        conf = (root / "conf.py").read_text("utf-8")
        # Only a builder of sites can be another one than the settings name.
        builder = "html" if "site_builder" in conf else "handouts"
        processes = "memory_limit" in conf or "executor" in conf
        return Project(folder, srcdir=root).build(builder, processes=processes)


def spoilt(root: Path) -> Any:
    """Return a function that plans a job and changes it as `spoil.json` says."""
    file, plan = root / "spoil.json", run.plan_job
    given = json.loads(file.read_text("utf-8")) if file.exists() else {}
    old, new, times = [*given.get("html", ["", ""]), 1][:3]

    def plan_spoilt(*arguments: Any) -> Job:
        job = plan(*arguments)
        html = job.html.replace(old, new * times) if old else job.html
        return replace(job, css=job.css + given.get("css", ""), html=html)

    return plan_spoilt

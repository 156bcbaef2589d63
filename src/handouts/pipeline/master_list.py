"""List all handouts and their versions, from the report of a build and the register.

What needs attention comes first: handouts past their last day, then drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handouts.i18n import language_tag, mark
from handouts.releases.addresses import status_path
from handouts.releases.register import Register, Release, status

if TYPE_CHECKING:
    from handouts.pipeline.report import Report

STATES = (
    mark("past its last day"),
    mark("draft"),
    mark("not printed"),
    mark("not released"),
    mark("current"),
    mark("withdrawn"),
    mark("replaced"),
)
"""The states of a line, in the order of the list."""


@dataclass(frozen=True)
class Line:
    """One version of a handout in one language, or the handout as it is now."""

    id: str
    """Empty for a handout without an id."""
    version: int | None
    """None for what was not released."""
    language: str
    """As in HTML."""
    title: str
    page: str
    editions: tuple[str, ...]
    owner: str
    date: str
    """Day of the release, or on which the facts were last checked; may be empty."""
    last_day: str
    status: str
    """One of `STATES`."""
    address: str
    """Address of its page; empty if the site has none."""
    checks_ran: str
    """Day of the build, or of the release."""
    problems: int
    """How many its sheets have; 0 for a release, which is not printed again."""


def lines_of(report: Report, register: Register, today: date) -> list[Line]:
    """Return the list.

    :param report: of the last build
    :param today: the day to judge by
    """
    found = [*_unreleased(report, today), *_released(report, register, today)]
    return sorted(
        found,
        key=lambda one: (
            *(STATES.index(one.status), by_number(one.id), by_number(one.title)),
            -(one.version or 0),
        ),
    )


def by_number(name: str) -> str:
    """Return what a name is sorted by, so that its numbers stand in order.

    >>> sorted(["SC10", "SC2"], key=by_number)
    ['SC2', 'SC10']
    """
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(9), name)


def _unreleased(report: Report, today: date) -> Iterator[Line]:
    """Yield each handout whose present words were not released."""
    for page, facts in report.handouts.items():
        if facts.get("version"):
            continue
        sheets = report.sheets_of(page)
        yield Line(
            id=facts.get("id") or "",
            version=None,
            language=facts.get("lang") or "",
            title=facts["title"],
            page=page,
            editions=tuple(one.edition for one in sheets),
            owner=facts.get("owner") or "",
            date=facts["checked"] or "",
            last_day=facts["check-by"] or "",
            status=_state(report, page, today),
            address=facts["address"],
            checks_ran=facts.get("judged") or "",
            problems=_problems(report, page),
        )


def _state(report: Report, page: str, today: date) -> str:
    facts, sheets = report.handouts[page], report.sheets_of(page)
    if facts["check-by"] and today > date.fromisoformat(facts["check-by"]):
        return "past its last day"
    if not all(one.printed for one in sheets):
        return "not printed"
    return "draft" if any(one.draft for one in sheets) else "not released"


def _released(report: Report, register: Register, today: date) -> Iterator[Line]:
    now = {(facts.get("id"), facts.get("lang")): page for page, facts in report.handouts.items()}
    base = report.engines.get("html_baseurl", "none")
    for one in register.releases:
        page = now.get((one.id, language_tag(one.language)), "")
        facts = report.handouts.get(page, {})
        checked = facts.get("version") == one.version
        yield Line(
            id=one.id,
            version=one.version,
            language=language_tag(one.language),
            title=one.title,
            page=one.page,
            editions=tuple(one.editions),
            owner=_owner(report, one),
            date=one.date.isoformat(),
            last_day=one.last_day.isoformat() if one.last_day else "",
            status=status(register, one, today),
            address="" if base == "none" else f"{base}{status_path(one)}",
            checks_ran=str(facts.get("judged") if checked else one.date),
            problems=_problems(report, page) if checked else 0,
        )


def _owner(report: Report, release: Release) -> str:
    """Return who answers for a handout now, in any of its languages."""
    owners = (facts["owner"] for facts in report.handouts.values() if facts.get("id") == release.id)
    return next(filter(None, owners), "")


def _problems(report: Report, page: str) -> int:
    return len({problem for sheet in report.sheets_of(page) for problem in sheet.problems})

"""A dossier as one page of HTML, which needs no other file and can be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from handouts.claims.sources.readings import WORDS
from handouts.cli.dossier.criteria import CRITERIA, SECTIONS
from handouts.dates import in_words
from handouts.files import THEME, filled_in

STANDARD = itemgetter("standard")


def dossier_page(data: Mapping[str, Any]) -> str:
    """Return a dossier, as `dossier_of` gathers it, as HTML."""
    confirmed = {one["supports"]["by"] for one in data["claims"] if one["supports"]}
    return filled_in(
        "dossier.html",
        **data,
        day=lambda day: in_words(date.fromisoformat(day)) if day else "",
        style=(THEME / "dossier.css").read_text("utf-8"),
        confirmed=sorted(confirmed),
        criteria_of=_criteria_of(data["criteria"]),
        known={one["id"] for one in data["sources"]},
        open=sum(1 for one in data["criteria"] if one["state"] != "evidence here"),
        places=SECTIONS,
        readings=WORDS,
        serves=_served(),
        standards={name: list(rows) for name, rows in groupby(data["criteria"], STANDARD)},
        reads={one["id"]: one["read"] for one in data["sources"]},
    )


def _criteria_of(criteria: Iterable[Mapping[str, Any]]) -> Mapping[str, dict[str, list[str]]]:
    """Return the criteria that each section of the page is evidence for, by their standards."""
    found: dict[str, dict[str, list[str]]] = {section: {} for section, _ in SECTIONS.values()}
    for one in criteria:
        # Two kinds of evidence may stand in one section.
        for section in dict.fromkeys(SECTIONS[name][0] for name in one["evidence"]):
            found[section].setdefault(one["standard"], []).append(f"“{one['criterion']}”")
    return found


def _served() -> dict[str, list[str]]:
    """Return the criteria that each kind of evidence serves; what is no evidence serves none."""
    found: dict[str, list[str]] = {"": []}
    for one in CRITERIA:
        for name in one.evidence:
            found.setdefault(name, []).append(f"{one.standard}, “{one.words}”")
    return found

"""The command `dossier`: write the record of a handout as a page and as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from handouts.claims.ledger.reader import read_ledger
from handouts.claims.sources.bibliography import read_bibliography
from handouts.cli.arguments import Arguments, path_argument, shared
from handouts.cli.conf import data_files, register_of
from handouts.cli.dossier.gather import Records, dossier_of
from handouts.cli.dossier.page import dossier_page
from handouts.files import write_atomically
from handouts.pipeline.report import Report, load_report
from handouts.problems import HandoutsError, nearest, visible

DESCRIPTION = (
    "Write a page of HTML and its JSON for a handout, or for each: who wrote, checked and "
    "approved it, its claims with their sources, its versions, what the checks of the last "
    "build found, and for which criteria of four standards that is evidence."
)
EXIT_STATUS = "0 if the files were written; 2 if there is no report, or no such handout."
ARGUMENTS: Arguments = {
    "handout": {"nargs": "?", "metavar": "ID", "help": "of a handout, or name of its page (all)"},
    **shared("--source", "--report", "--ledger", "--bibliography", "--releases"),
    "--output": path_argument("build/dossier", "folder", metavar="FOLDER"),
}


def run(options: argparse.Namespace) -> int:
    """Write two files for each handout, and name them."""
    records = records_of(options)
    for page in chosen_pages(records.report, options.handout):
        # The checks hold for the day of the build; a handout without an id needs no day.
        judged = records.report.handouts[page].get("judged")
        data = dossier_of(page, records, date.fromisoformat(judged) if judged else date.min)
        for path in _write(options.output, data):
            sys.stdout.write(f"{path}\n")
    return 0


def records_of(options: argparse.Namespace) -> Records:
    """Return what the project's files and its last build say."""
    folder = options.source
    _, register = register_of(folder, options.releases)
    names = data_files(folder, vars(options))
    bibliography = read_bibliography(folder / names["bibliography"])
    ledger = read_ledger(folder / names["ledger"], bibliography.facts)
    return Records(load_report(options.report), ledger, bibliography, register)


def chosen_pages(report: Report, wanted: str | None) -> list[str]:
    """Return the pages of the handouts that were asked for."""
    if not report.handouts:
        raise HandoutsError("the last build had no handout: no page says 'handout' at its top")
    if wanted is None:
        return list(report.handouts)
    known = report.handouts.items()
    found = [page for page, facts in known if wanted in {page, facts.get("id") or page}]
    if not found:
        ids = {facts["id"] for facts in report.handouts.values() if facts.get("id")}
        hint = nearest(wanted, {*report.handouts, *ids})
        raise HandoutsError(visible(f"the last build printed no handout '{wanted}'{hint}"))
    return found


def file_name(handout: Mapping[str, str]) -> str:
    """Return the name of a dossier, which no other handout and language has.

    A report may come from elsewhere: what is no part of a file's name is written out, as in an
    address.
    """
    tag = handout["language"]
    name = handout["id"] or handout["page"]
    language = "" if tag in {"", "en"} else f".{tag}"
    # No quoted name holds a plus, so "a/b" and "a-b" stay apart.
    return quote(f"{name}{language}", safe="").replace("%2F", "+")


def _write(folder: Path, data: dict[str, Any]) -> list[Path]:
    name = file_name(data["handout"])
    page, values = folder / f"{name}.html", folder / f"{name}.json"
    write_atomically(page, dossier_page(data).encode())
    text = json.dumps(data, indent=2, ensure_ascii=False)
    write_atomically(values, f"{text}\n".encode())
    return [page, values]

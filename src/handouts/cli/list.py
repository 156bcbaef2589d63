"""The command `list`: every handout and every version, for those who keep documents."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from handouts.cli.arguments import Arguments, flag, shared
from handouts.cli.conf import register_of, today_of
from handouts.pipeline.master_list import Line, lines_of
from handouts.pipeline.report import columns, load_report
from handouts.problems import HandoutsError

VERSION = 1
"""The version of `list.schema.json` that is written; raised when a key changes its meaning."""
URGENT = {"past its last day", "not printed"}
HEAD = ("handout", "language", "editions", "owner", "last day", "status", "checks ran", "title")

DESCRIPTION = (
    "List every handout of the last build and every version of the register of releases, with "
    "owner, dates, status and the address for readers. What is past its last day comes first, "
    "then drafts."
)
EXIT_STATUS = (
    "0 if the list can be used; 1 if something on it is past its last day or was not printed; 2 "
    "if there is no report, or something is wrong in the register."
)
ARGUMENTS: Arguments = {
    **shared("source", "--report", "--releases"),
    "--csv": flag("write a table for a spreadsheet"),
    "--json": flag("write JSON"),
}


def run(options: argparse.Namespace) -> int:
    """Write the list; return 1 if something on it is out of date or not printed."""
    if options.csv and options.json:
        raise HandoutsError("give --csv or --json, and not both")
    _, register = register_of(options.source, options.releases)
    found = lines_of(load_report(options.report), register, today_of(options.source))
    if options.json:
        data = {"version": VERSION, "lines": [asdict(one) for one in found]}
        sys.stdout.write(f"{json.dumps(data, indent=2, ensure_ascii=False)}\n")
    elif options.csv:
        _write_csv(found)
    else:
        table = columns([HEAD, *map(_row, found)])
        sys.stdout.write("\n".join([*table, ""]))
    return 1 if any(one.status in URGENT for one in found) else 0


def _write_csv(found: Sequence[Line]) -> None:
    """Write the list as RFC 4180 has it."""
    rows = [asdict(one) for one in found]
    writer = csv.writer(sys.stdout)
    writer.writerow(rows[0].keys() if rows else ())
    writer.writerows(map(_cell, row.values()) for row in rows)


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    # Otherwise a spreadsheet would read it as a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _row(one: Line) -> tuple[str, ...]:
    name = f"{one.id} version {one.version}" if one.version else one.id or one.page
    found = f", {one.problems} problem{'s' * (one.problems > 1)}" if one.problems else ""
    return (
        name,
        one.language,
        ", ".join(one.editions),
        one.owner or "-",
        one.last_day or "-",
        f"{one.status}{found}",
        one.checks_ran or "-",
        one.title,
    )

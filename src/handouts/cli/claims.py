"""The command `claims`: the ledger of a project, for people and for other programs."""

from __future__ import annotations

import argparse
import json
import sys

from handouts.claims.export import ledger_data
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.services.reader import read_services
from handouts.claims.sources.bibliography import read_bibliography
from handouts.cli.arguments import Arguments, flag, require_project, shared
from handouts.cli.conf import data_files
from handouts.problems import HandoutsError

DESCRIPTION = (
    "List the claims of the ledger with their certainty. With --json, write claims, "
    "comparisons, sources, grades and services as ledger.schema.json of the package describes "
    "them."
)
EXIT_STATUS = "0 if the ledger can be used; 1 if something is wrong in it; 2 if there is none."
ARGUMENTS: Arguments = {
    **shared("source", "--ledger", "--bibliography", "--services"),
    "--json": flag("write JSON"),
}


def run(options: argparse.Namespace) -> int:
    """Write the claims; return 1 if something is wrong in a file."""
    folder = options.source
    names = data_files(folder, vars(options))
    path = folder / names["ledger"]
    if not path.is_file():
        require_project(folder)
        raise HandoutsError(f"there is no ledger at '{path}'; write one, or name it: --ledger FILE")
    bibliography = read_bibliography(folder / names["bibliography"])
    ledger = read_ledger(path, bibliography.facts)
    services = read_services(folder / names["services"], bibliography.sources)
    found = (
        (names["ledger"], ledger.faults),
        (names["bibliography"], bibliography.faults),
        (names["services"], services.faults),
    )
    faults = [(folder / name, fault) for name, some in found for fault in some]
    for file, fault in faults:
        sys.stderr.write(f"{file}:{fault.line}: {fault.message} [handouts.{fault.code}]\n")
    if options.json:
        data = ledger_data(ledger, bibliography, services)
        sys.stdout.write(f"{json.dumps(data, indent=2, ensure_ascii=False)}\n")
    else:
        for claim in ledger.claims.values():
            sys.stdout.write(f"{claim.id} ({claim.certainty}): {claim.statement}\n")
    return 1 if faults else 0

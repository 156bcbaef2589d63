"""The command `withdraw`: say of released versions that nobody may use them any more."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from handouts.cli.arguments import Arguments, shared
from handouts.cli.conf import today_of
from handouts.cli.releases.open_register import open_register, require_released
from handouts.problems import HandoutsError
from handouts.releases.register import Register, Release, Withdrawal, withdrawal_of

DESCRIPTION = (
    "Record that versions of a handout are withdrawn. From the next build on, no sheet of them "
    "is published, and the handout's page says so. A version that is released later is not "
    "concerned."
)
EXIT_STATUS = "0 if it was recorded; 2 if there is nothing to withdraw."
ARGUMENTS: Arguments = {
    "id": {"metavar": "ID", "help": "of the handout, as its front matter says"},
    "--version": {"metavar": "N", "type": int, "help": "only this version (all)"},
    "--language": {"metavar": "CODE", "help": "only this language (all)"},
    "--reason": {"required": True, "help": "why, in one plain sentence for readers"},
    "--instead": {"default": "", "metavar": "TEXT", "help": "what readers can do or use instead"},
    **shared("--source", "--releases"),
}


def run(options: argparse.Namespace) -> int:
    """Record the withdrawal, and say what it concerns and what to do next."""
    opened = open_register(options.source, options.releases)
    require_released(opened.register, options.id)
    concerned = _concerned(opened.register, options)
    opened.add(_withdrawals(concerned, options))
    names = ", ".join(f"{one.name} ({one.language})" for one in concerned)
    sys.stdout.write(
        f"Withdrawn: {names}.\nCommit {opened.path}, then build and publish the site: only then "
        "do readers see it, and only then are the sheets gone from it.\n"
    )
    return 0


def _concerned(register: Register, options: argparse.Namespace) -> list[Release]:
    """Return the versions that are withdrawn now, and were not before."""
    known = [one for one in register.releases if one.id == options.id]
    named = [one for one in known if options.version in {None, one.version}]
    named = [one for one in named if options.language in {None, one.language}]
    found = [one for one in named if withdrawal_of(register, one) is None]
    if not found:
        every = ", ".join(f"version {one.version} ({one.language})" for one in known)
        what = "is withdrawn already" if named else f"was never released; known: {every}"
        raise HandoutsError(f"what you name of '{options.id}' {what}")
    return found


def _withdrawals(concerned: Sequence[Release], options: argparse.Namespace) -> list[Withdrawal]:
    """Return an entry for each language, which names every version."""
    today = today_of(options.source)
    return [
        Withdrawal(
            id=options.id,
            language=language,
            versions=tuple(one.version for one in concerned if one.language == language),
            date=today,
            reason=options.reason,
            instead=options.instead,
        )
        for language in dict.fromkeys(one.language for one in concerned)
    ]

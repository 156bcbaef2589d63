"""The command `approve`: record who takes responsibility for the words of a handout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from handouts.cli.arguments import Arguments, flag, on_terminal, shared
from handouts.cli.conf import today_of
from handouts.cli.releases.numbered import (
    NumberedHandout,
    named,
    numbered_handouts,
    require_not_withdrawn,
)
from handouts.cli.releases.open_register import OpenRegister, open_register, overrides_of
from handouts.cli.run_checks import Checked, run_checks
from handouts.problems import HandoutsError, visible
from handouts.releases.register import Approval, approvals_of, sheet_version

CONFIRM = "--confirm-that-this-person-has-read-and-approved-these-words"
MEANING = """\
This records that {by} ({role}, {registration}) has read {id} “{title}” ({language}),
and takes responsibility for its words and numbers as they are now.
  Sheets to read: {sheets}
  Words: {words}
It is void as soon as one word or number changes; a change of layout alone does not matter.
The record names a person, and is no signature: sign the commit that adds it, if you can.
"""

DESCRIPTION = (
    "Record that a person has read a handout and takes responsibility for its words. The record "
    "is of exactly these words: after any change of a word or a number it is void. Sheets say "
    "who approved their words from the next release on. Asks for confirmation, and needs a "
    "terminal for that."
)
EXIT_STATUS = "0 if it was recorded; 1 if not confirmed; 2 if the command cannot be carried out."
ARGUMENTS: Arguments = {
    "id": {"metavar": "ID", "help": "of the handout, as its front matter says"},
    "--by": {"required": True, "metavar": "NAME", "help": "who approves"},
    "--role": {"required": True, "help": "such as “consultant spinal surgeon”"},
    "--registration": {
        "required": True,
        "metavar": "TEXT",
        "help": "where and under which number the person is registered, such as “GMC 1234567”",
    },
    CONFIRM: {"dest": "confirmed", **flag("do not ask, for use without a terminal")},
    **shared("--source", "--releases", "--language", "--doctrees"),
}


def run(options: argparse.Namespace) -> int:
    """Show what an approval means, ask, and record it."""
    if not options.confirmed and not on_terminal():
        raise HandoutsError(f"an approval is confirmed on a terminal; without one, give {CONFIRM}")
    opened = open_register(options.source, options.releases)
    checked = run_checks(options.source, options.doctrees, overrides_of(options))
    one = named(numbered_handouts(checked.report), options.id)
    require_not_withdrawn(one, opened.register)
    _require_sheets(one, checked)
    approval = _approval(one, opened, options)
    _show_meaning(one, checked, approval, opened)
    if not options.confirmed and input(f"Type {one.id} to record it: ").strip() != one.id:
        sys.stdout.write("Nothing was recorded.\n")
        return 1
    opened.add([approval])
    sys.stdout.write(f"Recorded in {opened.path}. Commit it, signed if you can: git commit -S\n")
    if approval.version:
        sys.stdout.write(
            f"Sheets of {one.id} version {approval.version} stay as they were printed; the next "
            f"version says who approved it: handouts release {one.id}\n"
        )
    return 0


def _require_sheets(one: NumberedHandout, checked: Checked) -> None:
    """Raise HandoutsError if the sheets cannot be read, or would contradict an approval."""
    sheets = checked.report.sheets_of(one.docname)
    there = {sheet.file for sheet in sheets if (checked.folder / sheet.file).is_file()}
    refused = [sheet for sheet in sheets if not sheet.printed or sheet.file not in there]
    if refused or not sheets or not one.facts.get("words"):
        checked.show()
        raise HandoutsError(f"the sheets of '{one.id}' cannot be printed, so nobody can read them")
    publisher = checked.report.publisher
    if publisher.get("notice") and not publisher.get("notice_approved"):
        message = (
            f"each sheet says “{publisher['notice']}”; set 'notice-approved' in "
            "handouts_publisher, in conf.py, to what stands there on an approved sheet"
        )
        raise HandoutsError(message)


def _approval(one: NumberedHandout, opened: OpenRegister, options: argparse.Namespace) -> Approval:
    words = one.facts["words"]
    known = approvals_of(opened.register, one.id, one.language, words)
    if (options.by, options.registration) in {(one.by, one.registration) for one in known}:
        raise HandoutsError(f"{options.by} has approved these words of '{one.id}' already")
    release = sheet_version(opened.register, one.id, one.language, words).release
    return Approval(
        id=one.id,
        language=one.language,
        version=release.version if release else None,
        words=words,
        by=options.by,
        role=options.role,
        registration=options.registration,
        date=today_of(options.source),
    )


def _show_meaning(
    one: NumberedHandout, checked: Checked, approval: Approval, opened: OpenRegister
) -> None:
    sheets = [str(checked.folder / sheet.file) for sheet in checked.report.sheets_of(one.docname)]
    said = MEANING.format(**asdict(approval), title=one.facts["title"], sheets=", ".join(sheets))
    if opened.history:
        repository = opened.history.repository
        signature = repository.signature("HEAD") or "not signed"
        said += f"The sources' last commit, {repository.head()[:12]}: {signature}.\n"
    sys.stdout.write(visible(said))

"""The command `new`: write a small project for a topic of your own."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import dates
from handouts.cli.new.answers import QUESTIONS, Answers, answers_of
from handouts.cli.new.project import has_example, project_files, write_project
from handouts.config.catalogues import DOMAIN
from handouts.config.translatable import paper_catalogue
from handouts.i18n import locale_of

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Arguments

DESCRIPTION = (
    "Lay out a small project: two audiences, a handout for each, a ledger with one claim, a "
    "Makefile and checks for pull requests. On a terminal it asks for what no option says, but "
    "for colour, logo and emergency number. Nothing that is there is overwritten."
)
WORDS = f"docs/locales/{{}}/LC_MESSAGES/{DOMAIN}.po"
"""Where a new project keeps the program's own words in its language."""
EXIT_STATUS = "0 if the project was written; 2 if not."
ARGUMENTS: Arguments = {
    "folder": {"type": Path, "help": "folder of the new project"},
    **{f"--{name}": {"metavar": "TEXT", "help": text} for name, (text, _) in QUESTIONS.items()},
    "--accent": {"metavar": "COLOUR", "default": "", "help": "colour of headings, such as #7a1f5c"},
    "--emergency": {"metavar": "NUMBER", "default": "", "help": "number to call in an emergency"},
    "--logo": {"metavar": "FILE", "type": Path, "help": "an SVG or PNG file"},
}


def run(options: argparse.Namespace) -> int:
    """Write the project, and say what to type next."""
    folder = options.folder
    answers = answers_of(options)
    today = dates.today(os.environ, None)
    logo = {f"docs/{options.logo.name}": options.logo.read_bytes()} if options.logo else {}
    words = {WORDS.format(answers.language): paper_catalogue(answers.language)}
    more = logo if has_example(answers.language) else {**logo, **words}
    write_project(folder, {**project_files(answers, today), **more})
    _report(folder, answers)
    return 0


def _report(folder: Path, answers: Answers) -> None:
    """Show what to type next, and what is still to be done by hand."""
    typed = shlex.quote(str(folder))
    sys.stdout.write(f"The project is in '{folder}'. To build it:\n\n  cd {typed}\n  make\n")
    locale = locale_of(answers.language)
    if locale and not has_example(answers.language):
        name = locale.get_display_name("en")
        sys.stdout.write(
            f"\nThe package has no example text in {name}: the pages are in English. Replace their "
            "words, and the notice in docs/conf.py; translate what sheets print of their own, such "
            f"as “Do not use after”, in {WORDS.format(answers.language)}.\n"
        )
    if "@ file:" in answers.requirement:
        sys.stdout.write(
            "\nIts requirements.txt names a place on this machine. Before others build the "
            "project, write there where they can get handouts.\n"
        )

"""The command `new`: write a small project for a topic of your own."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import dates
from handouts.cli.new.brand import brand_of, written
from handouts.cli.new.project import (
    Answers,
    emergency_number,
    has_example,
    project_files,
    write_project,
)
from handouts.cli.new.requirement import is_local, requirement
from handouts.i18n import locale_of
from handouts.problems import HandoutsError

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Arguments


QUESTIONS = {
    "title": ("title of the sheets", "What is it about?"),
    "publisher": ("who gives the sheets out", "Who gives the sheets out?"),
    "contact": (
        "telephone or e-mail for readers",
        "Telephone or e-mail for readers (may be empty)?",
    ),
    "address": ("address of the public site", "Address of the public site, if there will be one?"),
    "language": ("such as en_GB or en_US (en_GB)", "Language?"),
}
"""Help of the option for each value that a project needs, and the question that asks for it."""

DESCRIPTION = (
    "Lay out a small project: two audiences, a handout for each, a ledger with one claim, a "
    "Makefile and checks for pull requests. On a terminal it asks for what no option says. "
    "Nothing that is there is overwritten."
)
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
    said = _answers(options, folder)
    brand = brand_of(options.accent, options.logo, said["publisher"] or said["title"])
    more = {"requirement": requirement(), "brand": written(brand), "emergency": options.emergency}
    answers = Answers(**more, **said)
    _validate(answers)
    today = dates.today(os.environ, None)
    logo = {f"docs/{options.logo.name}": options.logo.read_bytes()} if options.logo else {}
    write_project(folder, {**project_files(answers, today), **logo})
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
            "words, and the notice in docs/conf.py.\n"
        )
    if is_local(answers.requirement):
        sys.stdout.write(
            "\nBefore others build it: its requirements.txt names a place on this machine, from "
            "which handouts was installed; put there where they can get it.\n"
        )


def _answers(options: argparse.Namespace, folder: Path) -> dict[str, str]:
    """Return what the options say, or what somebody at a terminal answers, or the default."""
    title = re.sub("[-_]", " ", folder.resolve().name).capitalize()
    defaults = {"title": title, "language": "en_GB"}
    found = {}
    for name, (_, question) in QUESTIONS.items():
        answer, default = getattr(options, name), defaults.get(name, "")
        if answer is None and sys.stdin.isatty():
            answer = _ask(f"{question} [{default}] " if default else f"{question} ")
        found[name] = " ".join((answer or default).split())
    return found


def _ask(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError as error:
        raise HandoutsError("no more answers; nothing was written") from error


def _validate(answers: Answers) -> None:
    if answers.address and not re.match(r"https?://[^/\s]+", answers.address):
        expected = "an address that begins with https://"
        raise HandoutsError(f"--address: expected {expected}, found '{answers.address}'")
    if locale_of(answers.language) is None:
        expected = "a language such as en_GB"
        raise HandoutsError(f"--language: expected {expected}, found '{answers.language}'")
    if not emergency_number(answers):
        raise HandoutsError(
            f"--emergency: the number to call in an emergency is not known for the language "
            f"'{answers.language}'; give that of your readers' country"
        )

"""The command `where`: find the file and line of words that somebody saw on a sheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import CommandError, add_source, require_project
from handouts.cli.where.finder import Match, find, longest_part, nearest_line, read_sources
from handouts.cli.where.own_words import own_words

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Parsers


def add_where(commands: Parsers) -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "where",
        help="find the line of words seen on a sheet",
        description="Find the file and line of words that somebody saw on a sheet. Capitals, "
        "quotation marks, ends of lines and hyphens do not matter.",
        epilog="Exit status: 0 if the words were found; 1 if not; 2 if the command cannot be "
        "carried out.",
    )
    parser.add_argument("words", help="the words, in quotes; a part of a sentence is enough")
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show each place of the words, printed ones first; return 1 if there is none."""
    source = Path(options.source)
    require_project(source)
    files = read_sources(source)
    if not any(letter.isalnum() for letter in options.words):
        raise CommandError("these are no words; copy a few from the sheet, in quotes")
    found = find(options.words, files)
    if found:
        sys.stdout.write("".join(_place(source, one) for one in found))
        return 0
    phrase = own_words(options.words)
    if phrase:
        sys.stdout.write(f"No page says these words: handouts itself writes “{phrase}”.\n")
        return 0
    part, places = longest_part(options.words, files)
    if places:
        sys.stdout.write(f"No page says all of this in one place. Of it, “{part}” stands here:\n")
        sys.stdout.write("".join(_place(source, one) for one in places))
        return 1
    sys.stdout.write("No page of this project says these words.\n")
    near = nearest_line(options.words, files)
    if near:
        sys.stdout.write(f"The nearest that one says:\n{_place(source, near)}")
    return 1


def _place(source: Path, found: Match) -> str:
    place = f"{(source / found.path).as_posix()}:{found.line}"
    block = f"  (block #{found.label}, on {', '.join(found.handouts)})" if found.handouts else ""
    return f"{place}{block}\n    {found.text}\n"

"""The command `where`: find the file and line of words that somebody saw on a sheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from handouts.cli.arguments import Arguments, require_project, shared
from handouts.cli.where.finder import LineRun, TextLine, find, longest_part, nearest_line
from handouts.cli.where.own_words import own_words
from handouts.cli.where.pages import read_project
from handouts.problems import HandoutsError, visible

DESCRIPTION = (
    "Find the file and line of words that somebody saw on a sheet. Capitals, quotation marks, "
    "ends of lines and hyphens do not matter. Pages that have changed are read first."
)
EXIT_STATUS = "0 if the words were found; 1 if not; 2 if the command cannot be carried out."
ARGUMENTS: Arguments = {
    "words": {"help": "the words, in quotes; a part of a sentence is enough"},
    **shared("source", "--doctrees"),
}


def run(options: argparse.Namespace) -> int:
    """Show each place of the words, printed ones first; return 1 if there is none."""
    source = options.source
    require_project(source)
    if not any(letter.isalnum() for letter in options.words):
        raise HandoutsError("these are no words; copy a few from the sheet, in quotes")
    runs = read_project(source, options.doctrees)
    found = find(options.words, runs)
    if found:
        sys.stdout.write("".join(_place(source, line) for line in found))
        return 0
    phrase = own_words(options.words)
    if phrase:
        sys.stdout.write(f"No page says these words: handouts itself writes “{phrase}”.\n")
        return 0
    sys.stdout.write("".join(_less_than_all(source, options.words, runs)))
    return 1


def _less_than_all(source: Path, words: str, runs: list[LineRun]) -> Iterator[str]:
    """Yield the places of the longest part of the words, or else the nearest line."""
    part, places = longest_part(words, runs)
    if places:
        yield f"No page says all of this in one place. Of it, “{part}” stands here:\n"
        yield from (_place(source, line) for line in places)
        return
    yield "No page of this project says these words.\n"
    near = nearest_line(words, runs)
    if near:
        yield f"The nearest line:\n{_place(source, near)}"


def _place(source: Path, line: TextLine) -> str:
    place = f"{(source / line.path).as_posix()}:{line.number}"
    block = f"  (block #{line.label}, on {', '.join(line.handouts)})" if line.handouts else ""
    return visible(f"{place}{block}\n    {line.text.strip()}\n")

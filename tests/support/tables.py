"""Write the page of faults from the tests: `make tables`; a test holds that it is current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from breaks import BREAKS, LAYOUT_BREAKS
from fault_projects import FAULT_PROJECTS, PRINTED, messages_of
from mutants import MUTATIONS

PAGE = Path(__file__).parents[2] / "docs" / "contributing" / "faults.md"
MESSAGE = re.compile(r"(.*?): (?:WARNING|ERROR): (.*?)(?: \[([\w.-]+)\])?")
HEAD = """# Faults

{.standfirst}
What can go wrong with a project or with a finished PDF, and what is said of it.

`make tables` writes this page from the tests.

## Faults of a project

Each is a small project in `tests/roots/faults`.
A test holds all that is said of it to the letter.
No sheet is published, except where a star stands.
[Messages](messages.md) says of each code what to do.
"""
BREAKS_HEAD = """
## Breaks of a PDF

How good are the checks of a finished PDF?
Tests break a good sheet in each of these ways, in the file itself or by a change of the theme.
The checks must find each of them.
"""
MUTANTS_HEAD = """
## Generated mutants

A program makes small changes to a good sheet at random, which would mislead a reader.
`make test` makes 60 of them and `make fuzz` 500.
Of 500 on 30 November 2026 all were found, and so were 100 of each A4 sheet of these pages.
None is left to name.
A blank that moves is not counted, since nobody can see that.
"""


def page() -> str:
    """Return the page as Markdown."""
    mutants = f"Kinds of change: {', '.join(MUTATIONS)}."
    parts = [HEAD, *fault_table(), BREAKS_HEAD, *break_table(), MUTANTS_HEAD, mutants, ""]
    return "\n".join(parts)


def fault_table() -> Iterator[str]:
    """Yield the lines of a table: fault, place, message and code."""
    yield "| Fault | Place | Message | Code |"
    yield "| --- | --- | --- | --- |"
    for folder in FAULT_PROJECTS:
        name = folder.name.replace("-", " ") + (" \\*" if folder.name in PRINTED else "")
        for message in messages_of(folder):
            found = MESSAGE.fullmatch(message)
            assert found, message
            place, text, code = found.groups()
            yield f"| {name} | `{place}` | {literal(text)} | `{code}` |"
            name = ""


def break_table() -> Iterator[str]:
    """Yield the result in words, and the lines of a table: break and code."""
    breaks = [*BREAKS, *LAYOUT_BREAKS]
    yield f"All {len(breaks)} breaks are found.\n"
    yield "| Break | Code |"
    yield "| --- | --- |"
    yield from (f"| {name} | `handouts.{code}` |" for name, _, code in breaks)


def literal(text: str) -> str:
    """Return a message as a span of code in a table's cell."""
    ticks = "``" if "`" in text else "`"
    # A backtick at an end would join those of the span; one blank at each end is not shown.
    pad = " " if "`" in {text[0], text[-1]} else ""
    return f"{ticks}{pad}{text.replace('|', chr(92) + '|')}{pad}{ticks}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

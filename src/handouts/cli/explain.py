"""Sphinx's warnings in words for those who write pages: where, what, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.sphinx_run import ShortErrors
from handouts.codes import CODES

if TYPE_CHECKING:
    from typing import TextIO

WARNING = re.compile(
    r"(?:(?P<path>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): "
    r"(?P<text>.*?)(?: \[(?P<code>[\w.-]+)\])?"
)


@dataclass(frozen=True)
class Phrase:
    """A message of Sphinx or MyST, and what it means to an author."""

    pattern: str
    """Found in the message; its first group is `{}` in the words below."""
    meaning: str
    remedy: str


PHRASES = (
    Phrase(
        r"(?:cross-reference target not found|local id not found|undefined label): '?([^' ]+)",
        "A link points to '{}', which stands on no page.",
        "Correct the name, or put ({})= on the line before the block that is meant.",
    ),
    Phrase(
        r"[Uu]nknown (?:source )?document:? '?([^' ]+)",
        "A link points to the page '{}', which is not there.",
        "Correct its name.",
    ),
    Phrase(
        r"document isn't included in any toctree",
        "No list of pages names this page, so nobody can find it.",
        "Add its name to the toctree of the page above it.",
    ),
    Phrase(
        r"toctree contains reference to \w+ document '?([^' ]+)",
        "The list of pages names '{}', which is no page.",
        "Correct the name in the toctree, or take it out.",
    ),
    Phrase(
        r"Unknown directive type:? '?([^' \"]+)",
        "There is no kind of block called '{}'.",
        "Look for a slip in the name between the braces.",
    ),
    Phrase(
        r"Unknown interpreted text role \"([^\"]+)",
        "There is no mark called '{}'.",
        "Look for a slip in the name between the braces.",
    ),
    Phrase(
        r"image file not readable: (\S+)",
        "The picture '{}' is not there or cannot be read.",
        "Correct its name, or put the file into the project.",
    ),
    Phrase(
        r"Non-consecutive header level increase",
        "A heading is more than one level below the heading before it.",
        "Take one of its number signs away.",
    ),
    Phrase(
        r"Malformed YAML",
        "The lines between --- and --- at the top of the page cannot be read.",
        "Write each as a name, a colon, a space and a value.",
    ),
    Phrase(
        r"term not in glossary: '?([^']+)",
        "The glossary has no word '{}'.",
        "Correct the word, or add it to the glossary.",
    ),
    Phrase(
        r"duplicate label '?([^',]+)",
        "The name '{}' is given to two blocks.",
        "Rename one of them.",
    ),
)


class PlainWords(ShortErrors):
    """A stream that takes what Sphinx complains of, and passes it on in plain words."""

    def __init__(self, out: TextIO, here: Path) -> None:
        super().__init__(out)
        self.here = here
        self.count = 0
        """How many warnings have passed."""

    def pass_on(self, line: str) -> None:
        """Write a warning in plain words, and any other line as it is."""
        found = WARNING.fullmatch(line)
        if found:
            self.count += 1
            self.out.write("\n".join(in_plain_words(found, self.here)) + "\n")
        elif line.strip():
            self.out.write(f"  {line}\n")


def in_plain_words(found: re.Match[str], here: Path) -> list[str]:
    """Return a warning as a line that says where, one that says what, and one what to do."""
    text, code = found["text"], found["code"] or ""
    name = code.removeprefix("handouts.")
    remedy = CODES[name].remedy if code.startswith("handouts.") and name in CODES else ""
    for phrase in PHRASES if not remedy else ():
        known = re.search(phrase.pattern, text)
        if known:
            about = known[1] if known.groups() else ""
            text, remedy = phrase.meaning.format(about), phrase.remedy.format(about)
            break
    lines = [f"\n{_where(found, here)}", f"  {text}"]
    lines += [f"  What to do: {remedy.replace('`', '')}"] if remedy else []
    return [*lines, f"  ({code})"] if code else lines


def _where(found: re.Match[str], here: Path) -> str:
    if not found["path"]:
        return "In the project as a whole"
    path = Path(found["path"])
    name = path.relative_to(here).as_posix() if path.is_relative_to(here) else found["path"]
    return f"{name}, line {found['line']}" if found["line"] else name

"""Explain the warnings of Sphinx and MyST to those who write pages: where, what, what to do.

Keyed on a warning's type and subtype, which Sphinx prints in brackets after its message.
"""

from __future__ import annotations

import difflib
import io
import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from handouts.cli import known_names
from handouts.codes import CODES
from handouts.problems import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sphinx.application import Sphinx

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(
    r"(?:(?P<path>[^\n]+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL): "
    r"(?P<text>.*?)(?: \[(?P<own>handouts\.[\w-]+)\])?(?: \[(?P<code>[\w.-]+)\])?",
    re.DOTALL,
)
"""How Sphinx prints a warning: place, severity, message, type and subtype."""
MISSING = re.compile(r"image file not readable: (.*)|picture '(.*)' cannot be read: .*")
"""What Sphinx says of a picture when it reads the page, and we when we print it."""
QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


@dataclass(frozen=True)
class Explanation:
    """What a kind of warning means to an author, and what to do about it."""

    meaning: str
    """With `{}` for the name that the message gives; empty where the message says enough."""
    remedy: str
    known: Callable[[Sphinx], Iterable[str]] | None = None
    """The names among which the right one may be."""


LINK = Explanation(
    "A link points to '{}', which stands on no page",
    "Correct the name, or put ({})= on the line before the block that is meant.",
    known_names.labels,
)
PAGE = Explanation(
    "A link points to the page '{}', which is not there",
    "Correct its name.",
    known_names.documents,
)
EXPLANATIONS = {
    "myst.xref_missing": LINK,
    "ref.ref": LINK,
    "ref.numref": LINK,
    "ref.doc": PAGE,
    "ref.term": Explanation(
        "The glossary has no word '{}'",
        "Correct the word, or add it to the glossary.",
        known_names.terms,
    ),
    "toc.not_included": Explanation(
        "No list of pages names this page, so readers cannot find it",
        "Add its name to the toctree of the page above it.",
    ),
    "toc.not_readable": Explanation(
        "The list of pages names '{}', which is no page",
        "Correct the name in the toctree, or remove it.",
        known_names.documents,
    ),
    "myst.directive_unknown": Explanation(
        "There is no kind of block called '{}'",
        "Look for a slip in the name between the braces.",
        known_names.directives,
    ),
    "myst.role_unknown": Explanation(
        "There is no role called '{}'",
        "Look for a slip in the name between the braces.",
        known_names.roles,
    ),
    "myst.directive_option": Explanation("", "Correct the name of the option, or remove its line."),
    "myst.header": Explanation(
        "A heading is more than one level below the heading before it",
        "Remove one of its number signs.",
    ),
    "myst.topmatter": Explanation(
        "The lines between --- and --- at the top of the page cannot be read",
        "Write each as a name, a colon, a space and a value.",
    ),
    "image.not_readable": Explanation(
        "The picture '{}' is not there or cannot be read",
        "Correct its name, or put the file into the project.",
        known_names.images,
    ),
    "download.not_readable": Explanation(
        "The file '{}', which readers are to download, is not there or cannot be read",
        "Correct its name, or put the file into the project.",
    ),
    "docutils": Explanation("", "Look at the markup of this line and of the lines above it."),
}
"""By type and subtype. Other warnings keep the words of whoever gave them."""


class Warnings(io.StringIO):
    """The stream to which Sphinx writes warnings, one at each call; shows each of them once.

    Paths are shown relative to `folder`, where the command is typed.
    """

    def __init__(self, show: Callable[[str], object], folder: Path) -> None:
        super().__init__()
        self.show, self.folder = show, folder
        self.app: Sphinx | None = None
        """Set as soon as there is one: it knows which names there are."""
        self.count = 0
        self._shown: set[tuple[str, str, str]] = set()

    def forget(self) -> None:
        """Begin anew: the next build may give the same warnings again."""
        self.count = 0
        self._shown.clear()

    def write(self, text: str) -> int:
        """Explain and show one warning."""
        plain = COLOUR.sub("", text).replace(f"{self.folder}{os.sep}", "")
        found = WARNING.fullmatch(plain.rstrip())
        if found is None:
            self.show(visible(plain))
        elif not self._is_repeated(found):
            self.count += 1
            self.show("\n".join(explain(found, self.app)) + "\n")
        return len(text)

    def _is_repeated(self, found: re.Match[str]) -> bool:
        """Return whether a warning was shown before, perhaps as what one of ours quotes."""
        text = found["text"].partition("\n")[0]
        seen = (found["path"] or "", found["line"] or "", text)
        ours = _code(found).startswith("handouts.")
        quoted = (said for *_, said in self._shown if said != text and said in text)
        repeated = seen in self._shown or (ours and next(quoted, None) is not None)
        self._shown.add(seen)
        if missing := MISSING.fullmatch(text):
            seen = (*seen[:2], f"picture '{missing[1] or missing[2]}'")
            repeated = repeated or seen in self._shown
            self._shown.add(seen)
        return repeated


def explain(found: re.Match[str], app: Sphinx | None) -> list[str]:
    """Return a warning as lines: where, what, what to do, and its code.

    :param found: a match of `WARNING`
    :param app: where known names come from
    """
    text, remedy = _words(found, app)
    lines = [_where(found), *(f"  {line}" for line in visible(text).splitlines())]
    lines += [f"  What to do: {visible(remedy)}"] if remedy else []
    return [*lines, f"  ({_code(found)})"] if _code(found) else lines


def _code(found: re.Match[str]) -> str:
    """Return the code of a warning: that of this package, where the parser reports it."""
    return found["own"] or found["code"] or ""


def _words(found: re.Match[str], app: Sphinx | None) -> tuple[str, str]:
    """Return what a warning means, and what to do."""
    text, code = found["text"].strip(), _code(found)
    if code.startswith("handouts."):
        ours = CODES.get(code.removeprefix("handouts."))
        return text, ours.remedy.replace("`", "") if ours else ""
    about = EXPLANATIONS.get(code)
    if about is None:
        return text, ""
    name = _named(text)
    if about is LINK and PurePosixPath(name).suffix in {".md", ".rst"}:
        about = PAGE
    if not about.meaning or ("{}" in about.meaning and not name):
        return text, about.remedy
    hint = _nearest(name, about.known(app)) if about.known and app else ""
    return f"{about.meaning.format(name)}{hint or '.'}", about.remedy.format(name)


def _named(text: str) -> str:
    """Return what a message is about: what it quotes last, or what follows its last colon."""
    quoted = QUOTED.findall(text)
    return "".join(quoted[-1]) if quoted else text.rpartition(": ")[2].strip()


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(set(known)), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _where(found: re.Match[str]) -> str:
    """Return the place as editors and terminals open it: path, colon, line."""
    if not found["path"]:
        return "In the project as a whole:"
    return visible(f"{found['path']}:{found['line']}" if found["line"] else found["path"])

"""Explain the warnings of Sphinx and MyST to those who write pages: where, what, what to do.

Keyed on a warning's type and subtype, which Sphinx prints in brackets after its message.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from handouts.cli import known_names
from handouts.codes import CODES
from handouts.collect.links import KNOW_SCHEMES, hint_at_scheme, is_site
from handouts.collect.log_capture import is_of_fence, remedy_of
from handouts.collect.pages import pages_of
from handouts.problems import (
    UNREAD_FRONT_MATTER,
    UNREADABLE_PICTURE,
    did_you_mean,
    line_in_conf,
    visible,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(
    r"(?:(?P<path>[^\n]+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL): "
    r"(?P<text>.*?)(?: \[(?P<own>handouts\.[\w-]+)\])?(?: \[(?P<code>[\w.-]+)\])?",
    re.DOTALL,
)
"""How Sphinx prints a warning: place, severity, message, type and subtype."""
MISSING = re.compile(r"image file not readable: (.*)")
"""What Sphinx says of a picture when it reads the page, and we when we print it."""
COVERED = {
    "handouts.front-matter": re.compile(
        "(?:Malformed YAML|Document headings start at|Document or section may not begin with)()"
    ),
    "handouts.duplicate-label": re.compile('Duplicate explicit target name: "(.*)"'),
    "handouts.picture": MISSING,
}
"""What the parser says of a fault, with the name in it, that ours of a code says better."""
QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
SETTING = re.compile(r"The config value `(\w+)")
"""How Sphinx begins a warning of a value of another type than a setting has."""
OF_PAGES = "multiple files found for the document"
"""A warning without a place that is not about `conf.py`, though that may name the document."""
LABEL = re.compile(r"\(([^\s()]{1,200})\)= on the line before")
"""How a remedy says to name a block in Markdown."""


@dataclass(frozen=True)
class Explanation:
    """The meaning of a kind of warning to an author, and its remedy."""

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
    "A link points to the page '{}', which is not there", "Correct its name.", known_names.documents
)
ADDRESS = Explanation(
    "MyST takes the address '{}' for the name of a block", f"Write in conf.py: {KNOW_SCHEMES}"
)
NO_SCHEME = Explanation(
    "A link points to '{}', without https://", "Write https:// before the address of a site."
)
NO_TITLE = Explanation(
    "A link points to '{}', a block without a title, and has no words",
    "Write some, as in [words](#{0}), or in reStructuredText :ref:`words <{0}>`.",
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
        "Look for a slip in the name between the braces. Grids, cards, tabs and dropdowns need "
        '"sphinx_design" among the extensions in conf.py.',
        known_names.directives,
    ),
    "myst.role_unknown": Explanation(
        "There is no role called '{}'",
        "Look for a slip in the name between the braces.",
        known_names.roles,
    ),
    "myst.directive_option": Explanation("", "Correct the option, or remove its line."),
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
"""By type and subtype. Other warnings keep their own words."""


@dataclass(frozen=True)
class LoggedWarning:
    """A warning as Sphinx prints it, in its parts."""

    path: str
    line: str
    text: str
    code: str
    """Type and subtype; those of this package, where the parser reports it."""

    @property
    def head(self) -> str:
        """The first line of its text."""
        return self.text.partition("\n")[0]

    @property
    def where(self) -> str:
        """The place as editors and terminals open it: path, colon, line."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return visible(place) or "In the project as a whole:"


Found = tuple[LoggedWarning | None, str]
"""A warning, or what is none, with its explanation."""


class Warnings(io.StringIO):
    """The stream to which Sphinx writes warnings, one at each call.

    Paths are shown relative to `folder`, where the command is typed.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.app: Sphinx | None = None
        """Set as soon as there is one: it knows which names there are."""
        self.conf: Path | None = None
        """The `conf.py` of the project, which warnings without a place may be about."""
        self._found: list[Found] = []

    def write(self, text: str) -> int:
        """Explain one warning and keep it, while the build still knows its names."""
        plain = COLOUR.sub("", text).replace(f"{self.folder}{os.sep}", "")
        if found := WARNING.fullmatch(plain.rstrip()):
            part = {name: value or "" for name, value in found.groupdict().items()}
            place = (part["path"], part["line"]) if part["path"] else self._in_conf(part["text"])
            one = LoggedWarning(*place, part["text"], part["own"] or part["code"])
            self._found.append((one, "".join(f"{line}\n" for line in explain(one, self.app))))
        else:
            self._found.append((None, visible(plain.removesuffix("\n")) + "\n"))
        return len(text)

    def _in_conf(self, text: str) -> tuple[str, str]:
        """Return where `conf.py` has what a warning without a place names, if it has it."""
        names = ["".join(name) for name in QUOTED.findall(text) if any(name)]
        if self.conf is None or not names or text.startswith(OF_PAGES):
            return "", ""
        setting = SETTING.match(text)
        number = line_in_conf(self.conf, *([setting[1]] if setting else ["", *names]))
        place = str(self.conf).replace(f"{self.folder}{os.sep}", ""), str(number)
        return place if number else ("", "")

    def wrong_types(self) -> list[str]:
        """Return the settings of which Sphinx has said that they have a wrong type."""
        found = (SETTING.match(one.text) for one, _ in self._found if one)
        return [setting[1] for setting in found if setting]

    def take(self) -> list[str]:
        """Return what was explained since the last call, each fault once, file by file."""
        found, self._found = self._found, []
        fences = [one for one, _ in found if one and one.code == "handouts.fence"]
        if self.app and fences:
            found = [pair for pair in found if not self._is_of_fence(pair[0], fences)]
        return [text for _, text in sorted(_once(found), key=lambda pair: _place(pair[0]))]

    def _is_of_fence(self, one: LoggedWarning | None, fences: Sequence[LoggedWarning]) -> bool:
        """Return whether a warning is due to a fence of which another one speaks."""
        if one is None or one.code.startswith("handouts.") or self.app is None:
            return False
        env = self.app.env
        page = pages_of(env).get(env.path2doc(self.folder / one.path) or "")
        lines = {fence.line for fence in fences if fence.path == one.path}
        faults = [fault for fault in page.fence_faults if str(fault.line) in lines] if page else []
        return is_of_fence(one.text, int(one.line or 0), faults)


def write_last(texts: Iterable[str]) -> None:
    """Write what is wrong after all else, where somebody who looks at the screen finds it."""
    sys.stdout.flush()
    sys.stderr.write("".join(f"\n{text}" for text in texts))
    sys.stderr.flush()


def _place(one: LoggedWarning | None) -> tuple[str, int]:
    """Return what sorts a warning as an author goes through the files."""
    return ("", 0) if one is None else (one.path, int(one.line or 0))


def _once(found: Sequence[Found]) -> Iterator[Found]:
    """Yield each text once: two builders may report a fault, or both Sphinx and this package."""
    better = [one for one, _ in found if one and one.code in COVERED]
    before: dict[tuple[str, ...], LoggedWarning] = {}
    for one, text in found:
        if one is None:
            yield one, text
            continue
        seen = (one.path, one.line, one.head)
        is_ours = one.code.startswith("handouts.")
        if not (
            seen in before
            or (is_ours and any(_says_again(one, theirs) for theirs in before.values()))
            or any(_covers(mine, one) for mine in better)
        ):
            yield one, text
        before.setdefault(seen, one)


def _says_again(ours: LoggedWarning, theirs: LoggedWarning) -> bool:
    """Return whether a warning of ours quotes one of Sphinx, or misses the same picture."""
    missing = MISSING.match(theirs.head)
    if missing and (ours.path, ours.line) == (theirs.path, theirs.line):
        return UNREADABLE_PICTURE.format(missing[1]) in ours.text
    return theirs.head != ours.head and theirs.head.rstrip(".:") in ours.head


def _covers(ours: LoggedWarning, theirs: LoggedWarning) -> bool:
    """Return whether a warning of ours says better what one of the parser's means."""
    found = COVERED[ours.code].match(theirs.text)
    if found is None or UNREADABLE_PICTURE.format(found[1]) in ours.text:
        return False
    if name := found[1]:
        return f"'{name}'" in ours.text
    return ours.path == theirs.path and ours.text.startswith(UNREAD_FRONT_MATTER)


def explain(one: LoggedWarning, app: Sphinx | None) -> list[str]:
    """Return a warning as lines: where, what, what to do, and its code.

    :param app: where known names come from
    """
    text, remedy = _words(one, app)
    if one.path.endswith(".rst"):
        remedy = LABEL.sub(r".. _\1: and an empty line before", remedy)
    lines = [one.where, *(f"  {line}" for line in visible(text).splitlines())]
    if remedy.rstrip(".").casefold() not in text.casefold():
        lines.append(f"  What to do: {visible(remedy)}")
    return [*lines, f"  ({one.code})"] if one.code else lines


def _words(one: LoggedWarning, app: Sphinx | None) -> tuple[str, str]:
    """Return what a warning means, and what to do."""
    text = one.text.strip()
    if one.code.startswith("handouts."):
        ours = CODES.get(one.code.removeprefix("handouts."))
        return text, ours.remedy.replace("`", "") if ours else ""
    if remedy := remedy_of(text):
        return text, f"{remedy[0].upper()}{remedy[1:]}."
    about = EXPLANATIONS.get(one.code)
    if about is None:
        return text, ""
    # A message is about what it quotes last, or what follows its last colon.
    quoted = QUOTED.findall(text)
    name = "".join(quoted[-1]) if quoted else text.rpartition(": ")[2].strip()
    if about is LINK and PurePosixPath(name).suffix in {".md", ".rst"}:
        about = PAGE
    if about is LINK and is_site(name):
        about = NO_SCHEME
    if about is LINK and hint_at_scheme(f"'{name}'"):
        about = ADDRESS
    if about is LINK and app and name in known_names.labels(app):
        about = NO_TITLE
    if not about.meaning or ("{}" in about.meaning and not name):
        return text, about.remedy
    hint = did_you_mean(name, about.known(app)) if about.known and app else ""
    return f"{about.meaning.format(name)}{hint or '.'}", about.remedy.format(name)

"""Explain the warnings of Sphinx and MyST to those who write pages: where, what, what to do.

Keyed on a warning's type and subtype, which Sphinx prints in brackets after its message.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from handouts.cli import known_names
from handouts.codes import CODES
from handouts.problems import did_you_mean, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sphinx.application import Sphinx

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(
    r"(?:(?P<path>[^\n]+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL): "
    r"(?P<text>.*?)(?: \[(?P<own>handouts\.[\w-]+)\])?(?: \[(?P<code>[\w.-]+)\])?",
    re.DOTALL,
)
"""How Sphinx prints a warning: place, severity, message, type and subtype."""
MISSING = re.compile(r"image file not readable: (.*)")
UNREADABLE = " cannot be read: "
"""What Sphinx says of a picture when it reads the page, and we when we print it."""
UNREAD = " was not read, "
"""What we say of front matter that is no cause of other warnings otherwise."""
COVERED = {
    "handouts.front-matter": re.compile(
        "(?:Malformed YAML|Document headings start at|Document or section may not begin with)()"
    ),
    "handouts.duplicate-label": re.compile('Duplicate explicit target name: "(.*)"'),
    "handouts.picture": MISSING,
}
"""What the parser says of a fault, with the name in it, that ours of a code says better."""
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
    "A link points to the page '{}', which is not there", "Correct its name.", known_names.documents
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
    """The stream to which Sphinx writes warnings, one at each call.

    Paths are shown relative to `folder`, where the command is typed.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.app: Sphinx | None = None
        """Set as soon as there is one: it knows which names there are."""
        self._found: list[tuple[re.Match[str] | None, str]] = []

    def write(self, text: str) -> int:
        """Explain one warning and keep it; the names that there are end with the build."""
        plain = COLOUR.sub("", text).replace(f"{self.folder}{os.sep}", "")
        found = WARNING.fullmatch(plain.rstrip())
        lines = explain(found, self.app) if found else [visible(plain.removesuffix("\n"))]
        self._found.append((found, "".join(f"{line}\n" for line in lines)))
        return len(text)

    def take(self) -> list[str]:
        """Return what was explained since the last call, each fault once."""
        shown = set(_once([one for one, _ in self._found if one]))
        texts = [text for one, text in self._found if one is None or one in shown]
        self._found = []
        return texts


def _once(warnings: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield each fault once: two builders may report it, or both Sphinx and this package."""
    ours = {one for one in warnings if _code(one).startswith("handouts.")}
    better = [one for one in ours if _code(one) in COVERED]
    before: dict[tuple[str, ...], re.Match[str]] = {}
    for one in warnings:
        seen = (*_place(one), _text(one))
        is_reported = one in ours and any(_says_again(one, theirs) for theirs in before.values())
        if (
            seen not in before
            and not is_reported
            and not any(_covers(mine, one) for mine in better)
        ):
            yield one
        before.setdefault(seen, one)


def _place(found: re.Match[str]) -> tuple[str, str]:
    return found["path"] or "", found["line"] or ""


def _text(found: re.Match[str]) -> str:
    return found["text"].partition("\n")[0]


def _says_again(ours: re.Match[str], theirs: re.Match[str]) -> bool:
    """Return whether a warning of ours quotes one of Sphinx, or misses the same picture."""
    missing = MISSING.match(_text(theirs))
    if missing and _place(ours) == _place(theirs):
        return f"picture '{missing[1]}'{UNREADABLE}" in ours["text"]
    return _text(theirs) != _text(ours) and _text(theirs) in _text(ours)


def _covers(ours: re.Match[str], theirs: re.Match[str]) -> bool:
    """Return whether a warning of ours says better what one of the parser's means."""
    pattern = COVERED.get(_code(ours))
    found = pattern.match(theirs["text"]) if pattern else None
    if found is None or UNREADABLE in ours["text"]:
        return False
    name = found[1]
    if name:
        return f"'{name}'" in ours["text"]
    return ours["path"] == theirs["path"] and UNREAD in ours["text"]


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
    hint = did_you_mean(name, about.known(app)) if about.known and app else ""
    return f"{about.meaning.format(name)}{hint or '.'}", about.remedy.format(name)


def _named(text: str) -> str:
    """Return what a message is about: what it quotes last, or what follows its last colon."""
    quoted = QUOTED.findall(text)
    return "".join(quoted[-1]) if quoted else text.rpartition(": ")[2].strip()


def _where(found: re.Match[str]) -> str:
    """Return the place as editors and terminals open it: path, colon, line."""
    if not found["path"]:
        return "In the project as a whole:"
    return visible(f"{found['path']}:{found['line']}" if found["line"] else found["path"])

"""Faults that a stage finds, and problems that an author reads, as values.

Plain values, which can be sent to another process; Sphinx is known by its types only.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from handouts.codes import CODES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


MOST_SHOWN = 100
"""Problems of one file that are shown each by itself."""
MOST_KNOWN = 30
"""Names that a message lists."""
UNREAD_FRONT_MATTER = "front matter with 'handout:' was not read, so no sheet is made: "
UNREADABLE_PICTURE = "picture '{}' cannot be read: "
"""How messages begin that commands show in place of a warning of Sphinx, or leave out for it."""
LONGEST_WORD = 300
"""Characters of a word that a message shows whole."""


class HandoutsError(Exception):
    """What a user asked for cannot be done; the message says why, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that a stage finds, with as much of its place as that stage knows.

    Whoever knows the project's sources makes a `Problem` of it.
    """

    code: str
    """A key of `CODES`."""
    message: str
    source: str | None = None
    """Source file or page, as the stage names it."""
    line: int | None = None
    """Line of the source, counted from 1."""
    blocks: tuple[int, ...] = ()
    """Numbers of a handout's blocks that are concerned, the worst first."""
    about: str = field(default="", compare=False)
    """The text concerned, by which its block is found."""
    in_picture: bool = False
    """Whether that text is in a picture, whose name belongs at the end of the message."""


def fault_of_words(code: str, words: str, what: str, *, in_picture: bool = False) -> Fault:
    """Return the fault of some words of a sheet; its message quotes them first, cut short."""
    about = words[:60]
    return Fault(code, f"“{about}” {what}", about=about, in_picture=in_picture)


class Place(NamedTuple):
    """A place where an author has to look."""

    path: str
    """Source file, relative to the source folder, with forward slashes."""
    line: int | None = None
    """Line in that file, counted from 1; none when only the file is known."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a handout, in words that say what to do."""

    code: str
    """A key of `CODES`; printed as `handouts.<code>`."""
    message: str
    place: Place
    refuses: bool | None = None
    """Whether it keeps a sheet from being published; None: as its code does."""
    about: str = ""
    """The id of a claim or service, or the key of a source, if it is known to be about one."""

    @property
    def refuses_sheet(self) -> bool:
        """Whether a sheet with this problem is not published."""
        return CODES[self.code].refuses if self.refuses is None else self.refuses

    @property
    def as_logged(self) -> str:
        """The message as a build logs it: in one line, with very long words cut short."""
        return with_short_words(in_one_line(self.message))

    def to_json(self) -> dict[str, Any]:
        """Return the problem as plain data."""
        return {**vars(self), "place": self.place._asdict()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Problem:
        """Return the problem that `to_json` wrote."""
        place, about = Place(**data["place"]), data.get("about", "")
        return cls(data["code"], data["message"], place, data.get("refuses"), about)


def first_of_each_file(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems of each file, and for the rest of a file how many there are."""
    hidden: dict[str, list[Problem]] = {}
    counts: Counter[str] = Counter()
    for problem in problems:
        path = problem.place.path
        counts[path] += 1
        if counts[path] <= MOST_SHOWN:
            yield problem
        else:
            hidden.setdefault(path, []).append(problem)
    for rest in hidden.values():
        message = f"{len(rest):,} more problems of this file are listed in report.json alone"
        yield replace(rest[0], message=message)


def excerpt(text: str, start: int, end: int, more: int = 30) -> str:
    """Return a part of a text with some of the words around it.

    >>> excerpt("About 1 in 7 people have it.", 6, 12, more=10)
    'About 1 in 7 people …'
    """
    before, after = text[:start][-more:], text[end:][:more]
    if start > more:
        before = f"… {before.partition(' ')[2]}"
    if len(text) > end + more:
        after = f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?", or the first names of what is known."""
    names = sorted(known)
    if hint := did_you_mean(word, names):
        return hint
    rest = f", and {len(names) - MOST_KNOWN} more" if len(names) > MOST_KNOWN else ""
    return f"; known: {', '.join(names[:MOST_KNOWN]) or 'none'}{rest}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest of what is known, or nothing."""
    close = difflib.get_close_matches(word, sorted(set(known)), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def visible(text: str) -> str:
    """Return a text with its control characters and direction marks written out.

    A name in a page could otherwise move the cursor, or colour and reorder what a log shows.
    """
    if text.isprintable():  # Nearly all are, and none of these characters is.
        return text
    return "".join(
        character
        if character == "\n" or unicodedata.category(character)[0] != "C"
        else character.encode("unicode-escape").decode()
        for character in text
    )


def with_number(character: str) -> str:
    """Return a character with its number, because some are invisible.

    >>> with_number("膝"), with_number("\u200b")
    ('膝 (U+819D)', '(U+200B)')
    """
    return f"{character if character.isprintable() else ''} (U+{ord(character):04X})".strip()


def with_short_words(text: str) -> str:
    """Return a text with the middle of very long words left out: a screen shows what is around.

    >>> len(with_short_words("a" * 5000))
    71
    """
    return re.sub(
        rf"\S{{{LONGEST_WORD + 1},}}", lambda word: f"{word[0][:60]}…{word[0][-10:]}", text
    )


def in_one_line(text: str) -> str:
    """Return a text as `visible` does, and in one line.

    A line that begins with `::` would be a command to a service that runs workflows.

    >>> in_one_line("a\\n::error::b")
    'a\\\\n::error::b'
    """
    return visible(text).replace("\n", "\\n")


def line_in_conf(path: Path, setting: str, *names: str) -> int:
    """Return the line of `conf.py` that sets a value last, or quotes a name in it; else 0.

    :param setting: nothing to look for the names alone
    :param names: of modules, which a dot may follow, or of pages, which `#` may follow
    """
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    setting = re.escape(setting) or "(?!)"
    found = re.finditer(rf"^[ \t]*({setting})\b", text, re.MULTILINE)
    start = max((one.start(1) for one in found), default=-1)
    if any(names):  # Most often after the setting; before it, where that is given a variable.
        quoted = re.finditer(rf"""["'](?:{"|".join(map(re.escape, names))})["'.#]""", text)
        places = [one.start() for one in quoted]
        start = next((one for one in places if one > start), max(places, default=start))
    return text.count("\n", 0, start) + 1 if start >= 0 else 0


def place_in_conf(app: Sphinx, setting: str, name: str = "") -> Place:
    """Return the place in `conf.py` of a setting, or of a name that it quotes."""
    path = Path(app.confdir) / "conf.py"
    file = relpath(path, app.srcdir).replace("\\", "/")
    return Place(file, line_in_conf(path, setting, name) or 1)


def place_on_page(env: BuildEnvironment, docname: str, line: int | None) -> Place:
    """Return a place in the source of a page."""
    return Place(str(env.doc2path(docname, base=False)).replace("\\", "/"), line)

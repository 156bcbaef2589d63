"""Find words in source files as a reader quotes them: letters and digits count, marks do not.

A line that ends, a curly quotation mark, a hyphen at the end of a printed line and the markup of
the source are all no letters, so that none of them can stand in the way.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PAGES = {".md", ".rst", ".txt"}
DATA = {".toml", ".bib", ".svg", ".py"}
"""Files whose words can be on a sheet as well: sources, figures, the publisher in `conf.py`."""
UNSEEN = re.compile(
    r"^\s*\([\w.-]+\)=\s*$"  # labels
    r"|\{[\w.:+-]+\}(?=[`\s])"  # names of roles and directives
    r"|\s<[^<>`\n]+>(?=`)"  # what a role or a link of Markdown's roles points to
    r"|(?<=\])\([^)\s]*\)"  # addresses of links
    r"|^\s*:[\w-]+:"  # names of options
    r"|\{[.#][^}\n]*\}",  # classes
    re.MULTILINE,
)
"""What a page's source says that its readers do not see."""
LABEL = re.compile(r"\s*\(([^()\s]+)\)=\s*")
FENCE = re.compile(r"\s*(`{3,}|:{3,})")
HEADING = re.compile(r"(#{1,6})\s")
EMBED = re.compile(r"^\s*(?:`{3,}|:{3,})\{embed\}\s+#(\S+)", re.MULTILINE)
HANDOUT = re.compile(r"\A---\n(?:.*\n)*?handout\s*:", re.MULTILINE)
NUMBERS = re.compile(r"\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]")
"""Numbers of sources, which a sheet adds to the words."""
LEAST = 4
"""Words that a part must have to be worth showing."""
LIKE = 0.5
"""Share of the words that a line must have to be worth showing."""


@dataclass
class SourceFile:
    """A source file: its lines, and its letters with the line of each."""

    path: str
    lines: list[str]
    letters: str
    line_of: list[int]
    """For each letter, the number of its line, from 1."""
    first: set[int]
    """Letters that begin a word."""
    blocks: dict[str, range] = field(default_factory=dict)
    """The lines of each block that has a label."""
    embeds: list[str] = field(default_factory=list)
    is_handout: bool = False
    is_page: bool = True


@dataclass(frozen=True)
class Match:
    """A place where words stand."""

    path: str
    line: int
    text: str
    """The line itself."""
    label: str = ""
    handouts: tuple[str, ...] = ()
    """Pages whose sheets print it."""


def read_sources(folder: Path) -> list[SourceFile]:
    """Return the files of a project that can have a say on its sheets, pages first."""
    hidden = {"_build", "build", "node_modules"}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in PAGES | DATA
        and path.is_file()
        and not any(
            part in hidden or part.startswith(".") for part in path.relative_to(folder).parts
        )
    ]
    files.sort(key=lambda path: path.suffix in DATA)
    return [
        _source(path.relative_to(folder).as_posix(), path.read_text("utf-8", "replace"))
        for path in files
    ]


def _source(path: str, text: str) -> SourceFile:
    # Blanked, not removed: what is left keeps its place.
    seen = UNSEEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    letters: list[str] = []
    line_of: list[int] = []
    first: set[int] = set()
    for number, line in enumerate(seen.split("\n"), 1):
        new = True
        for character in line:
            plain = fold(character)
            if plain and new:
                first.add(len(letters))
            letters += plain
            line_of += [number] * len(plain)
            new = not plain
    lines = text.split("\n")
    page = path.endswith(".md")
    return SourceFile(
        path,
        lines,
        "".join(letters),
        line_of,
        first,
        dict(_blocks(lines)) if page else {},
        EMBED.findall(text) if page else [],
        bool(page and HANDOUT.match(text)),
        not any(path.endswith(suffix) for suffix in DATA),
    )


def fold(text: str) -> str:
    """Return the letters and digits of `text`, without case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, range]]:
    """Yield each label with the lines of the block that it names."""
    for number, line in enumerate(lines, 1):
        label = LABEL.fullmatch(line)
        if label:
            start = number
            while start < len(lines) and re.match(r"\s*\{[.#]", lines[start]):
                start += 1
            yield label[1].lower(), range(number + 1, _end(lines, start) + 1)


def _end(lines: Sequence[str], start: int) -> int:
    """Return the last line of the block that begins after `start` lines."""
    opening = lines[start] if start < len(lines) else ""
    fence, heading = FENCE.match(opening), HEADING.match(opening)
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if fence:
            if line.strip() == fence[1]:
                return number + 1
        elif heading:
            other = HEADING.match(line)
            if other and len(other[1]) <= len(heading[1]):
                return number
        elif not line.strip():
            return number
    return len(lines)


def find(words: str, files: Sequence[SourceFile]) -> list[Match]:
    """Return every place where the words stand, those that a sheet prints first."""
    # As they are first: a page may have numbers in brackets of its own.
    return _places(words, files) or _places(NUMBERS.sub(" ", words), files)


def _places(words: str, files: Sequence[SourceFile]) -> list[Match]:
    wanted = fold(words)
    if not wanted:
        return []
    found = [place for source in files for place in _find(wanted, source, files)]
    return sorted(dict.fromkeys(found), key=lambda one: not one.handouts)


def _find(wanted: str, source: SourceFile, files: Sequence[SourceFile]) -> Iterator[Match]:
    at = source.letters.find(wanted)
    while at >= 0:
        if at in source.first:
            yield _found(source, source.line_of[at], files)
        at = source.letters.find(wanted, at + 1)


def _found(source: SourceFile, line: int, files: Sequence[SourceFile]) -> Match:
    text = source.lines[line - 1].strip()
    for label, lines in source.blocks.items():
        handouts = tuple(_printed_by({label}, files)) if line in lines else ()
        if handouts:
            return Match(source.path, line, text, label, handouts)
    return Match(source.path, line, text)


def _printed_by(labels: set[str], files: Iterable[SourceFile]) -> Iterator[str]:
    for source in files:
        if source.is_handout and labels & {name.lower() for name in source.embeds}:
            yield source.path


def longest_part(words: str, files: Sequence[SourceFile]) -> tuple[str, list[Match]]:
    """Return the longest run of the words that stands somewhere, and its places.

    Words copied from a sheet can span a heading and a block, which stand on different pages.
    """
    parts = NUMBERS.sub(" ", words).split()
    best, end = range(0), 0
    for start in range(len(parts)):
        end = max(end, start)
        while end < len(parts) and _stands(parts[start : end + 1], files):
            end += 1
        best = max(best, range(start, end), key=len)
    if len(best) < LEAST:
        return "", []
    part = " ".join(parts[best.start : best.stop])
    return part, _places(part, files)


def _stands(words: Sequence[str], files: Sequence[SourceFile]) -> bool:
    wanted = fold(" ".join(words))
    return any(wanted in source.letters for source in files)


def nearest_line(words: str, files: Sequence[SourceFile]) -> Match | None:
    """Return the line of a page that is most like the words, if any is like them."""
    wanted = words.casefold().split()
    lines = [
        (_likeness(wanted, UNSEEN.sub(" ", line).casefold().split()), source, number)
        for source in files
        if source.is_page
        for number, line in enumerate(source.lines, 1)
    ]
    best = max(lines, key=lambda one: one[0], default=None)
    return _found(best[1], best[2], files) if best and best[0] >= LIKE else None


def _likeness(wanted: list[str], line: list[str]) -> float:
    """Return how much of the words a line has in their order, from 0 to 1."""
    if not set(wanted) & set(line):
        return 0.0
    matcher = difflib.SequenceMatcher(None, wanted, line, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)

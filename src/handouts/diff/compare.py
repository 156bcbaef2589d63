"""Compare two builds sheet by sheet: words, type, room and pictures, as values."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from handouts.diff.pdf_words import Word, picture_of, words_of
from handouts.pipeline.report import SheetResult, load_report
from handouts.problems import HandoutsError

CONTEXT = 4
"""Words shown on each side of a change."""
APART = 2
"""Words between two changes that are still shown as one."""


class Span(NamedTuple):
    """A change: words of the old sheet, and the words of the new one in their place."""

    old: int
    old_end: int
    new: int
    new_end: int


@dataclass(frozen=True)
class Side:
    """A sheet before or after."""

    result: SheetResult
    data: bytes
    """The PDF; nothing if the sheet was refused."""
    words: tuple[Word, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ChangedPassage:
    """Words that were removed, and words that replace them, with words around them."""

    before: str
    removed: str
    added: str
    after: str
    old_before: str = ""
    """What stood before the removed words; a word of it may have changed as well."""
    old_after: str = ""


@dataclass(frozen=True)
class SheetChange:
    """The change of one sheet between two builds."""

    name: str
    before: Side | None
    """None where there was no such sheet."""
    after: Side | None
    passages: tuple[ChangedPassage, ...] = ()
    removed: tuple[int, ...] = ()
    """Numbers of the words of `before` that are gone."""
    added: tuple[int, ...] = ()
    """Numbers of the words of `after` that are new."""
    pages: tuple[int, ...] = ()
    """Pages that look different, from 0."""

    @property
    def changed(self) -> bool:
        """Whether somebody who holds both sheets can see a difference."""
        return bool(self.pages) or _printed(self.before) != _printed(self.after)

    @property
    def same_file(self) -> bool:
        """Whether not even the file differs."""
        return (self.before and self.before.data) == (self.after and self.after.data)


def _printed(side: Side | None) -> bool:
    return bool(side and side.data)


def compare(before: Path, after: Path) -> list[SheetChange]:
    """Return the change of each sheet of two folders of sheets, in the order of the new one."""
    old, new = sides_of(before), sides_of(after)
    return [compare_sheets(name, old.get(name), new.get(name)) for name in {**new, **old}]


def sides_of(folder: Path) -> dict[str, Side]:
    """Return the sheets of a folder by their names.

    :raises HandoutsError: if its report or a sheet cannot be read
    """
    sides = {}
    for result in load_report(folder / "report.json").sheets:
        path = folder / result.file
        # A report comes from outside: it may not lead out of its folder.
        inside = path.resolve().is_relative_to(folder.resolve())
        data = path.read_bytes() if inside and result.printed and path.is_file() else b""
        try:
            words = words_of(data)
        except ValueError as error:
            raise HandoutsError(f"'{path}' cannot be read as a PDF; build again") from error
        sides[f"{result.handout}-{result.edition}"] = Side(result, data, words)
    return sides


def compare_sheets(name: str, before: Side | None, after: Side | None) -> SheetChange:
    """Return the change of one sheet."""
    old, new = before.words if before else (), after.words if after else ()
    keys = [[word.key for word in words] for words in (old, new)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    spans = [Span(*code[1:]) for code in matcher.get_opcodes() if code[0] != "equal"]
    return SheetChange(
        name,
        before,
        after,
        passages=tuple(_passage(old, new, span) for span in _joined(spans)),
        removed=tuple(number for span in spans for number in range(span.old, span.old_end)),
        added=tuple(number for span in spans for number in range(span.new, span.new_end)),
        pages=tuple(_pages_that_differ(before, after)),
    )


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Join changes with few words between them, which are easier to read as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.new - joined[-1].new_end <= APART:
            first = joined.pop()
            joined.append(Span(first.old, span.old_end, first.new, span.new_end))
        else:
            joined.append(span)
    return joined


def _passage(old: Sequence[Word], new: Sequence[Word], span: Span) -> ChangedPassage:
    return ChangedPassage(
        before=_text(new[max(0, span.new - CONTEXT) : span.new]),
        removed=_text(old[span.old : span.old_end]),
        added=_text(new[span.new : span.new_end]),
        after=_text(new[span.new_end : span.new_end + CONTEXT]),
        old_before=_text(old[max(0, span.old - CONTEXT) : span.old]),
        old_after=_text(old[span.old_end : span.old_end + CONTEXT]),
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _pages_that_differ(before: Side | None, after: Side | None) -> Iterator[int]:
    if not before or not after or not before.data or not after.data or before.data == after.data:
        return
    for page in itertools.count():
        old, new = (picture_of(side.data, page) for side in (before, after))
        if old is None and new is None:
            return
        if old != new:
            yield page

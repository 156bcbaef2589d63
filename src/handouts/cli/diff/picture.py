"""A picture of a page before and after, side by side, with the words that changed marked.

What is gone is struck out, and what is new is underlined, so the marks do not rely on colour.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

from handouts.cli.diff.compare import DPI
from handouts.cli.diff.pdf_words import Box, around, picture_of
from handouts.files import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handouts.cli.diff.compare import SheetChange, Side
    from handouts.cli.diff.pdf_words import Word

GAP, HEAD = 24, 76
"""Pixels between and around the pages, and of the line above them."""
DESK, INK = (226, 229, 232), (27, 31, 36)
GONE, NEW = (176, 0, 32), (0, 106, 78)
COLOURS = 128


def side_by_side(change: SheetChange, page: int, names: tuple[str, str]) -> bytes:
    """Return the picture as PNG; `names` are those of the two builds."""
    drawn = [
        picture_of(side.data, page, DPI) if side else None for side in (change.before, change.after)
    ]
    marks, styles = _marks(change, page, drawn)
    size = next(one.size for one in drawn if one is not None)
    canvas = Image.new("RGB", (2 * size[0] + 3 * GAP, size[1] + HEAD + GAP), DESK)
    heads = ((f"Before: {names[0]}", change.before), (f"After: {names[1]}", change.after))
    for number, (words, side) in enumerate(heads):
        left = GAP + number * (size[0] + GAP)
        sheet = drawn[number]
        if sheet is not None:
            for box in marks[number]:
                styles[number].draw(sheet, box)
            _bars(sheet, marks[number])
            canvas.paste(sheet, (left, HEAD))
        _head(canvas, left, words, _facts(side, page, styles[number] if marks[number] else None))
    few = canvas.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    data = io.BytesIO()
    few.save(data, "PNG", optimize=True)
    return data.getvalue()


def _marks(
    change: SheetChange, page: int, drawn: Sequence[Any]
) -> tuple[list[list[Box]], tuple[Style, Style]]:
    """Return the boxes to mark on both pages, and how each page's are marked."""
    sides = (change.before, change.after)
    marks = [
        _boxes(side, numbers, page)
        for side, numbers in zip(sides, (change.removed, change.added), strict=True)
    ]
    if change.removed or change.added:
        return marks, (STRUCK_OUT, UNDERLINED)
    moved = _moved(change)
    marks = [_boxes(side, moved, page) for side in sides]
    if not any(marks) and not moved and None not in drawn:
        found = _difference(*drawn)
        marks = [[found] if found else [] for _ in sides]
    return marks, (FRAMED, FRAMED)


def _moved(change: SheetChange) -> list[int]:
    """Return the words of a sheet that stand elsewhere, unless that is most of them."""
    if not change.before or not change.after:
        return []
    pairs = zip(change.before.words, change.after.words, strict=True)
    moved = [number for number, (old, new) in enumerate(pairs) if not _stands_alike(old, new)]
    return moved if len(moved) < len(change.before.words) / 3 else []


def _stands_alike(old: Word, new: Word) -> bool:
    alike = old.page == new.page and len(old.boxes) == len(new.boxes)
    return alike and all(
        abs(one - other) < 1
        for pair in zip(old.boxes, new.boxes, strict=True)
        for one, other in zip(*pair, strict=True)
    )


def _boxes(side: Side | None, numbers: Iterable[int], page: int) -> list[Box]:
    """Return the marked words of a page in pixels, words beside one another as one box."""
    if side is None:
        return []
    words = side.words
    joined: list[Box] = []
    last = -2
    for number in numbers:
        for part, box in enumerate(words[number].boxes if words[number].page == page else ()):
            beside = part == 0 and number == last + 1 and _follows(joined[-1:], box)
            joined = [*joined[:-1], around(joined[-1], box)] if beside else [*joined, box]
        last = number
    return [Box(*(side * DPI / 72 for side in box)) for box in joined]


def _follows(before: Sequence[Box], box: Box) -> bool:
    return bool(before) and abs(before[0].top - box.top) < 2 and box.left >= before[0].right - 1


def _difference(old: Any, new: Any) -> Box | None:
    """Return what differs of two pages that say the same: a picture, a line, a place."""
    if old.size != new.size:
        return None
    found = ImageChops.difference(old, new).getbbox()
    return Box(*found) if found else None


# Marks.


class Style(NamedTuple):
    """How changes are marked: a line across or below the words, or a frame round them."""

    means: str
    colour: tuple[int, int, int] = GONE
    line: float | None = None
    """Where the line is, from 0 for the top of the words to 1 for their foot; None is a frame."""

    def draw(self, sheet: Any, box: Box) -> None:
        """Mark the words in a box on a sheet."""
        draw = ImageDraw.Draw(sheet)
        if self.line is None:
            around_it = (box.left - 6, box.top - 6, box.right + 6, box.bottom + 6)
            draw.rectangle(around_it, outline=self.colour, width=3)
            return
        area = tuple(round(side) for side in (box.left - 2, box.top, box.right + 2, box.bottom))
        tint = tuple(255 - (255 - part) // 5 for part in self.colour)
        under = sheet.crop(area)
        # Multiplied, as with a marker pen: what is dark stays dark.
        sheet.paste(ImageChops.multiply(under, Image.new("RGB", under.size, tint)), area[:2])
        height = box.top + self.line * (box.bottom - box.top)
        width = 3 if self.line == 1 else 2
        draw.line((box.left - 2, height, box.right + 2, height), self.colour, width)


STRUCK_OUT = Style("struck out: gone", GONE, 0.5)
UNDERLINED = Style("underlined: new", NEW, 1)
FRAMED = Style("framed: looks different")


def _bars(sheet: Any, boxes: Iterable[Box]) -> None:
    """Draw a bar in the margin beside each line with a change, so that none is overlooked."""
    for box in boxes:
        ImageDraw.Draw(sheet).rectangle((10, box.top, 14, box.bottom), fill=INK)


# The line above a page.


def _head(canvas: Any, left: int, words: str, facts: str) -> None:
    draw = ImageDraw.Draw(canvas)
    bold = ImageFont.truetype(FONTS / "HandoutsSans-Bold.ttf", 24)
    plain = ImageFont.truetype(FONTS / "HandoutsSans-Regular.ttf", 20)
    draw.text((left, 12), words[:60], INK, bold)
    draw.text((left, 42), facts, INK, plain)


def _facts(side: Side | None, page: int, style: Style | None) -> str:
    if side is None:
        return "no such sheet"
    if not side.data:
        return "not printed"
    result = side.result
    if page >= result.pages:
        return "no such page"
    size = f"{result.setting.size:g} pt" if result.setting else ""
    number = f", page {page + 1} of {result.pages}" if result.pages > 1 else ""
    marked = f"; {style.means}" if style else ""
    return f"{size}, {result.full:.0%} full, {result.words} words{number}{marked}"

"""A picture of a page before and after, side by side, with the words that changed marked.

What is gone is struck out, and what is new is underlined, so the marks do not rely on colour.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

from handouts.diff.pdf_words import DPI, Box, Word, around, picture_of
from handouts.files import FONTS

if TYPE_CHECKING:
    from handouts.diff.compare import SheetChange, Side
    from handouts.pipeline.report import SheetResult

GAP, HEAD = 24, 76
"""Pixels between and around the pages, and of the line above them."""
DESK, INK = (226, 229, 232), (27, 31, 36)
GONE, NEW = (176, 0, 32), (0, 106, 78)
COLOURS = 128


def side_by_side(change: SheetChange, page: int, names: tuple[str, str]) -> bytes:
    """Return the picture of a sheet that both builds have, as PNG; `names` are those of the builds.

    One of them may lack the page.
    """
    sides = [side for side in (change.before, change.after) if side]
    drawn = [picture_of(side.data, page) for side in sides]
    size = next(one.size for one in drawn if one is not None)
    canvas = Image.new("RGB", (2 * size[0] + 3 * GAP, size[1] + HEAD + GAP), DESK)
    heads = (f"Before: {names[0]}", f"After: {names[1]}")
    columns = zip(heads, sides, drawn, _marks(change, sides, page, drawn), strict=True)
    for number, (words, side, sheet, (style, boxes)) in enumerate(columns):
        left = GAP + number * (size[0] + GAP)
        if sheet is not None:
            for box in boxes:
                style.draw(sheet, box)
            canvas.paste(sheet, (left, HEAD))
        _head(canvas, left, words, _facts(side.result, page, style.means if boxes else ""))
    few = canvas.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    data = io.BytesIO()
    few.save(data, "PNG", optimize=True)
    return data.getvalue()


def _marks(
    change: SheetChange, sides: Sequence[Side], page: int, drawn: Sequence[Image.Image | None]
) -> list[tuple[Style, list[Box]]]:
    """Return how the changes of both pages are marked, and where."""
    if change.removed or change.added:
        pairs = zip((STRUCK_OUT, UNDERLINED), sides, (change.removed, change.added), strict=True)
        return [(style, _boxes(side, numbers, page)) for style, side, numbers in pairs]
    moved = _moved(*sides)
    old, new = drawn
    if not moved and old is not None and new is not None:
        return [(FRAMED, _difference(old, new))] * 2
    return [(FRAMED, _boxes(side, moved, page)) for side in sides]


def _moved(before: Side, after: Side) -> list[int]:
    """Return the words of a sheet that stand elsewhere, unless that is most of them."""
    pairs = zip(before.words, after.words, strict=True)
    moved = [number for number, (old, new) in enumerate(pairs) if not _stands_alike(old, new)]
    return moved if len(moved) < len(before.words) / 3 else []


def _stands_alike(old: Word, new: Word) -> bool:
    alike = old.page == new.page and len(old.boxes) == len(new.boxes)
    sides = zip(itertools.chain(*old.boxes), itertools.chain(*new.boxes), strict=False)
    return alike and all(abs(one - other) < 1 for one, other in sides)


def _boxes(side: Side, numbers: Iterable[int], page: int) -> list[Box]:
    """Return the marked words of a page in pixels, words beside one another as one box."""
    joined: list[Box] = []
    last = -2
    for number in numbers:
        word = side.words[number]
        for part, box in enumerate(word.boxes if word.page == page else ()):
            beside = part == 0 and number == last + 1 and _follows(joined[-1:], box)
            joined = [*joined[:-1], around(joined[-1], box)] if beside else [*joined, box]
        last = number
    return [Box(*(edge * DPI / 72 for edge in box)) for box in joined]


def _follows(before: Sequence[Box], box: Box) -> bool:
    return bool(before) and abs(before[0].top - box.top) < 2 and box.left >= before[0].right - 1


def _difference(old: Image.Image, new: Image.Image) -> list[Box]:
    """Return what differs of two pages that say the same: a picture, a line, a place."""
    found = ImageChops.difference(old, new).getbbox() if old.size == new.size else None
    return [Box(*found)] if found else []


class Style(NamedTuple):
    """A way to mark changes: a line across or below the words, or a frame round them."""

    means: str
    colour: tuple[int, int, int] = GONE
    line: float | None = None
    """Where the line is, from 0 for the top of the words to 1 for their foot; None is a frame."""

    def draw(self, sheet: Image.Image, box: Box) -> None:
        """Mark the words in a box on a sheet, with a bar in the margin beside them."""
        draw = ImageDraw.Draw(sheet)
        draw.rectangle((10, box.top, 14, box.bottom), fill=INK)
        if self.line is None:
            around_it = (box.left - 6, box.top - 6, box.right + 6, box.bottom + 6)
            draw.rectangle(around_it, outline=self.colour, width=3)
            return
        area = (round(box.left - 2), round(box.top), round(box.right + 2), round(box.bottom))
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


def _head(canvas: Image.Image, left: int, words: str, facts: str) -> None:
    """Write the line above a page."""
    draw = ImageDraw.Draw(canvas)
    bold = ImageFont.truetype(FONTS / "HandoutsSans-Bold.ttf", 24)
    plain = ImageFont.truetype(FONTS / "HandoutsSans-Regular.ttf", 20)
    draw.text((left, 12), words[:60], INK, bold)
    draw.text((left, 42), facts, INK, plain)


def _facts(result: SheetResult, page: int, marked: str) -> str:
    if page >= result.pages:
        return "no such page"
    size = f"{result.setting.size:g} pt" if result.setting else ""
    number = f", page {page + 1} of {result.pages}" if result.pages > 1 else ""
    means = f"; {marked}" if marked else ""
    return f"{size}, {result.full:.0%} full, {result.words} words{number}{means}"

"""Read the objects of a page of a PDF: text with the place of its characters, pictures, shapes."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from handouts.preflight.pdfium import ffi, lib, number_of, value_of
from handouts.preflight.run import Box, Run

HYPHENS_AT_END = re.compile("[\x02\ufffe]")
"""How PDFium writes a hyphen that ends a line."""
MOST_NESTED = 15
"""How deep groups may be in each other; others are not looked into."""


def objects_on(page: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the objects of a page in drawing order, and the groups that each is in."""
    for index in range(lib.FPDFPage_CountObjects(page)):
        yield from _with_parts(lib.FPDFPage_GetObject(page, index), ())


def _with_parts(item: Any, groups: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield an object, and those in it if it is a group."""
    yield item, groups
    is_group = lib.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM
    if is_group and len(groups) < MOST_NESTED - 1:
        for index in range(lib.FPDFFormObj_CountObjects(item)):
            yield from _with_parts(lib.FPDFFormObj_GetObject(item, index), (*groups, item))


_SIDES = [ffi.new("float *") for _ in range(4)]
_MATRIX, _SIZE = ffi.new("float[6]"), ffi.new("float *")


def _placed(box: Box, groups: tuple[Any, ...]) -> Box:
    """Return a box as it is on the page, from its place in groups, the innermost last."""
    for group in reversed(groups):
        lib.FPDFPageObj_GetMatrix(group, _MATRIX)
        a, b, c, d, e, f = _MATRIX
        corners = [(x, y) for x in box[::2] for y in box[1::2]]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
    return box


def run_of(item: Any, groups: tuple[Any, ...], order: int, font: str, drawn: Characters) -> Run:
    """Return a text object of a page as a run; `order` is its place in the drawing order."""
    lib.FPDFTextObj_GetFontSize(item, _SIZE)
    lib.FPDFPageObj_GetMatrix(item, _MATRIX)
    points = _SIZE[0] * math.hypot(_MATRIX[2], _MATRIX[3])
    is_level = _MATRIX[1] == 0 and not groups
    is_upright = is_level and _MATRIX[2] == 0
    for group in groups:
        lib.FPDFPageObj_GetMatrix(group, _MATRIX)
        points *= math.hypot(_MATRIX[2], _MATRIX[3])
    left, bottom, right, top = _placed(_box(item), groups)
    if drawn.xs and is_level and drawn.xs[0] - left > points / 10:
        left = drawn.xs[0]  # The bounds begin at a blank, where nothing is drawn.
    mode = lib.FPDFTextObj_GetTextRenderMode(item)
    text, box = drawn.text, (left, bottom, right, top)
    if not text.isascii():  # Some characters may be in two halves, each with a place.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\0", "")
    # The box of what is slanted, or drawn with an outline, is not that of the shape.
    numbers = drawn.numbers if is_upright and mode == pdfium.FPDF_TEXTRENDERMODE_FILL else ()
    places = drawn.letters, drawn.xs, drawn.ys
    return Run(text, box, points, mode, order, font, *places, {}, numbers)


def _box(item: Any) -> Box:
    """Return the box of an object."""
    lib.FPDFPageObj_GetBounds(item, *_SIDES)
    left, bottom, right, top = _SIDES
    return left[0], bottom[0], right[0], top[0]


def visible_box(item: Any) -> Box:
    """Return the box of an object without what its clipping paths cut off.

    A drawing may go on beyond its picture.
    """
    box = _box(item)
    paths = lib.FPDFPageObj_GetClipPath(item)
    x, y, *_ = _SIDES
    for path in range(lib.FPDFClipPath_CountPaths(paths)):
        points = []
        for index in range(lib.FPDFClipPath_CountPathSegments(paths, path)):
            lib.FPDFPathSegment_GetPoint(lib.FPDFClipPath_GetPathSegment(paths, path, index), x, y)
            points.append((x[0], y[0]))
        if len(points) > 1:
            (left, bottom), (right, top) = (map(side, *points) for side in (min, max))
            box = (max(box[0], left), max(box[1], bottom), min(box[2], right), min(box[3], top))
    return box


def shape_of(item: Any) -> Box | None:
    """Return the box of a picture, a filled shape or a rule."""
    if lib.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
        return visible_box(item)
    fill, stroke = ffi.new("int *"), ffi.new("int *")
    lib.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill[0]:
        return visible_box(item)
    return _rule(item) if stroke[0] else None


def _rule(item: Any) -> Box | None:
    """Return the box of a straight line; PDFium's own is wider than the line."""
    lib.FPDFPageObj_GetStrokeWidth(item, _SIZE)
    left, bottom, right, top = visible_box(item)
    half, x, y = _SIZE[0] / 2, (left + right) / 2, (bottom + top) / 2
    if top - bottom <= 4 * half:
        return left, y - half, right, y + half
    return (x - half, bottom, x + half, top) if right - left <= 4 * half else None


@dataclass
class Characters:
    """The characters of a text object, with PDFium's own space after them."""

    text: str = ""
    letters: str = ""
    """All that are no white space."""
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    """Where each letter begins."""
    numbers: list[int] = field(default_factory=list)
    """Which of the page's characters it is."""


def characters_on(text_page: Any) -> dict[int, Characters]:
    """Return the characters of each text object of a page by its address.

    To give the text of one object, PDFium would look through the whole page.
    """
    drawn: dict[int, Characters] = defaultdict(Characters)
    text = _text(text_page)
    solid = [index for index, sign in enumerate(text) if not sign.isspace()]
    sides = [ffi.new("double[]", len(solid)) for _ in range(2)]
    addresses = [range(begin, begin + 8 * len(solid), 8) for begin in map(number_of, sides)]
    deque(map(lib.FPDFText_GetCharOrigin, itertools.repeat(text_page), solid, *addresses), 0)
    xs, ys = (ffi.unpack(side, len(solid)) for side in sides)
    items = list(map(lib.FPDFText_GetTextObject, itertools.repeat(text_page), range(len(text))))
    pairs = enumerate(itertools.pairwise([None, *items]))
    starts = [at for at, (before, item) in pairs if item != before]
    found, end = Characters(), 0
    for start, stop in itertools.pairwise([*starts, len(text)]):
        if text[start] == " ":  # PDFium's own, between words that are apart.
            found.text += " "
        found = drawn[items[start]]
        found.text += text[start:stop]
        letters = "".join(text[start:stop].split())
        here = slice(end, end := end + len(letters))
        found.letters += letters
        found.xs += xs[here]
        found.ys += ys[here]
        found.numbers += solid[here]
    return drawn


def add_shapes(runs: Iterable[Run], text_page: Any) -> None:
    """Add to the runs of a page the shape of each letter where its font has it first."""
    known: dict[str, set[str]] = defaultdict(set)
    sides = [ffi.new("double *") for _ in range(4)]
    for run in runs:
        fresh = {*run.letters} - known[run.font] if run.numbers else ()
        known[run.font].update(fresh)
        for at in sorted(map(run.letters.index, fresh)):
            lib.FPDFText_GetCharBox(text_page, run.numbers[at], *sides)
            left, right, bottom, top = (side[0] for side in sides)
            x, y = run.xs[at], run.ys[at]
            run.inks[run.letters[at]] = (left - x, bottom - y, right - x, top - y)


def _text(text_page: Any) -> str:
    """Return all characters of a page, in halves those that UTF-16 writes as two."""
    count = lib.FPDFText_CountChars(text_page)
    units = ffi.new("unsigned short[]", count + 1)
    if lib.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        found = ffi.unpack(units, count)
    else:  # Some have no text, and were left out.
        found = [lib.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    return HYPHENS_AT_END.sub("-", "".join(map(chr, found)))


def replacements(item: Any) -> Iterator[str]:
    """Yield each text that replaces a text object by its marked content."""
    for index in range(lib.FPDFPageObj_CountMarks(item)):
        mark = lib.FPDFPageObj_GetMark(item, index)
        found = value_of(lib.FPDFPageObjMark_GetParamStringValue, mark, b"ActualText")
        if found is not None:
            yield found

"""Read a finished PDF: its tags with the text in them, its fonts, and where its text is drawn.

The text is read in the order of the tags, which a screen reader follows. Knows the PDF reader,
and judges nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.preflight.pdfium import BUFFER, USUAL, address_of, decoded, ffi, lib, utf8, utf16
from handouts.preflight.run import Run

if TYPE_CHECKING:
    from handouts.preflight.run import Box

MILLIMETRE = 72 / 25.4
NEAREST_TO_EDGE = 4 * MILLIMETRE
"""Office printers cannot print nearer to the edge."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
HYPHENS_AT_END = re.compile("[\x02\ufffe]")
"""How PDFium writes a hyphen that ends a line."""
LINE_END = "\n"
"""Stands in a text where the next word is drawn on another line."""
MOST_NESTED = 15
"""How deep groups may be in each other; others are not looked into."""
SILENT = {"Lbl", "Figure"}
"""Tags whose text is no text of the sheet: labels come from the layout, and words in a picture
from its alternative text."""


@dataclass(eq=False)
class Tag:
    """A structure element of a PDF, compared by identity: two cells may have the same words."""

    kind: str
    """Such as `P`, `LI` or `TH`."""
    alternative: str = ""
    replacement: str = ""
    """Text that is read aloud in place of what is drawn."""
    scope: str = ""
    """`Row` or `Column`, of a header cell."""
    parts: tuple[Tag | str, ...] = ()
    """Text and elements, in reading order."""

    def text(self) -> str:
        """Return all text in the element, with labels and words in pictures."""
        return " ".join(part if isinstance(part, str) else part.text() for part in self.parts)


@dataclass
class Read:
    """What was read from one PDF."""

    tags: list[Tag] = field(default_factory=list)
    """The roots of each page's tags."""
    all_tags: list[Tag] = field(default_factory=list)
    """Every tag, after those in it."""
    text: str = ""
    """The text of the sheet in the order of the tags."""
    fonts: dict[str, bool] = field(default_factory=dict)
    """Whether each font is embedded."""
    outside: list[str] = field(default_factory=list)
    """Texts that lie outside the printable part of a page."""
    replaced: list[str] = field(default_factory=list)
    """Texts that are read aloud in place of what is drawn."""
    blank: list[str] = field(default_factory=list)
    """Alternative texts of pictures of which nothing is drawn."""
    stray: str = ""
    """Text that is in no tag, such as page numbers."""
    runs: list[list[Run]] = field(default_factory=list)
    """The runs of text of each page, without the words in pictures."""
    in_pictures: list[list[Run]] = field(default_factory=list)
    """The runs of each page that are in pictures; the engine may draw letter by letter."""
    filled: list[list[tuple[int, Box]]] = field(default_factory=list)
    """The pictures, filled shapes and rules of each page, with their place in the drawing order."""

    @property
    def alternatives(self) -> list[str]:
        """Return the alternative text of each picture."""
        return [tag.alternative for tag in self.all_tags if tag.kind == "Figure"]


def read_pdf(pages: Iterable[Any]) -> Read:
    """Return what the pages of a document say and show, one after the other."""
    read = Read()
    for page in pages:
        _PageReader(page, read).read()
    return read


class _PageReader:
    """Reads one page, and adds to what was read of others."""

    def __init__(self, page: Any, read: Read) -> None:
        self.page, self.result = page, read
        self.address = address_of(page)
        self.drawn: dict[int, str] = {}
        """Text by the number of its marked content; -1 for text without."""
        self.runs: list[tuple[int, Run]] = []
        self.words: list[str] = []
        """The texts in the tags, empty where the tag is silent."""
        self.pictures: set[int] = set()
        """Numbers of marked content in pictures."""
        self.painted: set[int] = set()
        """Numbers of marked content in which something is drawn."""
        self.filled: list[tuple[int, Box]] = []
        self.fonts: dict[Any, str] = {}
        """Names of fonts by their addresses."""

    def read(self) -> None:
        """Read the page."""
        self.read_text()
        tree = lib.FPDF_StructTree_GetForPage(self.address)
        for index in range(lib.FPDF_StructTree_CountChildren(tree)):
            root = lib.FPDF_StructTree_GetChildAtIndex(tree, index)
            self.result.tags.append(self.tag(root, is_silent=False))
        lib.FPDF_StructTree_Close(tree)
        self.result.text += " ".join([*self.words, ""])
        runs = [run for mark, run in self.runs if mark not in self.pictures]
        self.result.runs.append(runs)
        self.result.in_pictures.append([run for mark, run in self.runs if mark in self.pictures])
        size = self.page.get_size()
        outside = (run for run in runs if run.text.strip() and not _is_inside(run.box, *size))
        self.result.outside += [run.text.strip() for run in outside]
        self.result.filled.append(self.filled)
        self.result.stray += self.drawn.pop(-1, "")
        # Marked content that is in no tag, such as boxes in the margins.
        self.result.stray += " ".join(["", *self.drawn.values()])

    def read_text(self) -> None:
        """Read all texts, and the boxes of what else is drawn."""
        text_page = self.page.get_textpage()
        drawn = _drawn(address_of(text_page))
        text_page.close()
        group = -1
        for order, (item, groups) in enumerate(_objects(self.address)):
            mark = lib.FPDFPageObj_GetMarkedContentID(item)
            # A drawing's words, if they are centred, are in a group, and have its mark.
            mark = group if groups and mark < 0 else mark
            group = group if groups else mark
            if mark not in self.painted and _is_painted(item):
                self.painted.add(mark)
            if lib.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                if not groups and (box := _shape(item)):
                    self.filled.append((order, box))
                continue
            run = _run(item, groups, order, self.font(item), drawn.get(item, _Drawn()))
            text = run.text
            last = self.runs[-1][1] if self.runs else run
            end = LINE_END if _is_lower(last, run) else ""
            self.drawn[mark] = f"{self.drawn.get(mark, '')}{end}{text}"
            self.runs.append((mark, run))
            self.result.replaced += _replacements(item)

    def font(self, item: Any) -> str:
        """Return the name of a text object's font, and note whether it is embedded."""
        font = lib.FPDFTextObj_GetFont(item)
        if font not in self.fonts:
            name = SUBSET.sub("", utf8(lib.FPDFFont_GetBaseFontName, font))
            self.fonts[font] = name
            embedded = lib.FPDFFont_GetIsEmbedded(font) == 1
            self.result.fonts[name] = self.result.fonts.get(name, True) and embedded
        return self.fonts[font]

    def tag(self, element: Any, *, is_silent: bool) -> Tag:
        """Return the structure element at an address with all in it."""
        kind = utf16(lib.FPDF_StructElement_GetType, element)
        is_silent = is_silent or kind in SILENT
        parts: list[Tag | str] = []
        marks: list[int] = []
        for index in range(lib.FPDF_StructElement_CountChildren(element)):
            mark = lib.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mark >= 0:
                if kind == "Figure":
                    self.pictures.add(mark)
                marks.append(mark)
                text = self.drawn.pop(mark, "")
                self.words.append("" if is_silent else text)
                parts.append(text)
            elif child := lib.FPDF_StructElement_GetChildAtIndex(element, index):
                parts.append(self.tag(child, is_silent=is_silent))
        alternative = utf16(lib.FPDF_StructElement_GetAltText, element)
        if kind == "Figure" and self.painted.isdisjoint(marks):
            self.result.blank.append(alternative)
        replacement = utf16(lib.FPDF_StructElement_GetActualText, element)
        scope = _attribute(element, b"Scope") if kind == "TH" else ""
        found = Tag(kind, alternative, replacement, scope, tuple(parts))
        self.result.all_tags.append(found)
        return found


def _objects(page: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
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


def _run(item: Any, groups: tuple[Any, ...], order: int, font: str, drawn: _Drawn) -> Run:
    """Return a text object of a page as a run; `order` is its place in the drawing order."""
    lib.FPDFTextObj_GetFontSize(item, _SIZE)
    lib.FPDFPageObj_GetMatrix(item, _MATRIX)
    points = _SIZE[0] * math.hypot(_MATRIX[2], _MATRIX[3])
    is_level = _MATRIX[1] == 0 and not groups
    is_upright = is_level and _MATRIX[2] == 0
    left, bottom, right, top = _placed(_box(item), groups)
    if drawn.xs and is_level and drawn.xs[0] - left > points / 10:
        left = drawn.xs[0]  # The bounds begin at a blank, where nothing is drawn.
    mode = lib.FPDFTextObj_GetTextRenderMode(item)
    text, box = "".join(drawn.text), (left, bottom, right, top)
    letters = "".join(text.split())
    if not text.isascii():  # Some characters may be in two halves, each with a place.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\0", "")
    # The box of what is slanted, or drawn with an outline, is not that of the shape.
    inks = drawn.inks if is_upright and mode == pdfium.FPDF_TEXTRENDERMODE_FILL else {}
    return Run(text, box, points, mode, order, font, letters, drawn.xs, drawn.ys, inks)


def _is_inside(box: Box, width: float, height: float) -> bool:
    """Return whether a box lies in the printable part of a page."""
    left, bottom, right, top = box
    room = NEAREST_TO_EDGE
    return left > room and bottom > room and right < width - room and top < height - room


def _box(item: Any) -> Box:
    """Return the box of an object."""
    lib.FPDFPageObj_GetBounds(item, *_SIDES)
    left, bottom, right, top = _SIDES
    return left[0], bottom[0], right[0], top[0]


def _visible_box(item: Any) -> Box:
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


def _shape(item: Any) -> Box | None:
    """Return the box of a picture, a filled shape or a rule."""
    if lib.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
        return _visible_box(item)
    fill, stroke = ffi.new("int *"), ffi.new("int *")
    lib.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill[0]:
        return _visible_box(item)
    return _rule(item) if stroke[0] else None


def _is_painted(item: Any) -> bool:
    """Return whether an object leaves ink: a path may be there to clip others only."""
    kind = lib.FPDFPageObj_GetType(item)
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return bool(kind != pdfium.FPDF_PAGEOBJ_FORM)
    fill, stroke = ffi.new("int *"), ffi.new("int *")
    lib.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(fill[0] or stroke[0])


def _rule(item: Any) -> Box | None:
    """Return the box of a straight line; PDFium's own is wider than the line."""
    lib.FPDFPageObj_GetStrokeWidth(item, _SIZE)
    left, bottom, right, top = _visible_box(item)
    half, x, y = _SIZE[0] / 2, (left + right) / 2, (bottom + top) / 2
    if top - bottom <= 4 * half:
        return left, y - half, right, y + half
    return (x - half, bottom, x + half, top) if right - left <= 4 * half else None


@dataclass
class _Drawn:
    """The characters of a text object, with PDFium's own space after them."""

    text: list[str] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    """Where each begins that is no white space."""
    inks: dict[str, Box] = field(default_factory=dict)
    """The left, lower, right and upper edge of each one's shape, in points from its origin."""


def _drawn(text_page: Any) -> dict[Any, _Drawn]:
    """Return the characters of each text object of a page by its address.

    To give the text of one object, PDFium would look through the whole page.
    """
    drawn: dict[Any, _Drawn] = defaultdict(_Drawn)
    place, object_of = lib.FPDFText_GetCharOrigin, lib.FPDFText_GetTextObject
    x, y = ffi.new("double *"), ffi.new("double *")
    sides = [ffi.new("double *") for _ in range(4)]
    last, found = None, _Drawn()
    for index, text in enumerate(_text(text_page)):
        item = object_of(text_page, index)
        if item != last:
            if text == " ":  # PDFium's own, between words that are apart.
                found.text.append(text)
            last, found = item, drawn[item]
            xs, ys, inks = found.xs, found.ys, found.inks
        found.text.append(text)
        if not text.isspace():
            place(text_page, index, x, y)
            xs.append(x[0])
            ys.append(y[0])
            if text not in inks:
                lib.FPDFText_GetCharBox(text_page, index, *sides)
                left, right, bottom, top = (side[0] for side in sides)
                inks[text] = (left - x[0], bottom - y[0], right - x[0], top - y[0])
    return drawn


def _text(text_page: Any) -> str:
    """Return all characters of a page, in halves those that UTF-16 writes as two."""
    count = lib.FPDFText_CountChars(text_page)
    units = ffi.new("unsigned short[]", count + 1)
    if lib.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        found = ffi.unpack(units, count)
    else:  # Some have no text, and were left out.
        found = [lib.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    return HYPHENS_AT_END.sub("-", "".join(map(chr, found)))


def _is_lower(before: Run, run: Run) -> bool:
    """Return whether a run begins a new line, and is not just lowered in the line before."""
    return run.box[3] < before.box[1] + run.size / 4 and run.box[0] < before.box[2]


def _replacements(item: Any) -> Iterator[str]:
    """Yield each text that replaces a text object by its marked content."""
    for index in range(lib.FPDFPageObj_CountMarks(item)):
        mark = lib.FPDFPageObj_GetMark(item, index)
        found = _value(lib.FPDFPageObjMark_GetParamStringValue, mark, b"ActualText")
        if found is not None:
            yield found


def _attribute(element: Any, name: bytes) -> str:
    """Return the value of an attribute of a structure element, or nothing."""
    for index in range(lib.FPDF_StructElement_GetAttributeCount(element)):
        attributes = lib.FPDF_StructElement_GetAttributeAtIndex(element, index)
        if value := lib.FPDF_StructElement_Attr_GetValue(attributes, name):
            return _value(lib.FPDF_StructElement_Attr_GetStringValue, value) or ""
    return ""


def _value(get: Any, *given: Any) -> str | None:
    """Return the text of a value, or nothing if it is no text."""
    buffer, size = BUFFER, ffi.new("unsigned long *")
    if not get(*given, buffer, USUAL, size):
        return None
    if size[0] > USUAL:
        buffer = ffi.new("char[]", size[0])
        get(*given, buffer, size[0], size)
    return decoded(buffer, size[0])

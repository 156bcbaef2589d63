"""Read a finished PDF: its tags with the text in them, its fonts, and where its text is drawn.

The text is read in the order of the tags, which a screen reader follows. Knows the PDF reader,
and judges nothing.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.preflight.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handouts.preflight.run import Box, Character

MILLIMETRE = 72 / 25.4
NEAREST_TO_EDGE = 4 * MILLIMETRE
"""Office printers cannot print nearer to the edge."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
HYPHEN_AT_END = "\x02"
"""How PDFium writes a hyphen that ends a line."""
BROKEN_WORD = "\ufffe"
"""How it writes the same in the text of a page."""
LINE_END = "\n"
"""Stands in a text where the next word is drawn on another line."""
USUAL = 512
"""Bytes that are enough for most texts."""
BUFFER = (ctypes.c_ushort * (USUAL // 2))()
"""Where PDFium writes these texts, one after the other."""
SILENT = {"Lbl", "Figure"}
"""Tags whose text is no text of the sheet: labels come from the layout, and words in a picture
from its alternative text."""


@dataclass(frozen=True, eq=False)
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

    def walk(self) -> Iterator[Tag]:
        """Yield the element and all in it."""
        waiting = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting += [part for part in reversed(tag.parts) if isinstance(part, Tag)]

    def text(self) -> str:
        """Return all text in the element, with labels and words in pictures."""
        return " ".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def words(self) -> Iterator[str]:
        """Yield the text of the sheet in the element, and an empty text for each silent part."""
        for part in self.parts:
            inner = part.words() if isinstance(part, Tag) else [part]
            yield from ("" for _ in inner) if self.kind in SILENT else inner


@dataclass
class Read:
    """What was read from one PDF."""

    tags: list[Tag] = field(default_factory=list)
    """The roots of each page's tags."""
    text: str = ""
    fonts: dict[str, bool] = field(default_factory=dict)
    """Whether each font is embedded."""
    outside: list[str] = field(default_factory=list)
    """Texts that lie outside the printable part of a page."""
    replaced: list[str] = field(default_factory=list)
    """Texts that are read aloud in place of what is drawn."""
    stray: str = ""
    """Text that is in no tag, such as page numbers."""
    runs: list[list[Run]] = field(default_factory=list)
    """The runs of text of each page, without the words in pictures."""
    filled: list[list[tuple[int, Box]]] = field(default_factory=list)
    """The pictures, filled shapes and rules of each page, with their place in the drawing order."""

    def all_tags(self) -> Iterator[Tag]:
        """Yield every tag, in reading order."""
        for root in self.tags:
            yield from root.walk()

    @property
    def alternatives(self) -> list[str]:
        """Return the alternative text of each picture."""
        return [tag.alternative for tag in self.all_tags() if tag.kind == "Figure"]


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
        self.drawn: dict[int, str] = {}
        """Text by the number of its marked content; -1 for text without."""
        self.runs: list[tuple[int, Run]] = []
        self.pictures: set[int] = set()
        """Numbers of marked content in pictures."""
        self.filled: list[tuple[int, Box]] = []
        self.fonts: dict[int, str] = {}
        """Names of fonts by their addresses."""

    def read(self) -> None:
        """Read the page."""
        self.read_text()
        tree = pdfium.FPDF_StructTree_GetForPage(self.page)
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            root = self.tag(_address(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)))
            self.result.tags.append(root)
            self.result.text += " ".join([*root.words(), ""])
        pdfium.FPDF_StructTree_Close(tree)
        self.result.runs.append([run for mark, run in self.runs if mark not in self.pictures])
        self.result.filled.append(self.filled)
        self.result.stray += self.drawn.pop(-1, "")
        # Marked content that is in no tag, such as boxes in the margins.
        self.result.stray += " ".join(["", *self.drawn.values()])

    def read_text(self) -> None:
        """Read all texts, and the boxes of what else is drawn."""
        width, height = self.page.get_size()
        room = NEAREST_TO_EDGE
        text_page = self.page.get_textpage()
        characters = _characters(text_page)
        group = -1
        for order, item in enumerate(self.page.get_objects()):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            # A drawing's words, if they are centred, are in a group, and have its mark and places.
            grouped = item.level > 0 and mark < 0
            mark = group if grouped else mark
            group = group if item.level else mark
            if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
                if box := _shape(item):
                    self.filled.append((order, box))
                continue
            text = utf16(pdfium.FPDFTextObj_GetText, item, text_page).replace(HYPHEN_AT_END, "-")
            found = characters.get(_address(item.raw), ())
            run = _run(item, text, order, self.font(item), found)
            last = self.runs[-1][1] if self.runs else run
            end = LINE_END if _is_lower(last, run) else ""
            self.drawn[mark] = f"{self.drawn.get(mark, '')}{end}{text}"
            self.runs.append((mark, run))
            self.result.replaced += _replacements(item)
            left, bottom, right, top = run.box
            inside = left > room and bottom > room and right < width - room and top < height - room
            if text.strip() and not inside and not grouped:
                self.result.outside.append(text.strip())
        text_page.close()

    def font(self, item: Any) -> str:
        """Return the name of a text object's font, and note whether it is embedded."""
        font = pdfium.FPDFTextObj_GetFont(item)
        address = _address(font)
        if address not in self.fonts:
            name = SUBSET.sub("", utf8(pdfium.FPDFFont_GetBaseFontName, font))
            self.fonts[address] = name
            embedded = pdfium.FPDFFont_GetIsEmbedded(font) == 1
            self.result.fonts[name] = self.result.fonts.get(name, True) and embedded
        return self.fonts[address]

    def tag(self, element: int) -> Tag:
        """Return the structure element at an address with all in it."""
        kind = utf16(_kind, element)
        parts: list[Tag | str] = []
        for index in range(_count(element)):
            mark = _mark(element, index)
            if mark >= 0:
                self.pictures |= {mark} if kind == "Figure" else set()
                parts.append(self.drawn.pop(mark, ""))
            elif child := _child(element, index):
                parts.append(self.tag(child))
        return Tag(
            kind,
            utf16(_alternative, element),
            utf16(_replacement, element),
            _attribute(element, b"Scope") if kind == "TH" else "",
            tuple(parts),
        )


def _run(item: Any, text: str, order: int, font: str, characters: Sequence[Character]) -> Run:
    """Return a text object of a page as a run.

    :param order: its place in the drawing order
    :param characters: of the text, each with its place
    """
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    matrix = item.get_matrix()
    points = size.value * math.hypot(matrix.c, matrix.d)
    left, *others = item.get_bounds()
    if characters and characters[0][1] - left > points / 10:
        left = characters[0][1]  # The bounds begin at a blank, where nothing is drawn.
    return Run(
        text,
        (left, *others),
        points,
        pdfium.FPDFTextObj_GetTextRenderMode(item),
        order,
        font,
        tuple(characters),
    )


def _visible_box(item: Any) -> Box:
    """Return the box of an object without what its clipping paths cut off.

    A drawing may go on beyond its picture.
    """
    box: Box = item.get_bounds()
    paths = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(pdfium.FPDFClipPath_CountPaths(paths)):
        points = []
        for index in range(pdfium.FPDFClipPath_CountPathSegments(paths, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(paths, path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if len(points) > 1:
            (left, bottom), (right, top) = (map(side, *points) for side in (min, max))
            box = (max(box[0], left), max(box[1], bottom), min(box[2], right), min(box[3], top))
    return box


def _shape(item: Any) -> Box | None:
    """Return the box of a picture, a filled shape or a rule that is no part of a picture."""
    if item.level:
        return None
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return _visible_box(item)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill.value:
        return _visible_box(item)
    return _rule(item) if stroke.value else None


def _rule(item: Any) -> Box | None:
    """Return the box of a straight line; PDFium's own is wider than the line."""
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    left, bottom, right, top = _visible_box(item)
    half, x, y = width.value / 2, (left + right) / 2, (bottom + top) / 2
    if top - bottom <= 4 * half:
        return left, y - half, right, y + half
    return (x - half, bottom, x + half, top) if right - left <= 4 * half else None


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of PDFium that takes and returns addresses and makes no Python objects.

    It is called thousands of times for each page.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_POINTER, _INDEX = ctypes.c_void_p, ctypes.c_int
_unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INDEX)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, _INDEX, _POINTER, _POINTER)
_object = _plain(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INDEX)
_STRING = (ctypes.c_ulong, _POINTER, _POINTER, ctypes.c_ulong)
_kind = _plain(pdfium.FPDF_StructElement_GetType, *_STRING)
_alternative = _plain(pdfium.FPDF_StructElement_GetAltText, *_STRING)
_replacement = _plain(pdfium.FPDF_StructElement_GetActualText, *_STRING)
_count = _plain(pdfium.FPDF_StructElement_CountChildren, ctypes.c_int, _POINTER)
_mark = _plain(
    pdfium.FPDF_StructElement_GetChildMarkedContentID, ctypes.c_int, _POINTER, ctypes.c_int
)
_child = _plain(pdfium.FPDF_StructElement_GetChildAtIndex, _POINTER, _POINTER, _INDEX)


def _characters(text_page: Any) -> dict[int, list[Character]]:
    """Return the characters of each text object, without white space, by its address."""
    found: dict[int, list[Character]] = defaultdict(list)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw, at_x, at_y = _address(text_page.raw), ctypes.byref(x), ctypes.byref(y)
    for index, text in enumerate(_text(text_page)):
        # White space may be PDFium's own, between words that are apart.
        if not text.isspace():
            _origin(raw, index, at_x, at_y)
            found[_object(raw, index) or 0].append((text, x.value, y.value))
    return found


def _text(text_page: Any) -> Sequence[str]:
    """Return all characters of a page, or the halves of those that UTF-16 writes as two."""
    count = pdfium.FPDFText_CountChars(text_page)
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        return "".join(map(chr, units[:count])).replace(BROKEN_WORD, HYPHEN_AT_END)
    # Some have no text, and would be left out.
    return [chr(_unicode(_address(text_page.raw), index)) for index in range(count)]


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents) if item else 0


def _is_lower(before: Run, run: Run) -> bool:
    """Return whether a run begins a new line, and is not just lowered in the line before."""
    return run.box[3] < before.box[1] + run.size / 4 and run.box[0] < before.box[2]


def _replacements(item: Any) -> Iterator[str]:
    """Yield each text that replaces a text object by its marked content."""
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        size = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 200)()
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, 400, size):
            yield bytes(buffer)[: size.value].decode("utf-16-le", "replace").rstrip("\0")


def _attribute(address: int, name: bytes) -> str:
    """Return the value of an attribute of a structure element, or nothing."""
    element = ctypes.cast(address, pdfium.FPDF_STRUCTELEMENT)
    for index in range(pdfium.FPDF_StructElement_GetAttributeCount(element)):
        attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, index)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attributes, name)
        if value:
            size = ctypes.c_ulong()
            buffer = ctypes.create_string_buffer(64)
            pdfium.FPDF_StructElement_Attr_GetStringValue(value, buffer, 64, size)
            return buffer.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")
    return ""


def utf8(get: Any, *given: Any) -> str:
    """Return the text that a function of PDFium writes in UTF-8."""
    size = get(*given, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(*given, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def utf16(get: Any, *given: Any) -> str:
    """Return the text that a function of PDFium writes in UTF-16.

    :param get: takes a buffer and its size at last; returns how many bytes the text has
    """
    buffer, size = BUFFER, get(*given, BUFFER, USUAL)
    if size <= 2:  # Nothing, or the character that ends a text.
        return ""
    if size > USUAL:
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        get(*given, buffer, size)
    return ctypes.string_at(buffer, max(size, 0)).decode("utf-16-le", "replace").rstrip("\0")

"""What a finished PDF says and shows: its text in the order of the tags, fonts and pictures.

The tags are what a screen reader follows, so that a wrong reading order is a lost text.
Knows the PDF reader, and judges nothing.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.preflight.legibility import Run, run_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLIMETRE = 72 / 25.4
NEAREST_TO_EDGE = 4 * MILLIMETRE
"""Office printers leave about this much blank."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
HYPHEN_AT_END = "\x02"
"""What the PDF reader makes of a hyphen that ends a line."""


@dataclass
class Read:
    """What was read from one PDF."""

    text: str
    fonts: dict[str, bool]
    """Whether each font is embedded."""
    outside: list[str]
    """Texts that lie outside the printable part of a page."""
    alternatives: list[str]
    stray: str
    """Text that is in no tag: the furniture of a page."""
    runs: list[list[Run]] = field(default_factory=list)
    """What is drawn at once, for each page; without the words in pictures."""
    figures: set[int] = field(default_factory=set)
    """Marks of the pictures of the page that is being read."""


def read_pdf(document: Any) -> Read:
    """Return what a document says and shows, page after page."""
    read = Read("", {}, [], [], "")
    for page in document:
        runs: list[tuple[int, Run]] = []
        read.figures.clear()
        marked = _text_by_mark(page, read, runs)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        parts: list[str] = []
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            root = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            parts += _walk(root, marked, read)
        pdfium.FPDF_StructTree_Close(tree)
        read.text += " ".join([*parts, ""])
        read.runs.append([run for mark, run in runs if mark not in read.figures])
        read.stray += marked.pop(-1, "")
        # What is marked but in no tag: the boxes in the margins.
        read.stray += " ".join(["", *marked.values()])
    return read


def _text_by_mark(page: Any, read: Read, runs: list[tuple[int, Run]]) -> dict[int, str]:
    marked: dict[int, str] = {}
    width, height = page.get_size()
    text_page = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        text = _object_text(item, text_page).replace(HYPHEN_AT_END, "-")
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        marked[mark] = marked.get(mark, "") + text
        _note_font(item, read)
        runs.append((mark, run_of_text(item, text)))
        left, bottom, right, top = item.get_bounds()
        room = NEAREST_TO_EDGE
        inside = left > room and bottom > room and right < width - room and top < height - room
        if text.strip() and not inside:
            read.outside.append(text.strip())
    text_page.close()
    return marked


def _object_text(item: Any, text_page: Any) -> str:
    return utf16(
        lambda buffer, size: pdfium.FPDFTextObj_GetText(item, text_page, wide(buffer), size)
    )


def _note_font(item: Any, read: Read) -> None:
    font = pdfium.FPDFTextObj_GetFont(item)
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    name = SUBSET.sub("", buffer.value.decode("utf-8"))
    embedded = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    read.fonts[name] = read.fonts.get(name, True) and embedded


def _walk(element: Any, marked: dict[int, str], read: Read) -> Iterator[str]:
    kind = utf16(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    if kind == "Figure":
        read.alternatives.append(
            utf16(lambda buffer, size: pdfium.FPDF_StructElement_GetAltText(element, buffer, size))
        )
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0:
            if kind == "Figure":
                read.figures.add(mark)
            text = marked.pop(mark, "")
            # A list's bullets and numbers are labels, made by the layout and not by the author;
            # the words in a picture are given by its alternative text.
            yield "" if kind in {"Lbl", "Figure"} else text
        else:
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                inner = _walk(child, marked, read)
                yield from ([""] * sum(1 for _ in inner) if kind in {"Lbl", "Figure"} else inner)


def utf16(get: Any) -> str:
    """Return the text that `get` writes into a buffer, once it has said how long it is."""
    size = get(None, 0)
    if size <= 0:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def wide(buffer: Any) -> Any:
    """Return a buffer as the pointer to wide characters that the PDF reader asks for."""
    return None if buffer is None else ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))

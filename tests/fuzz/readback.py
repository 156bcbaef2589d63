"""What a PDF says and where, read without any of the code that is under test."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import page as page_validation
import pypdfium2
import pypdfium2.raw as pdfium

EDGE = 8.0
"""Points of each page that must stay blank, about 3 mm."""
INVISIBLE = re.compile(r"[\s\u00ad\u034f\u2010\u200b-\u200d\u2060\ufeff]+")
"""White space, what joins or parts words unseen, and the hyphen of a word that was broken."""


@dataclass(frozen=True)
class Sheet:
    """One PDF as its readers have it."""

    pages: int
    tagged: str
    """Its text in the order of the tags, without the labels of lists."""
    drawn: str
    """All its letters, in whatever order they are drawn."""
    outside: str
    """Letters that are not wholly on the page."""
    covered: str
    """Letters that lie on top of others."""
    broken_rules: list[str]
    """Rules of PDF/UA-1 that it breaks."""


def read(data: bytes) -> Sheet:
    """Return what a PDF says."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [(page, page.get_textpage()) for page in document]
        letters = [
            letter
            for number, (page, text) in enumerate(pages)
            for letter in _letters(number, page, text)
        ]
        tagged = "".join(_tagged(page, text) for page, text in pages)
    finally:
        document.close()
    report = page_validation.validate_pdf_bytes(data, profile="ua-1")
    return Sheet(
        len(pages),
        tagged,
        "".join(letter.mark for letter in letters),
        "".join(letter.mark for letter in letters if not letter.inside),
        "".join(_covered(letters)),
        [] if report.is_compliant else sorted({one.rule_id for one in report.failures}) or ["?"],
    )


def squeeze(text: str) -> str:
    """Return a text without what a change of lines or of composition can change."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("\x02", "-")))


# Letters and their places.


@dataclass(frozen=True)
class Letter:
    mark: str
    page: int
    box: tuple[float, float, float, float]
    """Left, bottom, right and top, in points."""
    inside: bool


def _letters(number: int, page: Any, text: Any) -> Iterator[Letter]:
    width, height = page.get_size()
    for index in range(text.count_chars()):
        mark = chr(pdfium.FPDFText_GetUnicode(text, index))
        if mark.isspace() or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        left, bottom, right, top = box = text.get_charbox(index)
        inside = left >= EDGE and bottom >= EDGE and right <= width - EDGE and top <= height - EDGE
        yield Letter(mark, number, box, inside)


def _covered(letters: list[Letter]) -> Iterator[str]:
    """Yield each letter whose middle lies within the box of another one."""
    cells: dict[tuple[int, int, int], list[Letter]] = {}
    for letter in letters:
        left, bottom, right, top = letter.box
        if right - left > 1 and top - bottom > 1 and not unicodedata.combining(letter.mark):
            key = letter.page, int((left + right) / 2 // 8), int((bottom + top) / 2 // 8)
            cells.setdefault(key, []).append(letter)
    for (number, column, row), here in cells.items():
        near = [
            other
            for x in (-2, -1, 0, 1, 2)
            for y in (-2, -1, 0, 1, 2)
            for other in cells.get((number, column + x, row + y), ())
        ]
        for letter in here:
            left, bottom, right, top = letter.box
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(
                other.box != letter.box  # The letters of a ligature share theirs.
                and other.box[0] + 0.5 < x < other.box[2] - 0.5
                and other.box[1] + 0.5 < y < other.box[3] - 0.5
                for other in near
            ):
                yield letter.mark


# Text in the order of the tags.


def _tagged(page: Any, text_page: Any) -> str:
    texts: dict[int, str] = {}
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        texts[mark] = texts.get(mark, "") + _string(
            lambda buffer, size, item=item: pdfium.FPDFTextObj_GetText(
                item, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
        )
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    tops = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count)]
    found = "".join(_said(tops, texts))
    pdfium.FPDF_StructTree_Close(tree)
    return found


def _said(elements: Iterable[Any], texts: dict[int, str]) -> Iterator[str]:
    for element in elements:
        kind = _string(
            lambda buffer, size, one=element: pdfium.FPDF_StructElement_GetType(one, buffer, size)
        )
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            inner = [texts.get(mark, "")] if mark >= 0 else _said([child] if child else [], texts)
            # Bullets and numbers are made by the layout; a picture is known by its description.
            yield "" if kind in {"Lbl", "Figure"} else "".join(inner)


def _string(get: Any) -> str:
    size = get(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    get(buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")

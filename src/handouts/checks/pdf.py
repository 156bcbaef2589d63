"""The page gate: what a finished PDF must be, judged from the file alone.

Reads the text by way of the tag tree, which is what a screen reader follows, so that a wrong
reading order is a lost text. Knows the PDF reader and the PDF/UA validator; nothing of Sphinx
or of the layout engine.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import page as page_validation
import pypdfium2
import pypdfium2.raw as pdfium

from handouts.checks.html_text import squeeze
from handouts.jobs import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLIMETRE = 72 / 25.4
NEAREST_TO_EDGE = 4 * MILLIMETRE
"""Office printers leave about this much blank."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
WEIGHT = re.compile(r"-(Thin|(Ultra-|Extra-|Semi-|Demi-)?(Light|Bold)|Medium|Regular)$")
"""What the engine adds to a family's name for a weight."""
HYPHEN_AT_END = "\x02"
"""What the PDF reader makes of a hyphen that ends a line."""
CONTEXT = 30
"""Characters of text shown on each side of a difference."""


@dataclass(frozen=True)
class Expected:
    """What the PDF of one sheet must be."""

    text: str
    """All words in reading order; white space does not count."""
    title: str
    language: str
    pages: int
    """Most pages that the sheet may have."""
    paper: tuple[float, float]
    """Width and height in millimetres."""
    fonts: frozenset[str]
    """Families that may be used."""
    pictures: int
    """How many pictures must have an alternative text."""
    furniture: str = ""
    """Words that may stand outside the tags, such as “page” and “of”."""


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


def faults_of_pdf(data: bytes, expected: Expected) -> list[Fault]:
    """Return all that is wrong with a PDF; an empty list is a pass."""
    document = pypdfium2.PdfDocument(data)
    try:
        faults = [*_faults_of_frame(document, expected)]
        read = _read(document)
    finally:
        document.close()
    faults += _faults_of_text(read, expected)
    faults += _faults_of_fonts(read, expected)
    faults += _faults_of_tags(data)
    return faults


def text_of_pdf(data: bytes) -> str:
    """Return a PDF's text in the order of its tags."""
    document = pypdfium2.PdfDocument(data)
    try:
        return _read(document).text
    finally:
        document.close()


def _faults_of_frame(document: Any, expected: Expected) -> Iterator[Fault]:
    count = len(document)
    if not 1 <= count <= expected.pages:
        yield Fault("pages", f"the PDF has {count} pages; {expected.pages} may be used")
    width, height = (side * MILLIMETRE for side in expected.paper)
    for number, page in enumerate(document, 1):
        found = page.get_size()
        if abs(found[0] - width) > 1 or abs(found[1] - height) > 1:
            sides = " × ".join(f"{side / MILLIMETRE:.0f}" for side in found)
            yield Fault("page-size", f"page {number} measures {sides} mm, which is another paper")
    title = document.get_metadata_value("Title")
    if title != expected.title:
        yield Fault("title", f"the PDF's title is {title!r}, and should be {expected.title!r}")
    language = _language(document)
    if language != expected.language:
        yield Fault(
            "language", f"the PDF's language is {language!r}, and should be {expected.language!r}"
        )


def _language(document: Any) -> str:
    return _utf16(
        lambda buffer, size: pdfium.FPDFCatalog_GetLanguage(document, _short(buffer), size)
    )


def _short(buffer: Any) -> Any:
    return None if buffer is None else ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))


def _faults_of_text(read: Read, expected: Expected) -> Iterator[Fault]:
    for text in read.outside:
        yield Fault("clipped", f"“{text}” lies outside the printable part of the page")
    found, wanted = squeeze(read.text), squeeze(expected.text)
    if found != wanted:
        yield Fault("lost-text", _difference(found, wanted))
    if set(re.sub(r"\d+", " ", read.stray).split()) - set(expected.furniture.split()):
        yield Fault("lost-text", f"“{read.stray.strip()[:60]}” is in no tag of the PDF")
    blank = sum(not alternative.strip() for alternative in read.alternatives)
    if blank or len(read.alternatives) < expected.pictures:
        missing = blank or expected.pictures - len(read.alternatives)
        yield Fault("alt-text", f"{missing} of the PDF's pictures have no alternative text")


def _difference(found: str, wanted: str) -> str:
    at = next(
        (
            index
            for index, pair in enumerate(zip(found, wanted, strict=False))
            if pair[0] != pair[1]
        ),
        min(len(found), len(wanted)),
    )
    here = slice(max(0, at - CONTEXT), at + CONTEXT)
    return (
        f"the PDF says “…{found[here]}…” where the sheet says “…{wanted[here]}…” "
        f"({len(found)} and {len(wanted)} characters in all)"
    )


def _faults_of_fonts(read: Read, expected: Expected) -> Iterator[Fault]:
    for name, embedded in sorted(read.fonts.items()):
        if WEIGHT.sub("", name) not in expected.fonts:
            yield Fault("fonts", f"the PDF uses the font '{name}', which is not one of ours")
        elif not embedded:
            yield Fault("fonts", f"the font '{name}' is not embedded in the PDF")


def _faults_of_tags(data: bytes) -> Iterator[Fault]:
    report = page_validation.validate_pdf_bytes(data, profile="ua-1")
    told = set()
    for failure in report.failures:
        if failure.rule_id not in told:
            told.add(failure.rule_id)
            yield Fault("pdf-ua", f"{failure.message} ({failure.rule_id})")
    if not report.is_compliant and not told:
        yield Fault("pdf-ua", "the validator refuses the PDF without naming a rule")


# Reading a PDF.


def _read(document: Any) -> Read:
    read = Read("", {}, [], [], "")
    for page in document:
        marked = _text_by_mark(page, read)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        parts: list[str] = []
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            root = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            parts += _walk(root, marked, read.alternatives)
        pdfium.FPDF_StructTree_Close(tree)
        read.text += " ".join([*parts, ""])
        read.stray += marked.pop(-1, "")
        # What is marked but in no tag: the boxes in the margins.
        read.stray += " ".join(["", *marked.values()])
    return read


def _text_by_mark(page: Any, read: Read) -> dict[int, str]:
    marked: dict[int, str] = {}
    width, height = page.get_size()
    text_page = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        text = _object_text(item, text_page).replace(HYPHEN_AT_END, "-")
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        marked[mark] = marked.get(mark, "") + text
        _note_font(item, read)
        left, bottom, right, top = item.get_bounds()
        room = NEAREST_TO_EDGE
        inside = left > room and bottom > room and right < width - room and top < height - room
        if text.strip() and not inside:
            read.outside.append(text.strip())
    text_page.close()
    return marked


def _object_text(item: Any, text_page: Any) -> str:
    return _utf16(
        lambda buffer, size: pdfium.FPDFTextObj_GetText(item, text_page, _short(buffer), size)
    )


def _note_font(item: Any, read: Read) -> None:
    font = pdfium.FPDFTextObj_GetFont(item)
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    name = SUBSET.sub("", buffer.value.decode("utf-8"))
    embedded = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    read.fonts[name] = read.fonts.get(name, True) and embedded


def _walk(element: Any, marked: dict[int, str], alternatives: list[str]) -> Iterator[str]:
    kind = _utf16(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    if kind == "Figure":
        alternatives.append(
            _utf16(lambda buffer, size: pdfium.FPDF_StructElement_GetAltText(element, buffer, size))
        )
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0:
            text = marked.pop(mark, "")
            # A list's bullets and numbers are labels, made by the layout and not by the author;
            # the text of a picture is told by its alternative text.
            yield "" if kind in {"Lbl", "Figure"} else text
        else:
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                inner = _walk(child, marked, alternatives)
                yield from ([""] * sum(1 for _ in inner) if kind in {"Lbl", "Figure"} else inner)


def _utf16(get: Any) -> str:
    size = get(None, 0)
    if size <= 0:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")

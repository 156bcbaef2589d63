"""The gate: judge a finished PDF from the file alone.

Knows PDFium and the PDF/UA validator; nothing of Sphinx or of the layout engine.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import page as page_validation
import pypdfium2

from handouts.preflight.legibility import faults_of_legibility
from handouts.preflight.links import faults_of_links
from handouts.preflight.pdfium import address_of, lib, utf16
from handouts.preflight.positions import faults_of_positions
from handouts.preflight.reader import MILLIMETRE, Read, read_pdf
from handouts.preflight.structure import Structure, faults_of_structure
from handouts.preflight.texts import cut_words, joined_words, squeeze
from handouts.problems import Fault, fault_of_words

if TYPE_CHECKING:
    from handouts.jobs import GlyphRun

FACE = re.compile(
    r"(?:-(?:Thin|Book|Regular|Medium|(?:Ultra-|Extra-|Semi-|Demi-)?(?:Light|Bold|Heavy)))?"
    r"(?:-(?:Italic|Oblique))?(?:-(?:Ultra-|Extra-|Semi-)?(?:Condensed|Expanded))?$"
)
"""Suffix that the engine adds to a family's name for weight, slope and width."""
CONTEXT = 30
"""Characters of text shown on each side of a difference."""


@dataclass(frozen=True)
class Expected:
    """What a PDF must be; what is left out is not compared."""

    text: str | None = None
    """All words in reading order; white space does not count. None: any."""
    title: str | None = None
    """None: any but an empty one."""
    language: str | None = None
    """As HTML writes it, such as `en` or `pt-BR`. None: any but an empty one."""
    pages: int | None = None
    """Most pages that the PDF may have. None: any number."""
    paper: tuple[float, float] | None = None
    """Width and height in millimetres. None: any."""
    fonts: frozenset[str] | None = None
    """Families that may be used. None: any that are embedded."""
    pictures: int = 0
    """How many pictures must be there at least, each with an alternative text."""
    smallest: float = 0.0
    """Smallest type that may be used, in points."""
    furniture: str = ""
    """Words that may stand outside the tags, such as “page” and “of”."""
    structure: Structure | None = None
    """Tags, labels of lists, alternative texts and addresses of links. None: any."""
    glyphs: tuple[tuple[GlyphRun, ...], ...] | None = None
    """What must be drawn on each page, and where. None: anything anywhere."""


def faults_of_pdf(data: bytes, expected: Expected) -> list[Fault]:
    """Return all that is wrong with a PDF; an empty list is a pass."""
    try:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
            pages = list(document)  # PDFium would read a page anew at each use.
            faults = [*_faults_of_frame(document, pages, expected)]
            read = read_pdf(pages)
            faults += _faults_of_pages(document, pages, read, expected)
    except pypdfium2.PdfiumError as error:
        return [Fault("pdf-ua", f"this is no PDF that can be opened: {error}")]
    faults += _faults_of_text(read, expected)
    faults += _faults_of_fonts(read, expected)
    faults += _faults_of_tags(data)
    if expected.structure is not None and not faults:
        # A lost word would be found here too, with a message that helps less.
        faults += faults_of_structure(read, expected.structure)
    return faults


def _faults_of_pages(
    document: Any, pages: Sequence[Any], read: Read, expected: Expected
) -> Iterator[Fault]:
    yield from faults_of_links(document, pages, read.runs, expected.structure)
    laid_out = expected.glyphs or ()
    of_pages = read.runs, read.filled, read.in_pictures, read.figures
    rows = zip_longest(pages, *of_pages, laid_out[: len(pages)])
    for page, runs, filled, in_pictures, figures, glyphs in rows:
        smallest = expected.smallest
        yield from faults_of_legibility(page, runs, filled, smallest, in_pictures, figures)
        if glyphs is not None:
            yield from faults_of_positions(runs, glyphs)


def _faults_of_frame(document: Any, pages: Sequence[Any], expected: Expected) -> Iterator[Fault]:
    count, most = len(pages), expected.pages
    if count < 1 or (most is not None and count > most):
        yield Fault("pages", f"the PDF has {count} pages; {most or 'one or more'} may be used")
    if expected.paper is not None:
        yield from _faults_of_paper(pages, expected.paper)
    title = document.get_metadata_value("Title")
    if title != expected.title if expected.title is not None else not title:
        yield Fault("title", f"the PDF's title is {title!r}{_wanted(expected.title)}")
    language = utf16(lib.FPDFCatalog_GetLanguage, address_of(document))
    if language != expected.language if expected.language is not None else not language:
        yield Fault("language", f"the PDF's language is {language!r}{_wanted(expected.language)}")


def _wanted(value: str | None) -> str:
    return "" if value is None else f", and should be {value!r}"


def _faults_of_paper(pages: Sequence[Any], paper: tuple[float, float]) -> Iterator[Fault]:
    width, height = (side * MILLIMETRE for side in paper)
    for number, page in enumerate(pages, 1):
        found = page.get_size()
        if abs(found[0] - width) > 1 or abs(found[1] - height) > 1:
            sides = " × ".join(f"{side / MILLIMETRE:.0f}" for side in found)
            yield Fault("page-size", f"page {number} measures {sides} mm, which is another paper")


def _faults_of_text(read: Read, expected: Expected) -> Iterator[Fault]:
    for text in read.outside:
        what = "lies outside the printable part of the page"
        yield Fault("clipped", f"“{text}” {what}", about=text)
    if expected.text is not None:
        found, wanted = squeeze(read.text), squeeze(expected.text)
        if found != wanted:
            yield Fault("lost-text", _difference(found, wanted))
        else:
            yield from _faults_of_lines(read.text, expected.text)
    for text in read.replaced:
        yield fault_of_words("lost-text", text, "is read in place of what is shown")
    # Page numbers, on sheets of several pages, are in no tag.
    untagged = re.sub(r"\d+", " ", read.stray) if expected.furniture else read.stray
    stray = set(map(squeeze, untagged.split())) - set(map(squeeze, expected.furniture.split()))
    stray.discard("")  # White space and what nobody sees.
    if stray and expected.text is not None:
        yield fault_of_words("lost-text", read.stray.strip(), "is in no tag of the PDF")
    alternatives = read.alternatives
    blank = sum(not alternative.strip() for alternative in alternatives)
    if blank or len(alternatives) < expected.pictures:
        missing = blank or expected.pictures - len(alternatives)
        yield Fault("alt-text", f"{missing} of the PDF's pictures have no alternative text")


def _faults_of_lines(found: str, wanted: str) -> Iterator[Fault]:
    # A word of three lines is cut twice, and named once.
    for word, (before, after) in {"".join(cut): cut for cut in cut_words(found, wanted)}.items():
        what = f"“{word[:60]}” is cut in two at the end of a line: “{before[-20:]} / {after[:20]}”"
        remedy = "give it more room, or write &shy; where it may be parted"
        yield Fault("clipped", f"{what}; {remedy}", about=word)
    for word in joined_words(found, wanted):
        yield Fault("lost-text", f"no space stands before “{word[:60]}”", about=word)


def _difference(found: str, wanted: str) -> str:
    pairs = enumerate(zip(found, wanted, strict=False))
    at = next((index for index, (a, b) in pairs if a != b), min(len(found), len(wanted)))
    here = slice(max(0, at - CONTEXT), at + CONTEXT)
    return (
        f"the PDF says “…{found[here]}…” where the sheet says “…{wanted[here]}…” "
        f"({len(found)} and {len(wanted)} characters in all)"
    )


def _faults_of_fonts(read: Read, expected: Expected) -> Iterator[Fault]:
    for name, embedded in sorted(read.fonts.items()):
        if expected.fonts is not None and FACE.sub("", name) not in expected.fonts:
            yield Fault("fonts", f"the PDF uses the font '{name}', which is not one of ours")
        elif not embedded:
            yield Fault("fonts", f"the font '{name}' is not embedded in the PDF")


def _faults_of_tags(data: bytes) -> Iterator[Fault]:
    try:
        report = page_validation.validate_pdf_bytes(data, profile="ua-1")
    except page_validation.PageError as error:
        yield Fault("pdf-ua", f"the validator cannot read the PDF: {error}")
        return
    seen = set()
    for failure in report.failures:
        if failure.rule_id not in seen:
            seen.add(failure.rule_id)
            yield Fault("pdf-ua", f"{failure.message} ({failure.rule_id})")
    if not report.is_compliant and not seen:
        yield Fault("pdf-ua", "the validator refuses the PDF without naming a rule")

"""Read a finished PDF: its tags with the text in them, its fonts, and where its text is drawn.

The text is read in the order of the tags, which a screen reader follows. Knows the PDF reader,
and judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.preflight.page_objects import (
    Characters,
    add_shapes,
    characters_on,
    objects_on,
    replacements,
    run_of,
    shape_of,
    visible_box,
)
from handouts.preflight.pdfium import address_of, lib, number_of, utf8, utf16, value_of
from handouts.preflight.run import around

if TYPE_CHECKING:
    from handouts.preflight.run import Box, Run

MILLIMETRE = 72 / 25.4
NEAREST_TO_EDGE = 4 * MILLIMETRE
"""Office printers cannot print nearer to the edge."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
LINE_END = "\n"
"""Stands in a text where the next word is drawn on another line."""
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
    figures: list[list[tuple[str, Box]]] = field(default_factory=list)
    """The alternative text of each picture of a page, and the box of all that is drawn of it."""
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
        self.shapes: dict[int, list[Any]] = {}
        """Objects that are no text, by the number of their marked content."""
        self.filled: list[tuple[int, Box]] = []
        self.fonts: dict[Any, str] = {}
        """Names of fonts by their addresses."""

    def read(self) -> None:
        """Read the page."""
        text_page = self.page.get_textpage()
        self.read_text(characters_on(address_of(text_page)))
        self.result.figures.append([])
        tree = lib.FPDF_StructTree_GetForPage(self.address)
        for index in range(lib.FPDF_StructTree_CountChildren(tree)):
            root = lib.FPDF_StructTree_GetChildAtIndex(tree, index)
            self.result.tags.append(self.tag(root, is_silent=False))
        lib.FPDF_StructTree_Close(tree)
        self.result.text += " ".join([*self.words, ""])
        runs = [run for mark, run in self.runs if mark not in self.pictures]
        add_shapes(runs, address_of(text_page))
        text_page.close()
        self.result.runs.append(runs)
        self.result.in_pictures.append([run for mark, run in self.runs if mark in self.pictures])
        size = self.page.get_size()
        outside = (run for run in runs if run.text.strip() and not _is_inside(run.box, *size))
        self.result.outside += [run.text.strip() for run in outside]
        self.result.filled.append(self.filled)
        self.result.stray += self.drawn.pop(-1, "")
        # Marked content that is in no tag, such as boxes in the margins.
        self.result.stray += " ".join(["", *self.drawn.values()])

    def read_text(self, drawn: Mapping[int, Characters]) -> None:
        """Read all texts, and the boxes of what else is drawn.

        :param drawn: the characters of each text object, by its address
        """
        group = -1
        for order, (item, groups) in enumerate(objects_on(self.address)):
            mark = lib.FPDFPageObj_GetMarkedContentID(item)
            # A drawing's words, if they are centred, are in a group, and have its mark.
            mark = group if groups and mark < 0 else mark
            group = group if groups else mark
            if lib.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                if not groups:
                    self.shapes.setdefault(mark, []).append(item)
                if not groups and (box := shape_of(item)):
                    self.filled.append((order, box))
                continue
            characters = drawn.get(number_of(item), Characters())
            run = run_of(item, groups, order, self.font(item), characters)
            text = run.text
            last = self.runs[-1][1] if self.runs else run
            end = LINE_END if _is_lower(last, run) else ""
            self.drawn[mark] = f"{self.drawn.get(mark, '')}{end}{text}"
            self.runs.append((mark, run))
            self.result.replaced += replacements(item)

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
        if kind == "Figure":
            self.note_figure(alternative, marks)
        replacement = utf16(lib.FPDF_StructElement_GetActualText, element)
        scope = _attribute(element, b"Scope") if kind == "TH" else ""
        found = Tag(kind, alternative, replacement, scope, tuple(parts))
        self.result.all_tags.append(found)
        return found

    def note_figure(self, alternative: str, marks: Sequence[int]) -> None:
        """Note where a picture is drawn, or that nothing is drawn of it."""
        items = (item for mark in marks for item in self.shapes.get(mark, ()))
        boxes = [box for box in map(visible_box, items) if box[0] < box[2] and box[1] < box[3]]
        words = [run.box for mark, run in self.runs if mark in marks and run.text.strip()]
        if boxes:  # Which are cut off at the picture's edge; words may be drawn anywhere.
            boxes += [box for box in words if _is_inside(box, *self.page.get_size())]
            self.result.figures[-1].append((alternative, around(boxes)))
        elif not words:
            self.result.blank.append(alternative)


def _is_inside(box: Box, width: float, height: float) -> bool:
    """Return whether a box lies in the printable part of a page."""
    left, bottom, right, top = box
    room = NEAREST_TO_EDGE
    return left > room and bottom > room and right < width - room and top < height - room


def _is_lower(before: Run, run: Run) -> bool:
    """Return whether a run begins a new line, and is not just lowered in the line before."""
    return run.box[3] < before.box[1] + run.size / 4 and run.box[0] < before.box[2]


def _attribute(element: Any, name: bytes) -> str:
    """Return the value of an attribute of a structure element, or nothing."""
    for index in range(lib.FPDF_StructElement_GetAttributeCount(element)):
        attributes = lib.FPDF_StructElement_GetAttributeAtIndex(element, index)
        if value := lib.FPDF_StructElement_Attr_GetValue(attributes, name):
            return value_of(lib.FPDF_StructElement_Attr_GetStringValue, value) or ""
    return ""

"""The words of a finished PDF with their places, and pictures of its pages.

Knows the PDF reader; nothing of sheets, builds or what is compared.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from PIL import Image

DPI = 110
"""Dots an inch of the pictures: small type can be read in them."""
HYPHENS = "\x02-\u2010\u2011\u00ad"
"""The first is what the PDF reader makes of a hyphen that ends a line."""
SLACK = 0.14
"""Share of a line's height, above and below, that is no letter."""


class Box(NamedTuple):
    """Where letters stand on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Word:
    """A word as it is printed; one that is broken at the end of a line has two boxes."""

    text: str
    page: int
    boxes: tuple[Box, ...]

    @property
    def key(self) -> str:
        """The word without its hyphens, which another end of a line adds or removes."""
        return self.text.translate(dict.fromkeys(map(ord, HYPHENS)))


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    with contextlib.closing(document):
        yield document


def picture_of(data: bytes, page: int) -> Image.Image | None:
    """Return a picture of a page, counted from 0; None if the PDF has no such page."""
    with _opened(data) as document:
        if page >= len(document):
            return None
        picture: Image.Image = document[page].render(scale=DPI / 72).to_pil()
        return picture.convert("RGB")


def words_of(data: bytes) -> tuple[Word, ...]:
    """Return the words of all pages, in the order in which they are drawn.

    :raises ValueError: if the data are no PDF; no data have no words
    """
    if not data:
        return ()
    with _opened(data) as document:
        return tuple(word for page in range(len(document)) for word in _words(document, page))


def _words(document: pypdfium2.PdfDocument, number: int) -> Iterator[Word]:
    page = document[number]
    text_page, height = page.get_textpage(), page.get_height()
    text, broken = "", False
    boxes: list[Box] = []
    for index in range(text_page.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if letter in "\r\n" and broken:
            continue  # The word goes on in the next line.
        if letter.isspace():
            if text:
                yield Word(text, number, _by_line(boxes))
            text, boxes, broken = "", [], False
            continue
        broken = letter in HYPHENS
        text += "-" if letter == HYPHENS[0] else letter
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
        slack = SLACK * (top - bottom)
        boxes.append(Box(left, height - top + slack, right, height - bottom - slack))
    if text:
        yield Word(text, number, _by_line(boxes))
    text_page.close()


def _by_line(boxes: list[Box]) -> tuple[Box, ...]:
    """Return one box for each line on which the letters stand."""
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(box.top - lines[-1].top) < (box.bottom - box.top) / 2:
            lines[-1] = around(lines[-1], box)
        else:
            lines.append(box)
    return tuple(lines)


def around(one: Box, other: Box) -> Box:
    """Return the smallest box that holds both."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    return Box(left, top, max(one.right, other.right), max(one.bottom, other.bottom))

"""Find characters that a project's own typefaces lack.

The engine would take them from another font, in the middle of a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence, Set
from typing import Any

from handouts.jobs import BODY, EXTRA, HEADING, Font
from handouts.problems import Fault, with_number
from handouts.typeset.estimate import advances

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CODE = {"code", "pre"}
"""Elements with a typeface of their own."""


class Coverage:
    """The characters that body text and headings may have; None is all, as in the theme."""

    def __init__(self, fonts: Sequence[Font]) -> None:
        extra = {sign for one in fonts if one.family == EXTRA for sign in advances(one.path)}
        self.body: Set[str] | None = None
        self.headings: Set[str] | None = None
        for font in fonts:
            known = {*advances(font.path), *extra} if font.family in {BODY, HEADING} else set()
            if font.family == BODY:
                self.body = known if self.body is None else self.body & known
            elif font.family == HEADING:
                self.headings = known
        self.headings = self.headings or self.body

    def missing(self, body: Any) -> Iterator[Fault]:
        """Yield a fault for each character of a sheet that its typeface lacks, once."""
        found: dict[str, None] = {}
        for text, heading in _texts(body, heading=False):
            known = self.headings if heading else self.body
            if known is not None:
                found |= dict.fromkeys(one for one in text if one not in known)
        for one in found:
            if unicodedata.category(one)[0] not in "CZ":
                yield without_font(one)


def without_font(character: str) -> Fault:
    """Return the fault of a character that no font has."""
    return Fault("glyph", f"no font has the character {with_number(character)}", about=character)


def _texts(element: Any, *, heading: bool) -> Iterator[tuple[str, bool]]:
    """Yield the texts of an element, and whether each stands in a heading."""
    if element.tag in CODE or not isinstance(element.tag, str):
        return
    inside = heading or element.tag in HEADINGS
    yield element.text or "", inside
    for child in element:
        yield from _texts(child, heading=inside)
        yield child.tail or "", inside

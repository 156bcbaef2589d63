"""Find characters that typefaces lack, and write letters with accents as these have them.

The engine would take a character from another font, in the middle of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from typing import Any

from handouts.jobs import BODY, EXTRA, HEADING, MONO, Font
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
        usual = [{*advances(one.path)} for one in fonts if one.family not in {EXTRA, MONO}]
        self.known: Set[str] = extra.union(set.intersection(*usual))
        """The characters that all typefaces have for text."""

    def with_accents(self, html: str) -> str:
        """Return HTML with each letter and its accents as so many characters as it has glyphs.

        Of two characters in one glyph, or two glyphs of one character, a PDF has the wrong text.
        What is in tags, such as addresses, stays.
        """
        signs = {*html}
        others = [one for one in signs if not unicodedata.is_normalized("NFC", one)]
        others += [one for one in signs - self.known if unicodedata.decomposition(one)]
        if not others and unicodedata.is_normalized("NFC", html):
            return html
        pattern = f"<[^<>]*>|[^\\W\\d_][\u0300-\u036f]+|[\u0300{''.join(others)}]"
        return re.sub(pattern, self._with_accents, html)

    def _with_accents(self, found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("<"):
            return text
        return "".join(map(self._as_drawn, unicodedata.normalize("NFC", text)))

    def _as_drawn(self, letter: str) -> str:
        """Return a letter, or the letter and the accents that are drawn in its place."""
        code, *accents = unicodedata.decomposition(letter).split() or [""]
        if letter in self.known or not accents or code.startswith("<"):
            return letter
        parts = self._as_drawn(chr(int(code, 16))) + "".join(chr(int(one, 16)) for one in accents)
        return parts if self.known >= {*parts} else letter

    def missing(self, body: Any) -> Iterator[Fault]:
        """Yield a fault for each character of a sheet that its typeface lacks, once."""
        found: dict[str, None] = {}
        # Where headings may have all characters, body text may, too.
        texts = () if self.headings is None else _texts(body, heading=False)
        for text, heading in texts:
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

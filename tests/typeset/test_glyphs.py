"""The shapes of glyphs as they are laid out are those that a reader of PDF measures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from handouts.files import FONTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[int, int]

CONF = """
extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
handouts_brand = {"body-font": ["own.ttf", "bold.ttf"], "heading-font": "bold.ttf"}
"""
SHEET = "---\nhandout: patients\n---\n# Sheet\n\nMore words go on.\n"
DIAMOND = ((300, -10), (590, 250), (300, 510), (10, 250))
BOWL = ((60, 1000), (590, 0))


def font_with(curve: Sequence[Point]) -> bytes:
    """Return a font whose “o” has only points beside its curve, and the edges of the curve."""
    font = TTFont(FONTS / "HandoutsSans-Regular.ttf", recalcBBoxes=False)
    name, pen = font.getBestCmap()[ord("o")], TTGlyphPen(None)
    pen.qCurveTo(*curve, None)
    pen.closePath()
    glyph = font["glyf"][name] = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (600, glyph.xMin)
    bounds = BoundsPen(glyphs := font.getGlyphSet())
    glyphs[name].draw(bounds)
    glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax = map(round, bounds.bounds)
    font["hmtx"][name] = (600, glyph.xMin)
    font.save(data := io.BytesIO())
    return data.getvalue()


@pytest.mark.parametrize("curve", [DIAMOND, BOWL])
def test_a_curve_that_turns_between_two_points_has_its_shape(
    project, curve: Sequence[Point]
) -> None:
    bold = (FONTS / "HandoutsSans-Bold.ttf").read_bytes()
    files = {"own.ttf": font_with(curve), "bold.ttf": bold}

    built = project({"conf.py": CONF, "index.md": SHEET, **files}).build()

    assert built.warnings == []
    assert built.pdf_text(handout="index") == "Sheet More words go on."

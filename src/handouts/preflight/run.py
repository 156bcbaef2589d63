"""A run of text on a page of a finished PDF, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""

Character = tuple[str, float, float]
"""A character, and the point at which it begins, in points from the lower left corner."""


@dataclass(frozen=True)
class Run:
    """A text object of a page: characters that are drawn together."""

    text: str
    box: Box
    size: float
    """In points on paper."""
    mode: int
    """PDF's text rendering mode."""
    order: int = 0
    """Place in the drawing order of the page."""
    font: str = ""
    """Name in the PDF, without the prefix of a subset."""
    characters: tuple[Character, ...] = ()
    """Without white space."""

"""A run of text on a page of a finished PDF, as it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box with some boxes in it."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


@dataclass(frozen=True, eq=False)
class Run:
    """A text object of a page, compared by identity: characters that are drawn together."""

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
    letters: str = ""
    """All but white space; those that UTF-16 writes as two are in two halves."""
    xs: Sequence[float] = ()
    ys: Sequence[float] = ()
    """Where each letter begins, in points from the lower left corner."""

    inks: dict[str, Box] = field(default_factory=dict)
    """The left, lower, right and upper edge of the shape of each letter that no run before it has
    in the same font, in points from its origin."""
    numbers: Sequence[int] = ()
    """Which of the page's characters each letter is, if its shape can be measured."""

    @property
    def quoted(self) -> str:
        """The text as messages quote it."""
        return self.text.strip()[:60]

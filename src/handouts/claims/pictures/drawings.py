"""Draw numbers as pictures: the dots of an icon array, and a difference with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.claims.ledger.comparisons import Difference

CELL = 10.0
"""Side of the square that a dot has, in the units of the picture."""
DISC = 3.5
"""Radius of a full dot: the white between two is most of a third of a cell, or they are a slab."""
RING, STROKE = 2.8, 1.4
"""Radius and line of an empty dot: 0.75 pt thick when the array is 19 mm wide or more."""
CURVE = 0.5523
"""Length of the handles with which four curves make a circle, as a part of its radius."""


def dots(value: int, of: int, label: str, columns: int = 10) -> str:
    """Return a picture of dots as SVG, which screen readers skip: words beside it say the same.

    Full dots and rings, not two colours: they differ in grey and after a photocopier too.

    :param value: how many dots are full, from the foot up
    :param of: how many dots there are
    :param label: what the picture says, in words
    :param columns: dots in a line
    """
    rows = -(-of // columns)
    centres = [
        ((index % columns + 0.5) * CELL, (rows - index // columns - 0.5) * CELL)
        for index in range(of)
    ]
    # Lines of length zero, whose round ends make discs: shorter than circles.
    discs = "".join(f"M{x:g} {y:g}h0" for x, y in centres[:value])
    size = f"0 0 {columns * CELL:g} {rows * CELL:g}"
    return (
        f'<svg aria-hidden="true" viewBox="{size}"><title>{escape(label)}</title>'
        f'<path class="others" d="{_circles(centres[value:], RING)}" fill="none" '
        f'stroke="currentColor" stroke-width="{STROKE:g}"/>'
        f'<path class="events" d="{discs}" fill="none" stroke="currentColor" '
        f'stroke-width="{2 * DISC:g}" stroke-linecap="round"/></svg>'
    )


def _circles(centres: list[tuple[float, float]], radius: float) -> str:
    """Return circles of four curves each; of two arcs WeasyPrint would make six curves."""
    handle = CURVE * radius
    near, r = f"{radius - handle:.3g}", f"{radius:g}"
    # From the left by way of the top, the right and the foot.
    quarters = (
        f"c0 -{handle:.3g} {near} -{r} {r} -{r}s{r} {near} {r} {r}"
        f"s-{near} {r} -{r} {r}s-{r} -{near} -{r} -{r}z"
    )
    return "".join(f"M{x - radius:g} {y:g}{quarters}" for x, y in centres)


WIDTH, HEIGHT = 120.0, 14.0
"""Size of a picture, in its own units; it is drawn as wide as its column."""
MARGIN = 4.0
"""Room at each side, so that a dot at the end is drawn whole."""
DOT, BAR, LINE, CAP = 3.4, 1.8, 1.2, 2.6
"""Radius of the dot, height of the bar, width of the line at zero, half the height of an end.

At the width of a sheet's narrowest column, 25 mm, the line at zero is 0.7 pt wide.
"""
STEP = 10
"""The ends of a scale are multiples of this."""


@dataclass(frozen=True)
class Scale:
    """The values at the left and the right edge of a picture."""

    low: int
    high: int

    def x(self, value: Decimal) -> float:
        """Return where a value is drawn, from the left, in the units of the picture."""
        share = (float(value) - self.low) / (self.high - self.low)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 2)


def common_scale(differences: Iterable[Difference]) -> Scale:
    """Return one scale that holds all differences, their intervals, and zero."""
    parts = [Decimal(0), *(part for one in differences for part in one.parts())]
    low, high = min(parts), max(parts)
    return Scale(STEP * floor(low / STEP), max(STEP * ceil(high / STEP), STEP))


def plot(difference: Difference, scale: Scale, label: str) -> str:
    """Return the picture of one difference as SVG; `label` says it in words.

    Black shapes, which differ in form: they print in grey, by a photocopier and in one bit.
    Screen readers skip them, because the figures beside them say the same.
    """
    middle, zero = HEIGHT / 2, scale.x(Decimal(0))
    parts = [f'<path class="zero" d="M{zero:g} 0v{HEIGHT:g}" {_stroke(LINE)}/>']
    if difference.low is not None and difference.high is not None:
        low, high = scale.x(difference.low), scale.x(difference.high)
        ends = "".join(f"M{x:g} {middle - CAP:g}v{2 * CAP:g}" for x in (low, high))
        parts.append(f'<path class="bar" d="M{low:g} {middle:g}H{high:g}{ends}" {_stroke(BAR)}/>')
    # A line of length zero with round ends, as in an icon array.
    dot = f'<path class="dot" d="M{scale.x(difference.value):g} {middle:g}h0"'
    parts.append(f'{dot} stroke-linecap="round" {_stroke(2 * DOT)}/>')
    return (
        f'<svg aria-hidden="true" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><title>{escape(label)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _stroke(width: float) -> str:
    return f'fill="none" stroke="currentColor" stroke-width="{width:g}"'

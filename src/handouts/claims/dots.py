"""Draw the dots of an icon array, filled and empty."""

from __future__ import annotations

from html import escape

CELL = 10.0
"""Side of the square that a dot has, in the units of the picture."""
DISC = 3.5
"""Radius of a full dot: the white between two is most of a third of a cell, or they are a slab."""
RING, STROKE = 2.8, 1.4
"""Radius and line of an empty dot: 0.75 pt thick when the array is 19 mm wide or more."""
CURVE = 0.5523
"""Of a radius: length of the handles with which four curves make a circle."""


def svg(value: int, of: int, label: str, columns: int = 10) -> str:
    """Return a picture of `of` dots, the lowest `value` of them filled.

    Screen readers skip it, because the words beside it say the same.

    Full dots and rings, not two colours: they differ in grey and after a photocopier too.
    """
    rows = -(-of // columns)
    centres = [
        ((index % columns + 0.5) * CELL, (rows - index // columns - 0.5) * CELL)
        for index in range(of)
    ]
    size = f"0 0 {columns * CELL:g} {rows * CELL:g}"
    return (
        f'<svg aria-hidden="true" viewBox="{size}"><title>{escape(label)}</title>'
        f'<path class="others" d="{_circles(centres[value:], RING)}" fill="none" '
        f'stroke="currentColor" stroke-width="{STROKE:g}"/>'
        f'<path class="events" d="{_discs(centres[:value])}" fill="none" stroke="currentColor" '
        f'stroke-width="{2 * DISC:g}" stroke-linecap="round"/></svg>'
    )


def _discs(centres: list[tuple[float, float]]) -> str:
    """Return lines of length zero, whose round ends make discs: shorter than circles."""
    return "".join(f"M{x:g} {y:g}h0" for x, y in centres)


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

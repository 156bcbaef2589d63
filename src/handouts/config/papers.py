"""Read the type settings and the papers of `conf.py`."""

from __future__ import annotations

from handouts.config.values import Spot, is_number, reader
from handouts.jobs import TypeSetting
from handouts.problems import nearest

SIZES = (6.0, 40.0)
"""Smallest and largest type that a setting may ask for, in points."""
PAPERS: dict[str, tuple[float, float]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
"""Width and height of each paper, in millimetres."""
SIDES = (50, 2000)
"""Shortest and longest side of a paper, in millimetres."""


def _type_setting(row: object) -> TypeSetting | None:
    if isinstance(row, list | tuple) and len(row) == 3 and all(map(is_number, row)):
        size, leading, space = map(float, row)
        if SIZES[0] <= size <= SIZES[1] and 1 <= leading <= 3 and 0 <= space <= 5:
            return TypeSetting(size, leading, space)
    return None


type_setting = reader(
    "(size from 6 to 40 points, leading from 1 to 3, spacing from 0 to 5)", _type_setting
)


def type_settings(
    value: object, default: tuple[TypeSetting, ...], spot: Spot
) -> tuple[TypeSetting, ...]:
    """Return a list of (size, leading, spacing) as settings, the preferred one first."""
    if not isinstance(value, list | tuple) or not value:
        spot.fault(f"expected a list of (size, leading, spacing), found {value!r}")
        return default
    found = [type_setting(row, None, spot.inside(n)) for n, row in enumerate(value)]
    return tuple(filter(None, found)) or default


def paper(value: object, default: tuple[float, float], spot: Spot) -> tuple[float, float]:
    """Return the width and height of a paper, which is given by its name or its measures."""
    if isinstance(value, str):
        found = [size for name, size in PAPERS.items() if name.lower() == value.lower()]
        if not found:
            spot.fault(f"no paper {value!r}{nearest(value, PAPERS)}")
        return found[0] if found else default
    if (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(is_number(part) and SIDES[0] <= part <= SIDES[1] for part in value)
    ):
        return float(value[0]), float(value[1])
    spot.fault(
        f"expected one of {', '.join(PAPERS)}, or (width, height) in millimetres, found {value!r}"
    )
    return default

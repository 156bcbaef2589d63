"""Whether the lines of a paragraph stand where a reader looks for them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handouts.preflight.legibility import Run

SAME_LINE = 0.7
"""Ems by which base lines of one line may differ: raised and lowered numbers."""
MOST_GAP = 1.5
"""Ems that may lie between two parts of a line."""
MOST_DROP = 3.0
"""Ems from one base line to the next."""
EVEN = 0.5
"""Ems by which lines that begin, end or are centred alike may differ."""


def is_scattered(runs: Sequence[Run]) -> bool:
    """Return whether runs of text that follow one another are not drawn so.

    What goes on at the top of another column or page is drawn higher up, which is no fault.
    """
    if any(_is_apart(one, other) for one, other in pairwise(runs)):
        return True
    lines = lines_of(runs)
    size = max((run.size for run in runs), default=0.0) * EVEN
    lefts = [line[0].box[0] for line in lines]
    rights = [line[-1].box[2] for line in lines]
    centres = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    # One change is for what flows past a picture, or goes on in another column.
    return min(_changes(edges, size) for edges in (lefts, rights, centres)) > 1


def lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Return runs line by line."""
    lines: list[list[Run]] = []
    for run in runs:
        if lines and abs(lines[-1][-1].base - run.base) <= SAME_LINE * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _is_apart(one: Run, other: Run) -> bool:
    drop = one.base - other.base
    if abs(drop) <= SAME_LINE * other.size:
        return not -EVEN * other.size <= other.box[0] - one.box[2] <= MOST_GAP * other.size
    return drop > MOST_DROP * other.size


def _changes(edges: Sequence[float], tolerance: float) -> int:
    return sum(abs(one - other) > tolerance for one, other in pairwise(edges))

"""Join the letters that the engine draws one by one in a picture into parts of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handouts.preflight.run import Box, Run, around

MOST = 4
"""Letters of a part: where the end of a word is cut off, some part of it has no ink."""
LEAST = 5.0
"""Points that a part is long or high: what is smaller has little ink, and cannot be read anyway."""


def parts_of_words(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs of few signs, in drawing order, that have a letter or a digit and can be read."""
    part: list[Run] = []
    for run in runs:
        apart = bool(part) and are_apart(part[-1].box, run.box)
        if part and (apart or _is_whole(part)):
            yield from _joined(part, " " * apart)
            part = []
        part.append(run)
    yield from _joined(part)


def _is_whole(part: Sequence[Run]) -> bool:
    """Return whether a part is at the end of its word, or long enough."""
    text = "".join(one.text for one in part)
    return text[-1:].isspace() or len(text) >= MOST


def are_apart(one: Box, other: Box) -> bool:
    """Return whether two boxes are further from each other than the first is wide or high."""
    across = max(other[0] - one[2], one[0] - other[2])
    down = max(other[1] - one[3], one[1] - other[3])
    return max(across, down) > max(one[2] - one[0], one[3] - one[1])


def _joined(part: Sequence[Run], space: str = "") -> Iterator[Run]:
    """Yield a part as one run, if it has a letter or a digit: marks may have little ink."""
    text = "".join(one.text for one in part) + space
    if any(map(str.isalnum, text)):
        left, bottom, right, top = around(one.box for one in part)
        if max(right - left, top - bottom) >= LEAST:
            yield Run(text, (left, bottom, right, top), part[0].size, part[0].mode, part[0].order)

"""Intervals of 95 per cent: of a share, and of the difference of two shares."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

Z = 1.959963984540054
"""Quantile of the normal distribution for 95 per cent on both sides."""
STEPS = 60
"""Halvings of the search for an exact limit: more than a float can hold."""
NEGLIGIBLE = 1e-17
"""Share of a sum that no longer changes it."""


def wilson(events: int, people: int) -> tuple[float, float]:
    """Return the Wilson interval of a share, from 0 to 1."""
    share, square = events / people, Z * Z / people
    centre = share + square / 2
    half = Z * sqrt(share * (1 - share) / people + square / (4 * people))
    return (centre - half) / (1 + square), (centre + half) / (1 + square)


def newcombe(
    events: int, people: int, other_events: int, other_people: int
) -> tuple[float, float, float]:
    """Return the difference of two shares and its interval by Newcombe's method 10.

    :param events: of `people`, with the treatment
    :param other_events: of `other_people`, without it
    :return: difference, lower and upper limit, from -1 to 1.

    >>> [round(100 * part, 1) for part in newcombe(20, 45, 10, 18)]
    [-11.1, -35.1, 15.0]
    """
    share, other = events / people, other_events / other_people
    low, high = wilson(events, people)
    other_low, other_high = wilson(other_events, other_people)
    difference = share - other
    return (
        difference,
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def exact(events: int, people: int) -> tuple[float, float]:
    """Return the exact interval of a share (Clopper and Pearson), from 0 to 1.

    >>> [round(100 * part, 2) for part in exact(1, 49)]
    [0.05, 10.85]
    """
    tail = 0.025
    low = 0.0 if events == 0 else _root(lambda p: _at_most(events - 1, people, p) > 1 - tail)
    high = 1.0 if events == people else _root(lambda p: _at_most(events, people, p) > tail)
    return low, high


def _at_most(events: int, people: int, share: float) -> float:
    """Return the chance of at most so many events."""
    if events > people * share:  # What is left is the smaller sum.
        return 1 - _at_most(people - events - 1, people, 1 - share)
    chance, total = _chance(events, people, share), 0.0
    for count in range(events, -1, -1):
        total += chance
        if chance <= total * NEGLIGIBLE:
            break
        chance *= count * (1 - share) / ((people - count + 1) * share)
    return total


def _chance(events: int, people: int, share: float) -> float:
    """Return the chance of exactly so many events; by logarithms, as factorials are too large."""
    ways = lgamma(people + 1) - lgamma(events + 1) - lgamma(people - events + 1)
    return exp(ways + events * log(share) + (people - events) * log1p(-share))


def _root(is_below: Callable[[float], bool]) -> float:
    """Return where a condition that holds for small shares ends."""
    low, high = 0.0, 1.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return low

"""Two groups that a study compares, as values: people, results, and intervals of 95 per cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING

from handouts.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


MINUS = "\u2212"


@dataclass(frozen=True)
class Arm:
    """One of the two groups."""

    name: str
    people: int | None = None
    percent: Decimal | None = None
    """Share of people, out of 100."""
    events: int | None = None
    """People, when a source counts them."""
    mean: Decimal | None = None
    """Points of a scale, on average."""

    @property
    def per_hundred(self) -> Decimal | None:
        """Return how many people out of 100, reported or counted."""
        if self.percent is not None:
            return self.percent
        if self.events is None or not self.people:
            return None
        return _rounded(Decimal(100 * self.events) / self.people, 0)


@dataclass(frozen=True)
class Difference:
    """Treatment minus control, in people out of 100 or in points of a scale."""

    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    computed: bool = False
    """Whether the interval is our arithmetic, and not the study's."""
    assumed: bool = False
    """Whether the counts behind it are estimated from percentages."""

    def __str__(self) -> str:
        value = signed(self.value)
        if self.low is None or self.high is None:
            return value
        limits = {"low": signed(self.low), "high": signed(self.high)}
        return _("{value} ({low} to {high})", value=value, **limits)

    def parts(self) -> Iterator[Decimal]:
        """Yield each number of it."""
        for part in (self.value, self.low, self.high):
            if part is not None:
                yield part


@dataclass(frozen=True)
class Comparison:
    """Treatment against control in one study, for one outcome at one time."""

    trial: str
    outcome: str
    time: str
    treatment: Arm
    control: Arm
    difference: Difference | None = None
    more_is_better: bool = True
    studies: int = 1
    result: str = ""
    """What was reported if the groups were not compared, or not with numbers."""
    words: str = ""
    """What it comes to, in plain words."""
    section: str = ""
    """Label of the section about it."""
    total: int | None = None
    """People of the whole study, if those of each group are not known."""

    @property
    def people(self) -> int | None:
        """Return the people of both groups, or of the whole study."""
        both = (self.treatment.people, self.control.people)
        return self.total if None in both else sum(filter(None, both))

    @property
    def in_points(self) -> bool:
        """Return whether the difference is one of means on a scale."""
        return self.treatment.mean is not None

    def numbers(self) -> Iterator[tuple[str, Decimal, int | None]]:
        """Yield name, value and total of each number that pages may quote."""
        for side, arm in (("treatment", self.treatment), ("control", self.control)):
            if arm.people is not None:
                yield f"{side}_people", Decimal(arm.people), None
            if arm.per_hundred is not None:
                yield f"{side}_share", arm.per_hundred, 100
            if arm.events is not None:
                yield f"{side}_events", Decimal(arm.events), arm.people
            if arm.mean is not None:
                yield f"{side}_mean", arm.mean, None
        if self.people is not None:
            yield "people", Decimal(self.people), None
        yield "studies", Decimal(self.studies), None
        for index, part in enumerate(self.difference.parts() if self.difference else ()):
            yield f"difference_{index}", part, None


def by_newcombe(counts: tuple[int, int, int, int], *, assumed: bool) -> Difference:
    """Return the difference of two counted shares; in whole people where counts are assumed.

    >>> str(by_newcombe((20, 45, 10, 18), assumed=True))
    '\u221211 (\u221235 to +15)'
    """
    # Rounded to one place first, as tables of results are: 4.48 is 4.5, and so about 5.
    parts = [_rounded(Decimal(100 * part), 1) for part in newcombe(*counts)]
    if assumed:
        parts = [_rounded(part, 0) for part in parts]
    value, low, high = parts
    return Difference(value, low, high, computed=True, assumed=assumed)


def rate_in_words(events: int, people: int) -> tuple[Decimal, Decimal, Decimal]:
    """Return a share out of 100 with its exact interval."""
    low, high = exact(events, people)
    return (
        _rounded(Decimal(100 * events) / people, 1),
        _rounded(Decimal(100 * low), 2),
        _rounded(Decimal(100 * high), 1),
    )


def signed(value: Decimal) -> str:
    """Return a number with its sign; zero has none."""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else MINUS}{abs(value):f}"


def _rounded(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return rounded or Decimal(0)  # Without a sign and without places.

"""Two groups that a study compares, as values: people, results, and their difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from handouts.claims.numbers.intervals import exact, newcombe
from handouts.i18n import _

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
        """How many people out of 100, reported or counted."""
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
    """The result in plain words."""
    section: str = ""
    """Label of the section about it."""
    total: int | None = None
    """People of the whole study, if those of each group are not known."""

    @property
    def people(self) -> int | None:
        """The people of both groups, or of the whole study."""
        both = (self.treatment.people, self.control.people)
        return self.total if None in both else sum(filter(None, both))

    @property
    def in_points(self) -> bool:
        """Whether the difference is one of means on a scale."""
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
    """Return the difference of two counted shares, in whole people if the counts are assumed.

    >>> str(by_newcombe((20, 45, 10, 18), assumed=True))
    '\u221211 (\u221235 to +15)'
    """
    # Rounded to one place first, as tables of results are: 4.48 is 4.5, and so about 5.
    parts = [_rounded(Decimal(100 * part), 1) for part in newcombe(*counts)]
    if assumed:
        parts = [_rounded(part, 0) for part in parts]
    value, low, high = parts
    return Difference(value, low, high, computed=True, assumed=assumed)


def rate_with_interval(events: int, people: int) -> tuple[Decimal, Decimal, Decimal]:
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

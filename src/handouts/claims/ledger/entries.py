"""The ledger as values: each claim with its numbers, sources, certainty and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from handouts.files import digest_of
from handouts.i18n import _, mark
from handouts.problems import Fault, nearest

if TYPE_CHECKING:
    from handouts.claims.ledger.comparisons import Comparison
    from handouts.claims.numbers.listed import Number

CERTAINTIES = (mark("high"), mark("moderate"), mark("low"), mark("very low"), mark("fact"))
IN_WORDS: Mapping[str, str] = {
    "very low": mark("very low certainty"),
    "low": mark("low certainty"),
    "moderate": mark("moderate certainty"),
    "high": mark("high certainty"),
}
"""Each grade in words; in a column that is headed “certainty”, it stands alone."""
READINGS = ("full", "abstract", "registry", "secondary")
"""How much of a source was read, from most to least."""
OURS = "ours"
"""Who graded, when nobody has published a grade."""


class SourceFacts(NamedTuple):
    """The facts of a source that the ledger needs."""

    verified: bool
    """Whether somebody has read it, as far as the project says."""
    year: int = 0
    """Year of its publication; 0 when the entry has none."""
    kind: str = ""
    read: str = ""
    retracted: bool = False
    """Whether its entry says so."""


@dataclass(frozen=True)
class Grade:
    """The grade of a claim's certainty: who gave it, when, and why."""

    by: str
    """Key of a source, or `OURS`."""
    on: date | None
    because: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the project itself graded."""
        return self.by == OURS


class Noted(NamedTuple):
    """A day, and the person or the place that goes with it."""

    what: str
    on: date | None


@dataclass(frozen=True)
class Claim:
    """A statement that pages may make, with its grounds and its certainty."""

    id: str
    statement: str
    sources: tuple[str, ...]
    """Keys of the bibliography."""
    certainty: str
    """One of `CERTAINTIES`; `fact` needs no grade."""
    numbers: Mapping[str, Number]
    checked: date | None
    note: str
    """Words for editors, never printed."""
    line: int
    """Line of the ledger on which the claim begins."""
    grade: Grade | None = None
    quote: str = ""
    """What a source says, word for word."""
    at: str = ""
    """Page, table or section of the quote."""
    read: str = ""
    """One of `READINGS`; without it, those of the sources count."""
    supports: Noted | None = None
    """Who has confirmed that the quote says what the claim says."""
    searched: Noted | None = None
    """Where somebody searched for what does not exist by this claim."""
    outcome: str = ""
    """What counted, in the words printed below an icon array."""
    chance: bool = False
    """Whether a difference that the claim names can be due to chance."""
    comparison: Comparison | None = None
    """Two groups that the claim compares."""

    def grade_in_words(self, *, short: bool = False) -> str:
        """Return the certainty; an own grade reads as such, with its reason unless short."""
        if self.certainty == "fact":
            return ""
        words = _(self.certainty if short else IN_WORDS[self.certainty])
        if self.grade is None or not self.grade.is_ours:
            return words
        if short:
            return _("{grade} (our rating)", grade=words)
        return _("{grade}, our rating: {reason}", grade=words, reason=self.grade.because)

    @cached_property
    def digest(self) -> str:
        """The digest of all of the claim but its line in the file."""
        return digest_of(repr(replace(self, line=0)))

    def row_fault(self, name: str, of: int) -> str:
        """Return why a number cannot be drawn as full dots among `of`, or nothing."""
        number = self.numbers.get(name)
        if number is None:
            return f"no number '{name}'{nearest(name, self.numbers)}"
        if number.of is None:
            return f"number '{name}' is {number}, out of nothing; give it of = {of} in the ledger"
        if number.of != of:
            return f"number '{name}' is {number}, the array has {of} dots; write :of: {number.of}"
        if number.value != number.value.to_integral_value() or not 0 <= number.value <= of:
            return f"number '{name}' is {number}; dots need a whole number from 0 to {of}"
        return ""

    def readings(self, sources: Mapping[str, SourceFacts]) -> set[str]:
        """Return how its sources were read; nothing stands for what a project does not say."""
        if self.read:
            return {self.read}
        return {sources[key].read for key in self.sources if key in sources}


@dataclass(frozen=True)
class Ledger:
    """All claims of a project, comparisons among them, and their faults."""

    claims: Mapping[str, Claim] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    readable: bool = True
    """False when there is no such file, or it is not TOML: then no claim is known."""

    @property
    def sources(self) -> set[str]:
        """Keys of the sources of all claims."""
        return {key for claim in self.claims.values() for key in claim.sources}

    def only(self, ids: Iterable[str]) -> Ledger:
        """Return the ledger with these claims alone."""
        kept = {name: self.claims[name] for name in ids if name in self.claims}
        return Ledger(kept, self.faults, self.readable)

    def faults_of(self, ids: Iterable[str]) -> list[Fault]:
        """Return what is wrong with these claims, or with the file as a whole."""
        wanted = set(ids)
        return [one for one in self.faults if not self.readable or one.about in wanted]

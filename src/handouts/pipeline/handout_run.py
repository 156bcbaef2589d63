"""What a build knows of one handout, as a value to which each stage adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from handouts.audit.facts import HandoutFacts

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.problems import Problem


@dataclass(frozen=True)
class HandoutRun:
    """What one build knows of one handout; no problem is in two of the three tuples."""

    handout: Handout
    key: str
    """Digest of what the handout is made from, without the ledger."""
    claims: tuple[str, ...] = ()
    """Ids of the claims that the handout states; set by composing."""
    claims_key: str = ""
    """Digest of what the ledger says of these claims; set by composing."""
    digest: str = ""
    """Digest of what is printed, and key of the sheets in the cache; set by composing."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """What the cache keeps beside the sheets; set by printing."""
    composed_problems: tuple[Problem, ...] = ()
    """Problems found by composing, which the next build reads from the record."""
    dated_problems: tuple[Problem, ...] = ()
    """Problems that depend on the day: dates of the pages and of the claims."""
    facts: HandoutFacts = field(default_factory=HandoutFacts)
    """What the report says of the handout's words; set by composing."""

    @property
    def docname(self) -> str:
        """Name of the handout's page."""
        return self.handout.docname

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all sheets of the handout, each once."""
        composed = self.composed_problems
        # Where the audit says which part of a page was not read, composing only finds the gap.
        if any(one.code == "unread" for one in self.handout.problems):
            composed = tuple(one for one in composed if one.code != "unread")
        found = (*self.handout.problems, *composed, *self.dated_problems)
        return tuple(dict.fromkeys(found))

    @property
    def refused(self) -> bool:
        """Whether one of these problems refuses the sheets."""
        return refuses(self.problems)

    @property
    def sheets(self) -> Sequence[Mapping[str, Any]]:
        """The cache's note on each sheet; none of a handout that is refused."""
        return () if self.refused else self.note.get("sheets", ())

    @property
    def to_print(self) -> bool:
        """Whether the sheets must be printed: they are not refused, and the cache has none."""
        return not self.note and not self.refused

    def to_row(self) -> dict[str, Any]:
        """Return what the next build needs to skip the handout if it is unchanged."""
        return {
            "key": self.key,
            "claims": list(self.claims),
            "claims_key": self.claims_key,
            "digest": self.digest,
            "problems": [one.to_json() for one in self.composed_problems],
            "facts": self.facts,
        }


def refuses(problems: Iterable[Problem]) -> bool:
    """Return whether one of some problems keeps a sheet from being published."""
    return any(problem.refuses_sheet for problem in problems)

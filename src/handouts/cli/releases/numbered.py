"""The handouts of a build that have an id, and so may be released and approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts.i18n import sphinx_language
from handouts.problems import HandoutsError, nearest
from handouts.releases.register import Register, withdrawn_with

if TYPE_CHECKING:
    from handouts.audit.facts import HandoutFacts
    from handouts.pipeline.report import Report


@dataclass(frozen=True)
class NumberedHandout:
    """A handout that may be released."""

    docname: str
    facts: HandoutFacts
    """What the report says of it."""

    @property
    def id(self) -> str:
        """The handout's id."""
        return self.facts["id"]

    @property
    def language(self) -> str:
        """Language of its words, as the register writes it."""
        return sphinx_language(self.facts["lang"])


def numbered_handouts(report: Report) -> dict[str, NumberedHandout]:
    """Return the handouts of a build that have an id, by it.

    :raises HandoutsError: if none has
    """
    found = [NumberedHandout(page, facts) for page, facts in report.handouts.items()]
    numbered = {one.id: one for one in found if one.facts.get("id")}
    if not numbered:
        message = "no handout has an id: write a line such as 'id: SC1' into its front matter"
        raise HandoutsError(message)
    return numbered


def named(known: Mapping[str, NumberedHandout], name: str) -> NumberedHandout:
    """Return the handout with an id.

    :raises HandoutsError: if there is none; the message names the nearest id
    """
    if name not in known:
        raise HandoutsError(f"no handout has the id '{name}'{nearest(name, known)}")
    return known[name]


def require_not_withdrawn(one: NumberedHandout, register: Register) -> None:
    """Raise HandoutsError for a handout whose words are those of a withdrawn version."""
    words = one.facts.get("words", "")
    if gone := withdrawn_with(register, one.id, one.language, words):
        message = f"{gone.name}, which was withdrawn, has the very same words: correct them first"
        raise HandoutsError(message)

"""The handouts of a project, and what the audit of its sources has found."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from handouts.state import BuildKey

if TYPE_CHECKING:
    from sphinx.config import Config

    from handouts.audit.labels import Labels
    from handouts.problems import Problem


@dataclass
class Handout:
    """A page that is printed, and all that is known of it before it is composed."""

    docname: str
    audience: str
    embedded_pages: tuple[str, ...]
    """Pages that it embeds from, directly or through other blocks, in order of their names."""
    checked: datetime.date | None = None
    check_by: datetime.date | None = None
    id: str = ""
    """Identifies its versions; empty if the page has none."""
    owner: str = ""
    """Who answers for it."""
    draft: bool = False
    """Whether its pages say so, and the site offers none of them."""
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Audit:
    """The handouts and labels of a project, and the problems of its sources."""

    handouts: dict[str, Handout]
    labels: Labels
    problems: list[Problem]
    """Faults of the other pages that concern handouts."""

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The handouts that embed from each page, in order of their names."""
        found: dict[str, list[str]] = {}
        for name, handout in self.handouts.items():
            for page in handout.embedded_pages:
                found.setdefault(page, []).append(name)
        return found


AUDIT = BuildKey[Audit]("audit of the sources")


def audit_of(config: Config) -> Audit:
    """Return what the sources of this build say."""
    return AUDIT.need(config)

"""A passage of a text: its kind, and where its author finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from handouts.problems import Place

Kind = Literal["prose", "heading", "item", "cell", "caption", "reference", "code"]
READ = frozenset({"prose", "item"})
"""Kinds that are measured; headings and tables would skew the figures."""
UNJUDGED = frozenset({"reference", "code"})
"""Kinds whose words the author cannot choose."""


class Passage(NamedTuple):
    """The text of a block, and where its author finds it."""

    kind: Kind
    text: str
    location: Place | None = None


Silenced = Mapping[Place | None, frozenset[str]]
"""Codes that an author allows, by the place of a passage; None: of the whole text."""

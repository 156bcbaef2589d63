"""A passage of a text: its kind, and where its author finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
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

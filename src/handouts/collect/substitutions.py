"""Mark `|today|`, which Sphinx replaces by the day of the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from handouts.collect.reading import READING
from handouts.nodes import build_day, nodes_in

if TYPE_CHECKING:
    from typing import Any


class MarkBuildDay(SphinxTransform):
    """Puts each `|today|` into a node that no sheet prints: its words differ from day to day."""

    default_priority = 205  # Before Sphinx's own substitutions (210), which leave only text.

    def apply(self, **kwargs: Any) -> None:
        """Mark the references, unless the project says what `today` is."""
        if self.config.today or READING.get() != "restricted":
            return
        if "today" not in self.document.substitution_defs:
            for reference in nodes_in(self.document, nodes.substitution_reference):
                if reference["refname"] == "today":
                    mark = build_day("", "", reference.deepcopy())
                    mark.source, mark.line = reference.source, reference.line
                    reference.replace_self(mark)

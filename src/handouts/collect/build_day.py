"""Mark the day of the build, as `|today|` and the directive `date` write it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst.directives import misc
from sphinx.transforms import SphinxTransform

from handouts.collect.reading import READING
from handouts.nodes import build_day, nodes_in


class Date(misc.Date):
    """The directive `date`, which marks what it writes while a page is read for sheets."""

    def run(self) -> list[nodes.Node]:
        """Return the day or time of the build."""
        found = super().run()
        return [build_day("", "", *found)] if READING.get() == "restricted" else list(found)


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

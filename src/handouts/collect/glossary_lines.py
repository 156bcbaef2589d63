"""Give the terms of a glossary in Markdown their lines, which MyST counts from its first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_parser.mocking import MockState
from sphinx.domains.std import Glossary

if TYPE_CHECKING:
    from docutils import nodes


class LocatedGlossary(Glossary):
    """A glossary that knows the line of each of its terms, and says it in each message."""

    def run(self) -> list[nodes.Node]:
        """Return the glossary, after the messages about it."""
        if isinstance(self.state, MockState):
            first = self.lineno + self.content_offset + 1
            items = enumerate(self.content.items, first)
            self.content.items = [(source, line) for line, (source, _) in items]
            # What a term means is parsed at the line of the directive and that of the meaning.
            self.state._lineno = -1
        return super().run()

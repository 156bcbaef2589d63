"""Directives that take something in from elsewhere, without what no sheet may take in."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst.directives import misc
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.util.docutils import SphinxDirective

from handouts.collect.pages import Restriction, register_of
from handouts.collect.reading import READING

FETCHES = "the page fetches something, which no sheet may; put the file into the project"
CHOOSES_PARSER = "the page chooses a parser, which may read more than a page; leave ':parser:' out"


class Restricted(SphinxDirective):
    """A directive that takes nothing in from elsewhere while its page is read with rules."""

    forbidden: ClassVar[dict[str, str]] = {}
    """Options that a page may not use, each with what is said of it."""

    def run(self) -> list[nodes.Node]:
        """Return what the directive gives; a place without words where that is forbidden."""
        for option, message in self.forbidden.items():
            if option in self.options and READING.get() == "restricted":
                page = register_of(self.env)[self.env.current_document.docname]
                page.restricted += (Restriction(self.lineno, message),)
                return [nodes.comment()]
        return list(super().run())


class RestrictedInclude(Restricted, Include):
    """The directive `include`, which chooses no parser: another one has no rules."""

    forbidden: ClassVar[dict[str, str]] = {"parser": CHOOSES_PARSER}


class RestrictedTable(Restricted, CSVTable):  # type: ignore[misc]  # It declares a narrower run.
    """The directive `csv-table`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


class RestrictedRaw(Restricted, misc.Raw):
    """The directive `raw`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


class NotedLiteralInclude(LiteralInclude):
    """The directive `literalinclude`, which notes the file of `:diff:` too; Sphinx does not."""

    def run(self) -> list[nodes.Node]:
        """Return the code."""
        if "diff" in self.options:
            name, _ = self.env.relfn2path(self.options["diff"])
            self.env.note_dependency(name)
        return super().run()

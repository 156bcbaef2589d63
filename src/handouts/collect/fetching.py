"""Directives that take something in from elsewhere, without what no sheet may take in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import DirectiveError
from docutils.parsers.rst.directives import misc
from docutils.utils import DependencyList
from sphinx.directives.code import CodeBlock, LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.util.docutils import SphinxDirective

from handouts.collect.pages import MAX_LENGTH, Page, Restriction, pages_of
from handouts.collect.reading import READING

if TYPE_CHECKING:
    from collections.abc import Iterator

FETCHES = "the page fetches something, which no sheet may; put the file into the project"
CHOOSES_PARSER = "the page chooses a parser, which may read more than a page; leave ':parser:' out"
OF_LINES = ("lines", "emphasize-lines")
"""Options that name lines, each of which Sphinx makes a number in a list."""
TOO_MANY_LINES = re.compile(r"[0-9]{7}")


class Restricted(SphinxDirective):
    """A directive that takes nothing in from elsewhere while its page is read with rules."""

    forbidden: ClassVar[dict[str, str]] = {}
    """Options that a page may not use, each with what is said of it."""

    def run(self) -> list[nodes.Node]:
        """Return what the directive gives; a place without words where that is forbidden."""
        if READING.get() == "restricted":
            page = pages_of(self.env)[self.env.current_document.docname]
            if restriction := next(self.restrictions(page), None):
                page.restricted += (restriction,)
                return [nodes.comment()]
        return list(super().run())

    def restrictions(self, page: Page) -> Iterator[Restriction]:
        """Yield what the page may not take in here."""
        for option, message in self.forbidden.items():
            if option in self.options:
                yield Restriction(self.lineno, message)
        for name in self.files():
            for path in set(self.paths(name)):
                if fault := take_in(page, path):
                    yield Restriction(self.lineno, f"'{name}' {fault}", "limit")
        for option in OF_LINES:
            if TOO_MANY_LINES.search(self.options.get(option) or ""):
                message = f"':{option}:' counts lines in millions; name those that there are"
                yield Restriction(self.lineno, message, "limit")

    def files(self) -> Iterator[str]:
        """Yield each file that the page names, as it names it."""
        yield from (self.options[name] for name in ("file", "diff") if name in self.options)

    def paths(self, name: str) -> Iterator[Path]:
        """Yield what the name of a file can mean, to Sphinx and to docutils."""
        document = self.state.document
        root = document.settings.root_prefix
        yield Path(os.path.realpath(self.env.relfn2path(name)[1]))
        yield Path(os.path.realpath(misc.adapt_path(name, document.current_source or "", root)))


def take_in(page: Page, path: Path) -> str:
    """Count a file to what a page takes in; return why it cannot be, or nothing.

    A device such as `/dev/zero` has no end. What is missing is reported by whoever reads it.
    """
    if path.exists() and not path.is_file():
        return "is no file"
    page.taken_in += path.stat().st_size if path.exists() else 0
    if page.length + page.taken_in > MAX_LENGTH:
        return f"is too much: a page may have {MAX_LENGTH:,} characters with the files it takes in"
    return ""


class FilesTakenIn(DependencyList):
    """The files that a page takes in; MyST adds each before it reads it."""

    def __init__(self, page: Page, before: DependencyList | None) -> None:
        self.page = page
        super().__init__()
        self.list = before.list if before else []

    def add(self, *paths: str) -> None:
        """Add files, but none that cannot be read as text.

        :raises DirectiveError: which MyST reports, so that the sheet is refused.
        """
        for path in paths:
            if fault := take_in(self.page, Path(path)):
                raise DirectiveError(3, f"'{Path(path).name}' {fault}")
        super().add(*paths)


class RestrictedInclude(Restricted, Include):
    """The directive `include`, which chooses no parser: another one has no rules."""

    forbidden: ClassVar[dict[str, str]] = {"parser": CHOOSES_PARSER}

    def files(self) -> Iterator[str]:
        """Yield the file; one in angle brackets is looked for beside those of docutils."""
        name = self.arguments[0]
        in_brackets = name.startswith("<") and name.endswith(">")
        yield str(Path(self.standard_include_path, name[1:-1])) if in_brackets else name


class RestrictedTable(Restricted, CSVTable):  # type: ignore[misc]  # It declares a narrower run.
    """The directive `csv-table`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


class RestrictedRaw(Restricted, misc.Raw):
    """The directive `raw`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


class RestrictedCode(Restricted, CodeBlock):
    """The directive `code-block`, which names no more lines than there can be."""


class RestrictedLiteralInclude(Restricted, LiteralInclude):
    """The directive `literalinclude`, which notes the file of `:diff:` too; Sphinx does not."""

    def files(self) -> Iterator[str]:
        """Yield the file, and the one that it is compared with."""
        yield self.arguments[0]
        yield from super().files()

    def run(self) -> list[nodes.Node]:
        """Return the code."""
        if "diff" in self.options:
            self.env.note_dependency(self.env.relfn2path(self.options["diff"])[0])
        return super().run()

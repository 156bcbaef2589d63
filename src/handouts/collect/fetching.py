"""Directives that read files or addresses, without those that no sheet may take in."""

from __future__ import annotations

import contextlib
import inspect
import os
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives import misc
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.util.docutils import SphinxDirective

from handouts.collect.pages import MAX_LENGTH, Page, Restriction, pages_of
from handouts.collect.reading import READING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.parsers.rst import Directive
    from sphinx.util.typing import OptionSpec

FETCHES = "the page fetches something, which no sheet may; put the file into the project"
CHOOSES_PARSER = "the page chooses a parser, which may read more than a page; leave ':parser:' out"
OF_LINES = ("lines", "emphasize-lines")
"""Options that name lines; Sphinx makes a list of all their numbers."""
OF_PARTS = {"lines", "pyobject", "start-after", "start-at", "end-before", "end-at"}
"""Options that choose a part of a file."""
MOST_READ = 5_000_000
"""Bytes of all files that a page reads, in whole or in part, each as often as it is read."""
TOO_MANY_LINES = re.compile(r"[0-9]{7}")


class Restricted(SphinxDirective):
    """A directive that takes in nothing forbidden while its page is read restricted."""

    forbidden: ClassVar[dict[str, str]] = {}
    """Message for each option that a page may not use."""

    def run(self) -> list[nodes.Node]:
        """Return the directive's nodes; where something is forbidden, an empty comment."""
        if READING.get() == "restricted":
            page = pages_of(self.env)[self.env.current_document.docname]
            if restriction := next(self.restrictions(page), None):
                page.restricted += (restriction,)
                for name in self.files():  # When the file changes, the page is read again.
                    self.env.note_dependency(self.env.relfn2path(name)[0])
                return [nodes.comment()]
        return self.unrestricted()

    def unrestricted(self) -> list[nodes.Node]:
        """Return the directive's nodes where nothing is forbidden."""
        return list(super().run())

    def restrictions(self, page: Page) -> Iterator[Restriction]:
        """Yield what the page may not take in here."""
        for option, message in self.forbidden.items():
            if option in self.options:
                yield Restriction(self.lineno, message)
        for name in self.files():
            for path in set(self.paths(name)):
                if fault := take_in(page, path, whole=self.is_whole()):
                    yield Restriction(self.lineno, f"'{name}' {fault}", "limit")
        for option in OF_LINES:
            if TOO_MANY_LINES.search(self.options.get(option) or ""):
                message = f"':{option}:' counts lines in millions; name those that there are"
                yield Restriction(self.lineno, message, "limit")

    def is_whole(self) -> bool:
        """Return whether all of a file comes into the page."""
        return True

    def files(self) -> Iterator[str]:
        """Yield each file that the page names, as it names it."""
        yield from (self.options[name] for name in ("file", "diff") if name in self.options)

    def paths(self, name: str) -> Iterator[Path]:
        """Yield the paths that a file's name can mean, to Sphinx and to docutils."""
        document = self.state.document
        root = document.settings.root_prefix
        yield Path(os.path.realpath(self.env.relfn2path(name)[1]))
        yield Path(os.path.realpath(misc.adapt_path(name, document.current_source or "", root)))


def take_in(page: Page, path: Path, *, whole: bool = True) -> str:
    """Add a file to what a page takes in; return why the page may not have it, or nothing.

    A device such as `/dev/zero` has no end. The directive itself reports a file that is missing.

    :param whole: whether all of it comes into the page; else only its reading is counted
    """
    if not path.exists():
        return ""
    if not path.is_file():
        return "is no file"
    page.read += path.stat().st_size
    if page.read > MOST_READ:
        return f"is too much: a page may read at most {MOST_READ:,} bytes of files"
    with contextlib.suppress(OSError):
        page.taken_in += len(path.read_text("utf-8", errors="replace")) if whole else 0
    if page.length + page.taken_in > MAX_LENGTH:
        return f"is too much: a page may have {MAX_LENGTH:,} characters with the files it takes in"
    return ""


class RestrictedInclude(Restricted):
    """The directive `include`, which chooses no parser: these rules hold in no other.

    In place of a class that derives from docutils' `Include`, MyST reads the file itself. So this
    one does not derive from it, and runs the directive of MyST or Sphinx.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        **(Include.option_spec or {}),
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }
    """With those that MyST adds."""
    forbidden: ClassVar[dict[str, str]] = {"parser": CHOOSES_PARSER}

    def unrestricted(self) -> list[nodes.Node]:
        """Return the nodes of the file."""
        if isinstance(self.state, MockState):
            content, renderer = list(self.content), self.state._renderer
            return MockIncludeDirective(
                renderer, self.name, Include, self.arguments, self.options, content, self.lineno
            ).run()
        # A directive keeps what it was made with, under the same names.
        given = {name: getattr(self, name) for name in inspect.signature(Include).parameters}
        return list(Include(**given).run())

    def files(self) -> Iterator[str]:
        """Yield the file; one in angle brackets is one of docutils' own."""
        name = self.arguments[0]
        in_brackets = name.startswith("<") and name.endswith(">")
        yield str(Path(Include.standard_include_path, name[1:-1])) if in_brackets else name


class RestrictedTable(Restricted, CSVTable):  # type: ignore[misc]  # It declares a narrower run.
    """The directive `csv-table`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


class RestrictedRaw(Restricted, misc.Raw):
    """The directive `raw`, which fetches nothing."""

    forbidden: ClassVar[dict[str, str]] = {"url": FETCHES}


def restricted_code(directive: type[Directive]) -> type[Directive]:
    """Return a directive for code, Sphinx's or another extension's, with these rules."""
    if issubclass(directive, Restricted):
        return directive
    return type("RestrictedCode", (Restricted, directive), {"__doc__": directive.__doc__})


class RestrictedLiteralInclude(Restricted, LiteralInclude):
    """The directive `literalinclude`, which notes the file of `:diff:` as a dependency too."""

    def files(self) -> Iterator[str]:
        """Yield the file, and the one that it is compared with."""
        return chain([self.arguments[0]], super().files())

    def is_whole(self) -> bool:
        """Return whether no part of the file is chosen."""
        return "diff" in self.options or not OF_PARTS & self.options.keys()

    def unrestricted(self) -> list[nodes.Node]:
        """Return the code."""
        if "diff" in self.options:
            self.env.note_dependency(self.env.relfn2path(self.options["diff"])[0])
        found = super().unrestricted()
        if not self.is_whole():
            page = pages_of(self.env)[self.env.current_document.docname]
            page.taken_in += sum(len(node.astext()) for node in found)
        return found

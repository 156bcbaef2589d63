"""Restrict the directives that read files or addresses."""

from __future__ import annotations

import contextlib
import inspect
import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

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
    from docutils.parsers.rst import Directive
    from docutils.statemachine import StringList
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

FETCHES = "the page fetches something, which no sheet may; put the file into the project"
CHOOSES_PARSER = "the page chooses a parser, which may read more than a page; leave ':parser:' out"
OF_LINES = ("lines", "emphasize-lines")
"""Options that name lines; Sphinx makes a list of all their numbers."""
OF_PARTS = {
    *("lines", "pyobject", "start-at", "end-at"),
    *("start-line", "end-line", "start-after", "end-before"),
}
"""Options that choose a part of a file."""
AS_CODE = {"literal", "code"}
"""Options by which a file is shown as it is."""
INCLUDED = "handouts_included"
"""Key of what a page has included, in what Sphinx knows of the page that it reads."""
MOST_READ = 5_000_000
"""Bytes of all files that a page reads, in whole or in part, each as often as it is read."""
TOO_MANY_LINES = re.compile(r"[0-9]{7}")


class Included(NamedTuple):
    """The text that a page takes in from a file, in the lines in which it stands there."""

    path: str
    text: str
    is_markdown: bool


def included_in(env: BuildEnvironment) -> list[Included]:
    """Return what the page that is being read has included so far; more can be added."""
    found: Any = env.current_document.setdefault(INCLUDED, [])
    return cast("list[Included]", found)


class Restricted(SphinxDirective):
    """A directive that takes in nothing forbidden while its page is read with restrictions."""

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
                if fault := take_in(page, path, self.part):
                    yield Restriction(self.lineno, f"'{name}' {fault}", "limit")
        for option in OF_LINES:
            if TOO_MANY_LINES.search(self.options.get(option) or ""):
                message = f"':{option}:' counts lines in millions; name those that there are"
                yield Restriction(self.lineno, message, "limit")

    def part(self, text: str) -> str:
        """Return the part of a file's text that comes into the page."""
        return text

    def files(self) -> Iterator[str]:
        """Yield each file that the page names, as it names it."""
        yield from (self.options[name] for name in ("file", "diff") if name in self.options)

    def paths(self, name: str) -> Iterator[Path]:
        """Yield the paths that a file's name can mean, to Sphinx and to docutils."""
        document = self.state.document
        root = document.settings.root_prefix
        yield Path(os.path.realpath(self.env.relfn2path(name)[1]))
        yield Path(os.path.realpath(misc.adapt_path(name, document.current_source or "", root)))


def take_in(page: Page, path: Path, part: Callable[[str], str]) -> str:
    """Add a file to what a page takes in; return why the page may not have it, or nothing.

    A device such as `/dev/zero` has no end. The directive itself reports a file that is missing.

    :param part: returns the part of the file's text that comes into the page
    """
    if not path.exists():
        return ""
    if not path.is_file():
        return "is no file"
    page.read += path.stat().st_size
    if page.read > MOST_READ:
        return f"is too much: a page may read at most {MOST_READ:,} bytes of files"
    with contextlib.suppress(OSError):
        page.taken_in += len(part(path.read_text("utf-8", errors="replace")))
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
        self.note_text()
        if isinstance(self.state, MockState):
            content, renderer = list(self.content), self.state._renderer
            return MockIncludeDirective(
                renderer, self.name, Include, self.arguments, self.options, content, self.lineno
            ).run()
        # A directive keeps what it was made with, under the same names.
        given = {name: getattr(self, name) for name in inspect.signature(Include).parameters}
        machine, insert = self.state_machine, self.state_machine.insert_input
        # Docutils counts the lines of a part from 1; empty lines before it set that right.
        empty = [""] * (self.chosen()[0] if OF_PARTS & self.options.keys() else 0)

        def insert_part(input_lines: list[str] | StringList, source: str) -> None:
            insert([*empty, *input_lines], source)

        machine.insert_input = insert_part  # type: ignore[method-assign]
        try:
            return list(Include(**given).run())
        finally:
            del machine.insert_input

    def part(self, text: str) -> str:
        """Return the part of the file's text that the options choose."""
        return _chosen(text, self.options)[1]

    def chosen(self) -> tuple[int, str]:
        """Return how many lines of the file stand before that part, and the part."""
        path = Path(self.env.relfn2path(self.arguments[0])[1])
        with contextlib.suppress(OSError):
            return _chosen(path.read_text("utf-8", errors="replace"), self.options)
        return 0, ""

    def note_text(self) -> None:
        """Keep that part with empty lines before it, to look for words that a parser drops."""
        if not AS_CODE & self.options.keys():
            before, part = self.chosen()
            markdown = isinstance(self.state, MockState)
            path = self.env.relfn2path(self.arguments[0])[1]
            included_in(self.env).append(Included(path, "\n" * before + part, markdown))

    def files(self) -> Iterator[str]:
        """Yield the file; one in angle brackets is one of docutils' own."""
        name = self.arguments[0]
        in_brackets = name.startswith("<") and name.endswith(">")
        yield str(Path(Include.standard_include_path, name[1:-1])) if in_brackets else name


def _chosen(text: str, options: Mapping[str, Any]) -> tuple[int, str]:
    """Return how many lines stand before the part that options of `include` choose, and the part.

    >>> _chosen("a\\nb\\nc\\nd", {"start-line": 1, "end-before": "d"})
    (1, 'b\\nc\\n')
    """
    lines = text.splitlines()
    start, end, _ = slice(options.get("start-line"), options.get("end-line")).indices(len(lines))
    part = "\n".join(lines[start:end])
    if after := options.get("start-after"):
        skipped, _, part = part.partition(after)
        start += f"{skipped}{after}".count("\n")
    if before := options.get("end-before"):
        part = part.partition(before)[0]
    return start, part


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

    def part(self, text: str) -> str:
        """Return all of a file, or nothing where only the code will show which part is chosen."""
        return "" if self.is_part() else text

    def is_part(self) -> bool:
        """Return whether a part of the file is chosen."""
        return "diff" not in self.options and bool(OF_PARTS & self.options.keys())

    def unrestricted(self) -> list[nodes.Node]:
        """Return the code."""
        if "diff" in self.options:
            self.env.note_dependency(self.env.relfn2path(self.options["diff"])[0])
        found = super().unrestricted()
        if self.is_part():
            page = pages_of(self.env)[self.env.current_document.docname]
            page.taken_in += sum(len(node.astext()) for node in found)
        return found

"""What a page takes in from outside the source folder: files, addresses, programs.

Sheets are printed from pages of many hands; a page must not be able to read out the machine that
builds it. Knows Sphinx and MyST; nothing of printing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst.directives import misc
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable

from handouts.collect.front_matter import FrontMatter, read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils import nodes
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

RUNS = {"substitution"}
"""MyST's extensions by which the text of a page can run any program."""
KEPT = ("handout", "audience")
"""What of its front matter a page keeps that is not read, so that its sheet is refused."""


# Programs.


def programs_in(front_matter: FrontMatter, enabled: set[str]) -> list[tuple[int, str]]:
    """Return line and message if a page switches on by itself what only `conf.py` may."""
    names = sorted(_switched_on(front_matter.values) & RUNS - enabled)
    if not names:
        return []
    line = front_matter.lines.get("enable_extensions", 1)
    message = (
        f"the page switches on '{names[0]}', which can run any program, and was not read; "
        "take it out of the front matter, or switch it on in conf.py if you trust all authors"
    )
    return [(line, message)]


def without_programs(front_matter: FrontMatter) -> str:
    """Return of a page only what says that it is a handout."""
    kept = {name: str(value) for name, value in front_matter.values.items() if name in KEPT}
    return f"---\n{json.dumps(kept)}\n---\n\n# This page was not read\n"


def _switched_on(values: Mapping[str, Any]) -> set[str]:
    settings = values.get("myst")
    names = settings.get("enable_extensions") if isinstance(settings, dict) else None
    return {str(names), *map(str, names)} if isinstance(names, Iterable) else set()


class RestrictedMystParser(MystParser):
    """MyST, where no text that is no page of its own, such as a translation, runs programs."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text, without its front matter if that would run programs."""
        enabled = set(document.settings.env.config.myst_enable_extensions)
        front_matter = read_front_matter(inputstring)
        for line, message in programs_in(front_matter, enabled):
            document.reporter.error(message, line=line)
            inputstring = without_programs(front_matter)
        super().parse(inputstring, document)


class RestrictedInclude(Include):
    """The directive `include`, which chooses no parser: another one has no rules."""

    def run(self) -> Sequence[nodes.Node]:
        """Return nothing; what is included is read after this."""
        if "parser" in self.options:
            raise self.error("a page must not choose a parser; leave ':parser:' out")
        return super().run()


# Files.


def files_outside(env: BuildEnvironment, docname: str) -> Iterator[tuple[int, str]]:
    """Yield line and message for each file outside the source folder that a page takes in."""
    root = Path(os.path.realpath(env.srcdir))
    page = Path(env.doc2path(docname))
    if not _is_inside(page, root):
        yield 1, "the page is a link to a file outside the source folder; copy it into the folder"
        return
    settings = os.path.realpath(Path(env._app.confdir) / "docutils.conf")  # Sphinx adds it.
    for name in sorted(map(str, env.dependencies.get(docname, ()))):
        path = root / name
        known = os.path.realpath(path) == settings
        if not known and path.exists() and not _is_inside(path, root):
            line = _line_naming(Path(name).name, page)
            yield line, f"'{name}' lies outside the source folder; copy it into the folder"


def _is_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def _line_naming(name: str, page: Path) -> int:
    text = page.read_text("utf-8", errors="replace")
    return text.count("\n", 0, max(text.find(name), 0)) + 1


# Addresses.


class RestrictedTable(CSVTable):
    """The directive `csv-table`, which fetches nothing."""

    def run(self) -> list[Any]:
        """Return the table."""
        _refuse_address(self)
        return list(super().run())


class RestrictedRaw(misc.Raw):
    """The directive `raw`, which fetches nothing."""

    def run(self) -> list[nodes.Node]:
        """Return the text as it stands."""
        _refuse_address(self)
        return list(super().run())


def _refuse_address(directive: Directive) -> None:
    if "url" in directive.options:
        raise directive.error("a page must not fetch anything; put the file into the project")


def setup(app: Sphinx) -> None:
    """Have no directive fetch anything, and no text run programs."""
    app.add_directive("csv-table", RestrictedTable, override=True)
    app.add_directive("raw", RestrictedRaw, override=True)
    app.add_directive("include", RestrictedInclude, override=True)
    app.connect("config-inited", _restrict_parser)


def _restrict_parser(app: Sphinx, config: Config) -> None:
    # Only now have all extensions added their parsers.
    if app.registry.source_parsers.get("markdown") is MystParser:
        app.add_source_parser(RestrictedMystParser, override=True)

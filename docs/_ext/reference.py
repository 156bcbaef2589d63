"""Reference tables of these pages, made from the code that they are about."""

from __future__ import annotations

import argparse
import functools
import tomllib
from pathlib import Path
from pprint import pformat
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from handouts.__main__ import make_parser
from handouts.codes import CODES
from handouts.collect.pages import FRONT_MATTER
from handouts.config.audiences import DEFAULT_AUDIENCES
from handouts.config.papers import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx

    from handouts.config.audiences import Audience
    from handouts.jobs import TypeSetting


CONSTRUCTS = Path(__file__).parents[2] / "tests" / "constructs.toml"
"""The rows that the tests print, each as a sheet of its own."""
REPORTED = "*The sheet is published all the same.*"


class Reference(SphinxDirective):
    """What the directives below have in common."""

    def entry(self, name: str, *definition: nodes.Node) -> nodes.definition_list_item:
        """Return a name, which is its own label, and what it means."""
        term = nodes.term("", "", nodes.literal(name, name))
        term["ids"], term["names"] = [nodes.make_id(name)], [name]
        self.state.document.note_explicit_target(term)
        return nodes.definition_list_item("", term, nodes.definition("", *definition))

    def paragraph(self, text: str) -> nodes.paragraph:
        """Return a line of Markdown as a paragraph."""
        inline, messages = self.parse_inline(text)
        return nodes.paragraph(text, "", *inline, *messages)


class Codes(Reference):
    """List every code that a message can carry."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        entries = [
            self.entry(
                f"handouts.{name}",
                self.paragraph(f"{CODES[name].meaning} {'' if CODES[name].refuses else REPORTED}"),
                self.paragraph(f"**What to do.** {CODES[name].remedy}"),
            )
            for name in sorted(CODES)
        ]
        return [nodes.definition_list("", *entries)]


class Commands(Reference):
    """Show what each command of `python -m handouts` says of itself."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        help_texts = dict(self.help_texts())
        entries = [
            self.entry(
                f"python -m handouts {name}", nodes.literal_block(text, text, language="text")
            )
            for name, text in help_texts.items()
        ]
        return [nodes.definition_list("", *entries)]

    def help_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each command and its help, the same on every terminal."""
        (commands,) = (one for one in make_parser()._actions if one.choices)
        for name, parser in commands.choices.items():
            parser.formatter_class = functools.partial(argparse.HelpFormatter, width=80)
            parser.color = False  # Of Python 3.14.
            yield name, parser.format_help()


class Directives(Reference):
    """List every directive of the package, with its options."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        entries = [
            self.entry(name, self.paragraph(first_line(kind)), *self.option_list(kind))
            for name, kind in sorted(own_directives().items())
        ]
        return [nodes.definition_list("", *entries)]

    def option_list(self, kind: type[Directive]) -> list[nodes.Node]:
        """Return the options of a directive as a list, or nothing."""
        words: dict[str, str] = kind.options_in_words  # type: ignore[attr-defined]
        items = [
            nodes.list_item("", self.paragraph(f"`:{name}:` {words[name]}"))
            for name in kind.option_spec or ()
        ]
        return [nodes.bullet_list("", *items)] if items else []


class FrontMatter(Reference):
    """List what the head of a page may say."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        entries = [self.entry(name, self.paragraph(text)) for name, text in FRONT_MATTER.items()]
        return [nodes.definition_list("", *entries)]


def own_directives() -> dict[str, type[Directive]]:
    """Return the directives that this package adds, by name."""
    return {
        name: kind
        for name, kind in directives._directives.items()
        if hasattr(kind, "options_in_words")
    }


def first_line(kind: type[Directive]) -> str:
    """Return what a directive does, as its code says it."""
    return (kind.__doc__ or "").partition("\n")[0]


class Settings(Reference):
    """List every value that `conf.py` may set."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        # All that is registered, not one module's list: each part declares its own.
        found = self.config.values
        names = sorted(name for name in found if name.startswith("handouts_"))
        entries = [
            self.entry(
                name, self.paragraph(found[name].description), *self.default(found[name].default)
            )
            for name in names
        ]
        return [nodes.definition_list("", *entries)]

    def default(self, value: Any) -> list[nodes.Node]:
        """Return a default: in its line if it is short, else as a block."""
        code = pformat(value, width=80, sort_dicts=False)
        if "\n" not in code:
            return [nodes.paragraph("", "Default: ", nodes.literal(code, code))]
        block = nodes.literal_block(code, code, language="python")
        return [nodes.paragraph("", "Default:"), block]


class Audiences(Reference):
    """Show how the sheets of the built-in audiences are set."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        return [
            part
            for audience in DEFAULT_AUDIENCES.values()
            for part in (*self.ordinary(audience), *self.large_print(audience))
        ]

    def ordinary(self, audience: Audience) -> list[nodes.Node]:
        """Return the settings of ordinary editions."""
        columns = "one column" if audience.columns == 1 else f"{audience.columns} columns"
        words = f"`{audience.name}`, ordinary editions: one page, {columns}."
        return [self.paragraph(words), settings_table(audience.settings)]

    def large_print(self, audience: Audience) -> list[nodes.Node]:
        """Return the settings of large-print editions."""
        pages = audience.large_print_pages
        words = f"`{audience.name}`, large print: at most {pages} pages, one column."
        return [self.paragraph(words), settings_table(audience.large_print_settings)]


class Papers(Reference):
    """List the papers that an edition may name."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        rows = [(name, f"{width:g}", f"{height:g}") for name, (width, height) in PAPERS.items()]
        return [table(("Paper", "Width in mm", "Height in mm"), rows)]


class Constructs(Reference):
    """List every construct that a page may hold, and what becomes of it on a sheet."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes that take the directive's place."""
        self.env.note_dependency(CONSTRUCTS)
        rows = tomllib.loads(CONSTRUCTS.read_text("utf-8"))["construct"]
        families: dict[str, list[tuple[nodes.Node, ...]]] = {}
        for row in rows:
            cells = (self.paragraph(row["name"]), self.paragraph(_fate(row)))
            families.setdefault(row["family"], []).append(cells)
        return [
            part
            for family, body in families.items()
            for part in (
                self.paragraph(f"**{family}**"),
                table(("Construct", "On a sheet"), body),
            )
        ]


def _fate(row: dict[str, str]) -> str:
    if "refused" in row:
        code = row["refused"]
        return f"*Refused* with [`handouts.{code}`](#handouts.{code}): {row['instead']}."
    return f"{row['printed'][0].upper()}{row['printed'][1:]}."


def settings_table(settings: Iterable[TypeSetting]) -> nodes.table:
    """Return settings in their order of preference."""
    rows = [(f"{one.size:g} pt", f"{one.leading:g}", f"{one.space:g}") for one in settings]
    return table(("Size", "Leading", "Spacing"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str | nodes.Node]]) -> nodes.table:
    """Return a plain table."""
    columns = [nodes.colspec(colwidth=1) for _ in head]
    body = nodes.tbody("", *(_row(row) for row in rows))
    group = nodes.tgroup("", *columns, nodes.thead("", _row(head)), body, cols=len(head))
    return nodes.table("", group, align="left")


def _row(cells: Iterable[str | nodes.Node]) -> nodes.row:
    filled = [nodes.paragraph("", cell) if isinstance(cell, str) else cell for cell in cells]
    return nodes.row("", *(nodes.entry("", cell) for cell in filled))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("handouts-codes", Codes)
    app.add_directive("handouts-commands", Commands)
    app.add_directive("handouts-settings", Settings)
    app.add_directive("handouts-audiences", Audiences)
    app.add_directive("handouts-papers", Papers)
    app.add_directive("handouts-constructs", Constructs)
    app.add_directive("handouts-directives", Directives)
    app.add_directive("handouts-front-matter", FrontMatter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

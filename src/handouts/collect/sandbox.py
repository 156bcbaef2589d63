"""What a page takes in from outside the project: files, addresses, programs.

Sheets are printed from pages of many hands; a page must not be able to read out the machine that
builds it. So each page is first read without what it may not take in, and what that was is noted.
When it is known which pages handouts take from, the others are read again as if this package were
not there: the rules are for handouts, and for nothing else.
"""

from __future__ import annotations

import configparser
import json
import os
import string
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst.directives import misc
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.errors import ConfigError, SphinxError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.i18n import docname_to_domain

from handouts.collect.front_matter import FrontMatter, read_front_matter
from handouts.collect.pages import MAX_LENGTH, Page, Reading, Restriction, register_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

READING: ContextVar[Reading] = ContextVar("handouts_reading", default="restricted")
RUNS = {"substitution"}
"""MyST's extensions by which the text of a page can run any program."""
FETCHES = "the page fetches something, which no sheet may; put the file into the project"
CHOOSES_PARSER = "the page chooses a parser, which may read more than a page; leave ':parser:' out"
SETTINGS = "docutils.conf"
VARIABLE = "HANDOUTS_RESTRICTED"
RESTRICTED = ("", "links", "all")
"""What `handouts_restricted` may say, the strictest last."""
LONGEST_NAME = 250
"""Longer texts in settings name no file."""
SCHEME = {*string.ascii_lowercase, *string.digits, *"+-."}
"""What the name of a kind of address is made of."""
SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", "ftp", "doi"}
WITHHELD = "This page takes in what lies outside the project, so it is not shown."


# Programs.


def programs_in(front_matter: FrontMatter, enabled: set[str]) -> list[Restriction]:
    """Return a restriction if a page switches on by itself what only `conf.py` may."""
    names = sorted(_switched_on(front_matter.values) & RUNS - enabled)
    if not names:
        return []
    line = front_matter.lines.get("enable_extensions", 1)
    message = (
        f"the page switches on '{names[0]}', which can run any program; "
        "take it out of the front matter, or switch it on in conf.py if you trust all authors"
    )
    return [Restriction(line, message)]


KEPT = ("handout", "audience")
"""What of its front matter a page keeps that is not read, so that its sheet is refused."""


def restrict(
    app: Sphinx, page: Page, text: str, front_matter: FrontMatter
) -> tuple[list[Restriction], str]:
    """Return what a page is read without, and the text that is left to read."""
    if READING.get() != "restricted":
        return [], text
    if page.length > MAX_LENGTH and (
        "handout" in front_matter.values or app.config.handouts_restricted == "all"
    ):
        kept = {name: str(value) for name, value in front_matter.values.items() if name in KEPT}
        return [too_long(page)], f"---\n{json.dumps(kept)}\n---\n\n# This page was not read\n"
    if front_matter.fault:
        blank = "\n" * (front_matter.last + 1)
        rest = text.split("\n")[front_matter.last + 1 :]
        return [Restriction(1, front_matter.fault, "front-matter")], blank + "\n".join(rest)
    if programs := programs_in(front_matter, set(app.config.myst_enable_extensions)):
        return programs, without_programs(text, front_matter)
    return [], text


def too_long(page: Page) -> Restriction:
    """Return what is said of a page that is longer than any that a sheet is made from."""
    message = (
        f"the page has {page.length:,} characters; a handout takes from pages of at most "
        f"{MAX_LENGTH:,}; make several pages of it"
    )
    return Restriction(1, message, "limit")


def without_programs(text: str, front_matter: FrontMatter) -> str:
    """Return a page as if it did not switch on what runs programs; no line moves."""
    values = dict(front_matter.values)
    settings = dict(values.pop("myst"))
    settings["enable_extensions"] = sorted(_switched_on(front_matter.values) - RUNS)
    # JSON is YAML in one line; a day or a number as a key has no form in it, and no use here.
    kept = json.dumps({**values, "myst": settings}, default=str, skipkeys=True, ensure_ascii=False)
    lines = text.split("\n")
    blank = [""] * (front_matter.last - front_matter.first - 1)
    head = ["---", kept, *blank, "---"]
    return "\n".join([*head, *lines[front_matter.last + 1 :]])


def _switched_on(values: Mapping[str, Any]) -> set[str]:
    settings = values.get("myst")
    names = settings.get("enable_extensions") if isinstance(settings, dict) else None
    if isinstance(names, str):
        return {names}
    return set(map(str, names)) if isinstance(names, Iterable) else set()


class RestrictedMystParser(MystParser):
    """MyST, where no text that is no page of its own, such as a translation, runs programs."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text, without its front matter if that would run programs."""
        env = document.settings.env
        front_matter = read_front_matter(inputstring)
        programs = programs_in(front_matter, set(env.config.myst_enable_extensions))
        if programs and READING.get() == "restricted":
            register_of(env)[env.current_document.docname].restricted += programs
            inputstring = without_programs(inputstring, front_matter)
        super().parse(inputstring, document)


# Links.


def is_safe(address: str) -> bool:
    """Tell whether an address leads to a page, a mail address or a telephone, and runs nothing.

    >>> is_safe("https://example.org"), is_safe("knees.md#a"), is_safe("java\\tscript:alert(1)")
    (True, True, False)
    """
    # Browsers skip what is no character before and inside the name.
    plain = "".join(filter(str.isprintable, address)).strip().lower()
    scheme, colon, _ = plain.partition(":")
    return not colon or not set(scheme) <= SCHEME or scheme in SCHEMES


# Directives.


class Restricted(SphinxDirective):
    """A directive that takes nothing in from elsewhere while its page is read with rules."""

    forbidden: ClassVar[dict[str, str]] = {}
    """Options that a page may not use, each with what is said of it."""

    def run(self) -> list[nodes.Node]:
        """Return what the directive gives; a place without words where that is forbidden."""
        for option, message in self.forbidden.items():
            if option in self.options and READING.get() == "restricted":
                page = register_of(self.env)[self.env.current_document.docname]
                page.restricted.append(Restriction(self.lineno, message))
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


# Files.


def files_outside(app: Sphinx, docname: str) -> Iterator[tuple[int, str]]:
    """Yield line and message for each file outside the project that a page takes in."""
    root = Path(os.path.realpath(app.srcdir))
    page = Path(app.env.doc2path(docname))
    if not _is_inside(page, root):
        yield 1, "the page is a link to a file outside the source folder; copy it into the folder"
        return
    settings = Path(app.confdir, SETTINGS)  # Sphinx adds it to what each page depends on.
    for name in sorted(map(str, app.env.dependencies.get(docname, ()))):
        path = Path(os.path.normpath(root / name))
        if not path.exists() or _is_inside(path, root):
            continue
        if path != settings or _leaves(path, Path(app.confdir)):
            line = _line_naming(Path(name).name, page)
            yield line, f"'{name}' lies outside the source folder; copy it into the folder"
    for path in catalogues(app, docname):
        if _leaves(path, Path(app.srcdir)) or _leaves(path, path.parent):
            yield (
                1,
                f"the catalogue '{path.name}' leads outside; put a copy in its place",
            )


def catalogues(app: Sphinx, docname: str) -> Iterator[Path]:
    """Yield the catalogues from which a page is translated."""
    domain = docname_to_domain(docname, app.config.gettext_compact)
    for folder in app.config.locale_dirs:
        for ending in ("po", "mo"):
            path = Path(app.srcdir, folder, app.config.language, "LC_MESSAGES", domain)
            yield Path(os.path.normpath(path.with_name(f"{path.name}.{ending}")))


def links_outside(folder: Path) -> Iterator[Path]:
    """Yield each link in a folder that leads out of it."""
    root = Path(os.path.realpath(folder))
    for parent, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(parent, name)
            if path.is_symlink() and not _is_inside(path, root):
                yield path


class OutsideError(SphinxError):
    """Links by which a build would read files from outside the project."""

    category = "Links that lead out of the project"


def on_builder_inited(app: Sphinx) -> None:
    """Stop at settings that name a link out of the project, and in restricted builds at any link.

    :raises OutsideError: with a line for each such link.
    """
    if app.config.handouts_restricted not in RESTRICTED:
        given = app.config.handouts_restricted
        message = (
            f"handouts_restricted: expected one of {', '.join(RESTRICTED[1:])}, found {given!r}"
        )
        raise ConfigError(message)
    confdir = Path(app.confdir)
    named = {confdir / SETTINGS, *_named_in_settings(app.config, confdir)}
    links = {path for path in named if _leaves(path, confdir)}
    if app.config.handouts_restricted:
        links |= {*links_outside(confdir), *links_outside(Path(app.srcdir))}
    if links:
        message = "is a link to what lies outside the project; copy that into the project"
        raise OutsideError("".join(f"\n  {path}: {message}" for path in sorted(links)))
    _look_at_settings(confdir / SETTINGS)


def _look_at_settings(path: Path) -> None:
    """Stop at settings of docutils that cannot be read: Sphinx would end with a traceback."""
    try:
        configparser.RawConfigParser().read(path, "utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        raise ConfigError(f"{path.name} cannot be read as settings of docutils: {reason}") from None


def _leaves(path: Path, folder: Path) -> bool:
    """Tell whether a file that seems to lie in a folder lies elsewhere."""
    return path.is_relative_to(folder) and not _is_inside(path, Path(os.path.realpath(folder)))


def _named_in_settings(config: Config, confdir: Path) -> Iterator[Path]:
    """Yield the files that settings of this package name."""
    todo = [option.value for option in config if option.name.startswith("handouts_")]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, list | tuple):
            todo += value
        elif isinstance(value, str | Path) and 0 < len(str(value)) < LONGEST_NAME:
            yield Path(os.path.normpath(confdir / value))


def _is_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def _line_naming(name: str, page: Path) -> int:
    text = page.read_text("utf-8", errors="replace")
    return text.count("\n", 0, max(text.find(name), 0)) + 1


# Reading again.


def read_again(app: Sphinx, docname: str, reading: Reading) -> None:
    """Read a page in another way; what was noted of it is kept, so that it is not forgotten."""
    env = app.env
    before = register_of(env)[docname]
    dependencies = set(env.dependencies.get(docname, ()))
    token = READING.set(reading)
    try:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        app.builder.read_doc(docname)
    finally:
        READING.reset(token)
    after = before if reading == "withheld" else register_of(env).get(docname, Page())
    register_of(env)[docname] = replace(after, reading=reading, restricted=before.restricted)
    env.dependencies[docname] |= dependencies


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put a notice in the place of a page that is withheld."""
    if READING.get() == "withheld":
        heading = "This page is not shown"
        content[0] = f"{heading}\n{'=' * len(heading)}\n\n{WITHHELD}\n"


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Keep the source of a page that is withheld from being copied to the site."""
    page = register_of(app.env).get(pagename)
    if page is not None and page.reading == "withheld":
        context["sourcename"] = ""


def setup(app: Sphinx) -> None:
    """Replace the directives that fetch, and the parser that runs programs."""
    for name, directive in {
        "csv-table": RestrictedTable,
        "raw": RestrictedRaw,
        "include": RestrictedInclude,
        "literalinclude": NotedLiteralInclude,
    }.items():
        app.add_directive(name, directive, override=True)
    app.connect("config-inited", on_config_inited)
    app.connect("builder-inited", on_builder_inited)
    app.connect("source-read", on_source_read, priority=300)
    app.connect("html-page-context", on_html_page_context)


def _strictest(asked: str, configured: str) -> str:
    """Return the stricter of two restrictions, or one that is unknown, to be reported."""
    unknown = {asked, configured} - set(RESTRICTED)
    return unknown.pop() if unknown else max(asked, configured, key=RESTRICTED.index)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Take the restriction that the environment asks for, and restrict the parser."""
    config.handouts_restricted = _strictest(
        os.environ.get(VARIABLE, ""), config.handouts_restricted
    )
    # Only now have all extensions added their parsers.
    if app.registry.source_parsers.get("markdown") is MystParser:
        app.add_source_parser(RestrictedMystParser, override=True)

"""What lets the text of a page run programs, which only `conf.py` may switch on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from myst_parser.parsers.sphinx_ import MystParser

from handouts.collect.front_matter import FrontMatter, read_front_matter
from handouts.collect.pages import MAX_LENGTH, Page, Restriction, register_of
from handouts.collect.reading import READING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx


RUNS = {"substitution"}
"""MyST's extensions by which the text of a page can run any program."""
KEPT = ("handout", "audience")
"""What of its front matter a page keeps that is not read, so that its sheet is refused."""


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


def restricted(parser: type[MystParser]) -> type[MystParser]:
    """Return MyST's parser, or one derived from it such as that of myst-nb, with the rules.

    No text that is no page of its own, such as a translation, runs programs.
    """
    return type(f"Restricted{parser.__name__}", (_WithRules, parser), {"__doc__": parser.__doc__})


class _WithRules(MystParser):
    """What goes before another parser."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text, without its front matter if that would run programs."""
        env = document.settings.env
        front_matter = read_front_matter(inputstring)
        programs = programs_in(front_matter, set(env.config.myst_enable_extensions))
        if programs and READING.get() == "restricted":
            register_of(env)[env.current_document.docname].restricted += tuple(programs)
            inputstring = without_programs(inputstring, front_matter)
        super().parse(inputstring, document)

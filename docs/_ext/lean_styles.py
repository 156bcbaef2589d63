"""One style sheet instead of the theme's and sphinx-design's: only their rules that a page uses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

WHOLE = ("styles/furo.css", "sphinx-design.min.css")
"""What the template leaves out, in favour of …"""
LEAN = "lean.css"
SITES = {"html", "dirhtml", "singlehtml"}
CLASSES = re.compile(r'\bclass="([^"]*)"')
WORD = re.compile(r"[\w-]+")


def names_used(folder: Path) -> set[str]:
    """Return the classes of all pages, and every word of the scripts: one may be a class."""
    pages = (path.read_text("utf-8") for path in folder.rglob("*.html"))
    scripts = (path.read_text("utf-8") for path in (folder / "_static").rglob("*.js"))
    found = {name for page in pages for value in CLASSES.findall(page) for name in value.split()}
    return found.union(*map(WORD.findall, scripts))


def lean(rules: Iterable[Any], names: set[str]) -> Iterator[str]:
    """Yield the rules that can apply where only these classes are used."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            kept = "".join(lean(inner, names))
            if kept:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type != "qualified-rule" or any(
            needed <= names for needed in _needed(rule.prelude)
        ):
            yield rule.serialize()


def _needed(prelude: Iterable[Any]) -> Iterator[set[str]]:
    """Yield the classes that each selector needs; those in brackets only narrow it down."""
    needed: set[str] = set()
    after_dot = False
    for part in prelude:
        if part == ",":
            yield needed
            needed = set()
        elif after_dot and part.type == "ident":
            needed.add(part.value)
        after_dot = part == "."
    yield needed


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the style sheet, when all pages are there to be looked at."""
    if exception is not None or app.builder.name not in SITES:
        return
    static = Path(app.outdir) / "_static"
    names = names_used(Path(app.outdir))
    sheets = (
        tinycss2.parse_stylesheet(
            (static / name).read_text("utf-8"), skip_comments=True, skip_whitespace=True
        )
        for name in WHOLE
        if (static / name).is_file()
    )
    text = "\n".join(rule for sheet in sheets for rule in lean(sheet, names))
    (static / LEAN).write_text(f"{text}\n", "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to the end of the build."""
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

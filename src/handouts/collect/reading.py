"""Read a page restricted, free or withheld.

When it is known which pages handouts take from, the others are read again as if this package were
not there.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handouts.collect.pages import Page, Reading, pages_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

READING: ContextVar[Reading] = ContextVar("handouts_reading", default="restricted")
WITHHELD = "This page takes in what lies outside the project, so it is not shown."


def read_again(app: Sphinx, docname: str, reading: Reading) -> None:
    """Read a page in another way; keep its restrictions and dependencies."""
    env = app.env
    before = pages_of(env)[docname]
    dependencies = set(env.dependencies.get(docname, ()))
    token = READING.set(reading)
    try:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        app.builder.read_doc(docname)
    finally:
        READING.reset(token)
    after = before if reading == "withheld" else pages_of(env).get(docname, Page())
    pages_of(env)[docname] = replace(after, reading=reading, restricted=before.restricted)
    env.dependencies[docname] |= dependencies


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the text of a page that is withheld by a notice."""
    if READING.get() == "withheld":
        heading = "This page is not shown"
        content[0] = f"{heading}\n{'=' * len(heading)}\n\n{WITHHELD}\n"


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Copy no source of a withheld page to the site."""
    page = pages_of(app.env).get(pagename)
    if page is not None and page.reading == "withheld":
        context["sourcename"] = ""

"""What the template says of a page's dates, from the page's own front matter."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from handouts import dates
from handouts.config.read import settings_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Hand the template the day a page was checked in words, and what the publisher notes."""
    checked = app.env.metadata.get(pagename, {}).get("checked")
    publisher = settings_of(app.config).publisher
    context["publisher"] = publisher.name
    context["notice"] = publisher.notice
    if checked:
        with contextlib.suppress(dates.DateError):  # The package tells it, with its line.
            date = dates.parse("checked", str(checked))
            context["checked"] = dates.in_words(date, app.config.language)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to the writing of each page."""
    app.connect("html-page-context", on_html_page_context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The banner of a page whose facts should have been checked again."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from handouts import dates
from handouts.i18n import _

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put a hidden banner on each page with a last day of use; a script shows it after that day."""
    last_day = dates.of_page(app.env.metadata.get(pagename, {})).check_by
    if last_day is None or "body" not in context:
        return
    words = _(
        "Do not use this page: its facts were to be checked again by {date}.",
        date=dates.in_words(last_day, str(app.config.language)),
    )
    banner = f'<p class="handouts-overdue" role="alert" data-check-by="{last_day}" hidden>'
    context["body"] = f"{banner}{escape(words)}</p>\n{context['body']}"

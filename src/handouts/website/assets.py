"""What the HTML builders add to pages: style, and the banner of a page that is out of date."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from handouts import dates
from handouts.files import THEME
from handouts.i18n import _

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

WEB = THEME / "web"
STYLES = ("handouts.css", "handouts-claims.css")
PRINT_STYLE = "handouts-print.css"
SCRIPT = "handouts.js"


def on_builder_inited(app: Sphinx) -> None:
    """Have the site carry our style sheets and our script."""
    if app.builder.format == "html" and app.builder.name != "handouts":
        app.config.html_static_path.append(str(WEB))
        for name in STYLES:
            app.add_css_file(name)
        app.add_css_file(PRINT_STYLE, media="print")
        app.add_js_file(SCRIPT, loading_method="defer")


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put a hidden banner on each page that has a date after which it must not be used.

    A script shows it when the day has come; without scripts the date at the page's foot tells.
    """
    text = app.env.metadata.get(pagename, {}).get("check-by")
    if not text or "body" not in context:
        return
    try:
        date = dates.parse("check-by", str(text))
    except dates.DateError:
        return  # It has been told at the line where it stands.
    words = _(
        "Do not use this page: its facts were to be checked again by {date}.",
        date=dates.in_words(date, str(app.config.language)),
    )
    banner = f'<p class="handouts-overdue" role="alert" data-check-by="{date}" hidden>'
    context["body"] = f"{banner}{escape(words)}</p>\n{context['body']}"

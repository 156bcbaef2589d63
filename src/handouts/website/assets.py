"""Style sheets and the script that every page of HTML loads, in any theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.files import THEME

if TYPE_CHECKING:
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

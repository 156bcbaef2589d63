"""Style sheets and the script that every page of HTML loads, in any theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.audit.handouts import audit_of
from handouts.config.brand_style import site_style
from handouts.config.read import settings_of
from handouts.files import THEME, write_atomically
from handouts.website.frame import is_used

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WEB = THEME / "web"
STYLES = ("handouts.css", "handouts-claims.css")
PRINT_STYLE = "handouts-print.css"
SCRIPT = "handouts.js"
BRAND_STYLE = "handouts-brand.css"
OURS = ('class="handouts-gallery', 'class="handouts-status')
"""How the gallery and a status page begin, in HTML."""


def on_builder_inited(app: Sphinx) -> None:
    """Add our style sheets and our script to the site."""
    if app.builder.format == "html" and app.builder.name != "handouts":
        app.config.html_static_path.append(str(WEB))
        for name in STYLES:
            app.add_css_file(name)
        app.add_js_file(SCRIPT, loading_method="defer")
        if is_used(app) and app.config.handouts_brand:
            app.config.html_static_path.append(str(brand_folder(app)))
            app.add_css_file(BRAND_STYLE)


def brand_folder(app: Sphinx) -> Path:
    """Return a folder with the style, the logo and the fonts of the brand."""
    brand = settings_of(app.config).brand
    folder = Path(app.doctreedir) / "handouts-brand"
    write_atomically(folder / BRAND_STYLE, site_style(brand).encode())
    if brand.logo_path is not None:
        write_atomically(folder / brand.logo_name, brand.logo_path.read_bytes())
    for font in brand.fonts:
        write_atomically(folder / font.path.name, font.path.read_bytes())
    return folder


def on_html_page_context(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], *__: Any
) -> None:
    """Add the style for print to handouts, gallery and status pages, and to all of our theme.

    The other pages of a host print in its own style.
    """
    body = str(context.get("body", ""))
    ours = pagename in audit_of(app.config).handouts or any(one in body for one in OURS)
    if ours or is_used(app):
        app.add_css_file(PRINT_STYLE, media="print")

"""Style sheets and scripts of each page of HTML, without what the theme's policy forbids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from handouts.audit.handouts import audit_of
from handouts.config.brand import site_style
from handouts.config.settings import settings_of
from handouts.files import THEME, write_atomically
from handouts.website.frame import Context, is_used

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

WEB = THEME / "web"
STYLES = ("handouts.css", "handouts-claims.css")
PRINT_STYLE = "handouts-print.css"
SCRIPT = "handouts.js"
BRAND_STYLE = "handouts-brand.css"
LAY_WORDS_CODE = THEME / "lay-words.js"
LAY_WORDS = "handouts-lay-words.js"
PRINTED = ('class="handouts-gallery', 'class="handouts-status')
"""How the gallery and a status page begin, in HTML."""
OURS = re.compile(
    r'class="(?:[^"]* )?(?:(?:handouts|ho)-'
    r'|(?:call|checklist|crosses|icon-array|source-ref|sources|write-in)[ "])'
)
"""A class in HTML that our style sheets give a form, or that our script looks for."""


def on_builder_inited(app: Sphinx) -> None:
    """Add our style sheets and our script to the site, and in our theme to each page."""
    if app.builder.format == "html" and app.builder.name != "handouts":
        app.config.html_static_path.append(str(WEB))
        if is_used(app.builder):
            _link(app)
        if is_used(app.builder) and app.config.handouts_brand:
            app.config.html_static_path.append(str(brand_folder(app)))
            app.add_css_file(BRAND_STYLE)


def _link(app: Sphinx) -> None:
    # The application would keep them all, once for each page.
    builder: Any = app.builder
    for name in STYLES:
        builder.add_css_file(name, priority=500)
    builder.add_js_file(SCRIPT, priority=500, defer="defer")


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
    app: Sphinx, pagename: str, templatename: str, context: Context, doctree: object
) -> None:
    """Link our style sheets and our script to a page of another theme that has something of ours.

    The style for print is for handouts, gallery and status pages, and for all of our theme; the
    other pages of a host print in its own style.
    """
    body = str(context.get("body", ""))
    if OURS.search(body) and not is_used(app.builder):
        _link(app)
    printed = pagename in audit_of(app.config).handouts or any(one in body for one in PRINTED)
    if printed or is_used(app.builder):
        builder: Any = app.builder
        builder.add_css_file(PRINT_STYLE, priority=500, media="print")


def add_lay_words(app: Sphinx, pagename: str, *others: object) -> None:
    """Add the words of readers to the search page."""
    words = settings_of(app.config).lay_words
    if pagename == "search" and words:
        table = json.dumps(dict(words), sort_keys=True, ensure_ascii=False)
        script = f"const layWords = {table};\n{LAY_WORDS_CODE.read_text('utf-8')}"
        write_atomically(Path(app.outdir) / "_static" / LAY_WORDS, script.encode())
        builder: Any = app.builder
        builder.add_js_file(LAY_WORDS, priority=500)


def leave_out_forbidden(
    app: Sphinx, pagename: str, templatename: str, context: Context, doctree: object
) -> None:
    """Remove the scripts and style sheets that a browser would not load; report each once."""
    if not is_used(app.builder):
        return
    # In place, because Sphinx holds the same lists; builders such as `json` have none.
    for files in (context.get("script_files", ()), context.get("css_files", ())):
        for file in list(files):
            if reason := _why_forbidden(file):
                files.remove(file)
                logger.warning("%s", reason, type="handouts", subtype="theme", once=True)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Forget the style sheets and scripts of the page that was written last.

    Sphinx would take them for those of all pages of the next build of this process.
    """
    for kind in ("_css_files", "_js_files"):
        if files := getattr(app.builder, kind, None):
            files[:] = getattr(app.builder, f"_orig{kind}", files)


def _why_forbidden(file: Any) -> str:
    """Return why a script or a style sheet is left out; nothing if a browser may load it."""
    name = str(file.filename or "")
    script = file.attributes.get("body")
    if "://" in name or name.startswith("//"):
        return (
            f"the theme 'handouts' loads nothing from other sites, so {name} is left out; "
            "put a copy into a folder of html_static_path"
        )
    if script and "json" not in file.attributes.get("type", ""):
        return (
            "the theme 'handouts' runs no script that stands in a page itself, so "
            f"{str(script).split(chr(10))[0][:60]!r} is left out; put it into a file, and name "
            "that in html_js_files"
        )
    return ""

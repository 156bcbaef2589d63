"""Leave out of the pages what the theme's content security policy forbids, with a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from handouts.website.frame import is_used

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], *_: Any
) -> None:
    """Remove the scripts and style sheets that a browser would not load; report each once."""
    if not is_used(app):
        return
    # In place, because Sphinx holds the same lists; builders such as `json` have none.
    for files in (context.get("script_files", ()), context.get("css_files", ())):
        for file in list(files):
            if reason := _why_forbidden(file):
                files.remove(file)
                logger.warning("%s", reason, type="handouts", subtype="theme", once=True)


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

"""Prepare the search of Sphinx: leave out what other pages have, and add readers' own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.config.read import settings_of
from handouts.files import THEME, write_atomically

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

CODE = THEME / "lay-words.js"
SCRIPT = "handouts-lay-words.js"
NOT_SEARCHED = "no-search"
"""Sphinx's own class for what is kept out of the index."""


def leave_out(node: nodes.Element) -> None:
    """Keep a part of a page out of the index, because another page has its words."""
    if NOT_SEARCHED not in node["classes"]:
        node["classes"].append(NOT_SEARCHED)


def on_html_page_context(app: Sphinx, pagename: str, *_: object) -> None:
    """Add the words of readers to the search page."""
    words = settings_of(app.config).lay_words
    if pagename == "search" and words:
        table = json.dumps(dict(words), sort_keys=True, ensure_ascii=False)
        script = f"const layWords = {table};\n{CODE.read_text('utf-8')}"
        write_atomically(Path(app.outdir) / "_static" / SCRIPT, script.encode())
        app.add_js_file(SCRIPT)

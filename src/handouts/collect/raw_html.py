"""Take out HTML that stands on a page as it is, where nobody may write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.collect.pages import Restriction
from handouts.nodes import HTML_COMMENT, is_of_author, nodes_in

if TYPE_CHECKING:
    from sphinx.config import Config

OF_MARKDOWN = re.compile(
    r'<br />|\\\\|<input class="task-list-item-checkbox"'
    r'(?: checked="checked")? disabled="disabled" type="checkbox">'
)
"""What MyST makes of a line's end and of the box of a task, and what runs nothing."""
STRUCK = re.compile(r"(?>(?:<s></s>)+)")
"""What it makes of words that are struck out."""


def take_out_html(document: nodes.document, config: Config) -> Iterator[Restriction]:
    """Remove the HTML of a page's author, where `conf.py` or `docutils.conf` says so.

    docutils applies `raw_enabled` to its own directive and role, not to HTML in Markdown. What
    MyST itself writes as HTML stays: without it, lines would run together, and words that are
    struck out would count.
    """
    if config.handouts_restricted != "all" and document.settings.raw_enabled:
        return
    for node in filter(is_of_author, nodes_in(document, nodes.raw)):
        text = node.astext().strip()
        if OF_MARKDOWN.fullmatch(text) or _is_end_of_struck(node, text):
            continue
        node.parent.remove(node)
        # A comment is left out without a word.
        if not HTML_COMMENT.fullmatch(text):
            # Not quoted: it may be the text of a file outside the project.
            message = "HTML is left out here; write it in Markdown"
            yield Restriction(node.line or 1, message, "unsupported")


def _is_end_of_struck(node: nodes.raw, text: str) -> bool:
    """Return whether a tag strikes out words that end in the same block."""
    if text not in {"<s>", "</s>"}:
        return False
    tags = [one.astext() for one in node.parent.children if isinstance(one, nodes.raw)]
    return STRUCK.fullmatch("".join(tag for tag in tags if tag in {"<s>", "</s>"})) is not None

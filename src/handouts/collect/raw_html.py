"""Take out HTML that stands on a page as it is, where nobody may write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.collect.pages import Restriction
from handouts.nodes import is_of_author, nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")
"""A comment of HTML, which is left out without a word: a browser shows nothing of it."""


def take_out_html(document: nodes.document, config: Config) -> Iterator[Restriction]:
    """Remove the HTML of a page's author, where `conf.py` or `docutils.conf` says so.

    docutils applies `raw_enabled` to its own directive and role, not to HTML in Markdown.
    """
    if config.handouts_restricted != "all" and document.settings.raw_enabled:
        return
    for node in filter(is_of_author, nodes_in(document, nodes.raw)):
        node.parent.remove(node)
        if not COMMENT.fullmatch(node.astext().strip()):
            # Not quoted: it may be the text of a file outside the project.
            message = "HTML is left out here; write it in Markdown"
            yield Restriction(node.line or 1, message, "unsupported")

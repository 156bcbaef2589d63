"""Refuse pages that are too long for a handout to take from, or nested too deep to be read.

A doctree takes a hundred times the memory of its text, so a page that is too long is refused
unread. What is nested too deep, a parser of Markdown would lose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import fully_normalize_name
from sphinx.errors import SphinxError

from handouts.collect.fences import MAX_DEPTH, Fences
from handouts.collect.pages import MAX_LENGTH, Page, Restriction
from handouts.nodes import nodes_in

if TYPE_CHECKING:
    from handouts.collect.front_matter import FrontMatter

KEPT = ("handout", "audience")
"""Keys of front matter that are kept, so that the page's own sheet is refused too."""
TITLE = "This page was not read"
LABEL = re.compile(
    r"""^[ \t]*(?:\(([^()\n]{1,200})\)=[ \t]*$|\.\.[ ]_`?([^:`\n]{1,200})`?:[ \t]*$
    |:name:[ \t]([^\n]{1,200})$|\{\#([\w-]{1,200}))""",
    re.MULTILINE | re.VERBOSE,
)
"""What may be a label: of MyST, of reStructuredText, as an option or as an attribute."""


def labels_in(text: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each label that a page seems to have, with no node and with its line."""
    line, end = 1, 0
    for found in LABEL.finditer(text):
        line += text.count("\n", end, found.start())
        end = found.start()
        yield fully_normalize_name(found[found.lastindex or 0].strip()), ("", line)


def placeholder_page(text: str, front_matter: FrontMatter, *, rst: bool) -> str:
    """Return a short page with the front matter that says for whom a page is."""
    if rst:
        lines = text.split("\n")
        fields = [lines[front_matter.lines[key] - 1] for key in KEPT if key in front_matter.lines]
        return "\n".join([*fields, "", TITLE, "=" * len(TITLE), ""])
    kept = {name: str(value) for name, value in front_matter.values.items() if name in KEPT}
    return f"---\n{json.dumps(kept)}\n---\n\n# {TITLE}\n"


def too_long(page: Page) -> Restriction:
    """Return what is said of a page that is longer than any that a sheet is made from."""
    files = " with the files that it takes in" if page.taken_in else ""
    message = (
        f"the page has {page.length + page.taken_in:,} characters{files}; a handout takes from "
        f"pages of at most {MAX_LENGTH:,}; make several pages of it"
    )
    return Restriction(1, message, "limit")


MAX_LEVELS = 20
"""Where markdown-it silently ends a page: a list and its item are a level each."""
LEVELS = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.block_quote,
    nodes.definition_list,
    nodes.definition,
    nodes.field_list,
    nodes.field_body,
    nodes.footnote,
)
BETWEEN = (nodes.definition_list_item, nodes.field)
"""Nodes between levels that are no level themselves."""


class UnreadableError(SphinxError):
    """A page at which Python, Sphinx, docutils or an extension would fail."""

    category = "Handouts error"


def refuse_deep_fences(fences: Fences, path: str) -> None:
    """Stop at a page that would use up Python's stack, and name it.

    :raises UnreadableError: if more fences stand inside one another than can be read
    """
    if fences.too_deep is not None:
        message = f"more than {MAX_DEPTH} fences inside one another; take some out"
        raise UnreadableError(f"{path}:{fences.too_deep}: {message}")


def lost_below(document: nodes.document) -> Iterator[tuple[int | None, str]]:
    """Yield a line and a message for each place at which the parser ended the page."""
    for node in nodes_in(document, nodes.Element):
        # An innermost quotation that is left empty is no node.
        most = MAX_LEVELS if node.children else MAX_LEVELS - 1
        if isinstance(node, LEVELS) and _levels(node) >= most:
            yield (
                node.line or node.parent.line,
                "lists or quotations are nested so deep here that the rest of the page is lost; "
                f"nest at most {MAX_LEVELS // 2 - 1} lists",
            )


def _levels(node: nodes.Node | None) -> int:
    count = 0
    while isinstance(node, (*LEVELS, *BETWEEN)):
        count += isinstance(node, LEVELS)
        node = node.parent
    return count

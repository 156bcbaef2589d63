"""Replace pages that are too long for a handout to take from.

A doctree takes a hundred times the memory of its text, so such a page is refused unread.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from docutils.nodes import fully_normalize_name

from handouts.collect.pages import MAX_LENGTH, Restriction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.collect.front_matter import FrontMatter
    from handouts.collect.pages import Page

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


def in_its_place(text: str, front_matter: FrontMatter, *, rst: bool) -> str:
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

"""Places in the sources, as problems name them: the file of a page, and a line in it.

Knows where Sphinx keeps its pages; nothing of what is wrong with them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handouts.problems import Place

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def place(env: BuildEnvironment, docname: str, line: int | None) -> Place:
    """Return a place in the source of a page."""
    return Place(str(env.doc2path(docname, base=False)).replace("\\", "/"), line)


def front_matter_place(env: BuildEnvironment, docname: str, key: str) -> Place:
    """Return the line of a key in a page's front matter."""
    try:
        text = env.doc2path(docname).read_text(encoding="utf-8-sig")
    except OSError:
        text = ""
    found = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE)
    return place(env, docname, text.count("\n", 0, found.start()) + 1 if found else 1)

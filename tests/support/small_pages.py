"""Pages of a few paragraphs, without Sphinx, and what a check reports of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document

if TYPE_CHECKING:
    from handouts.problems import Problem


def reported(check: Callable[..., Iterator[Problem]], *blocks: str | nodes.paragraph) -> list[str]:
    """Return each problem that a check finds on a page of these paragraphs, one a line."""
    document = new_document("sheet")
    for line, block in enumerate(blocks, 1):
        paragraph = nodes.paragraph("", block) if isinstance(block, str) else block
        paragraph.source, paragraph.line = "/docs/sheet.md", line
        document += paragraph
    env: Any = SimpleNamespace(found_docs=set(), srcdir="/docs")
    return [f"{one.place} {one.message}" for one in check(env, "sheet", document)]

"""Pages of a few paragraphs, without Sphinx, and what a check reports of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import new_document

if TYPE_CHECKING:
    from handouts.problems import Fault


def reported(check: Callable[..., Iterator[Fault]], *blocks: str | nodes.paragraph) -> list[str]:
    """Return each fault that a check finds on a page of these paragraphs, one a line."""
    document = new_document("sheet")
    for line, block in enumerate(blocks, 1):
        paragraph = nodes.paragraph("", block) if isinstance(block, str) else block
        paragraph.source, paragraph.line = "/docs/sheet.md", line
        document += paragraph
    return [f"sheet.md:{one.line} {one.message}" for one in check(document)]

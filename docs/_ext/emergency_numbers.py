"""Emergency numbers that a phone calls when they are tapped; sheets of paper keep plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

NUMBER = re.compile(r"(?<=call )(\d{3})\b|(?<=or )(\d{3})\b")
"""Three digits after “call” or “or”, as in “call 999 or go to A&E” and “GP or 111”."""


class NumbersTransform(SphinxPostTransform):
    """Make links of the numbers on care cards."""

    default_priority = 20  # Blocks are in their places (1), and references are resolved (10).
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand, unless it is a sheet."""
        if self.document.get("handouts_sheet"):
            return
        for card in self.document.findall(nodes.admonition):
            if "danger" in card["classes"]:
                for text in list(card.findall(nodes.Text)):
                    if not isinstance(text.parent, nodes.reference) and NUMBER.search(text):
                        text.parent.replace(text, list(_with_links(text)))


def _with_links(text: str) -> Iterator[nodes.Node]:
    for number, part in enumerate(NUMBER.split(text)):
        if number % 3 and part:
            yield nodes.reference("", part, refuri=f"tel:{part}", classes=["call"])
        elif part:
            yield nodes.Text(part)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(NumbersTransform)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

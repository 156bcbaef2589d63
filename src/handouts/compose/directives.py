"""The directives `embed`, and `image` with one more option."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.images import Image
from sphinx.util.docutils import SphinxDirective

from handouts.nodes import embed


class EmbedDirective(SphinxDirective):
    """Put the block with a label here; the label follows a number sign."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"if-room": directives.flag}
    options_in_words: ClassVar[dict[str, str]] = {
        "if-room": "the block may be left out when the page is full, the last such block first"
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the block, which is found when all pages have been read."""
        target = self.arguments[0].strip()
        if not target.startswith("#") or not target[1:].strip():
            # Kept in the page and reported later: Sphinx drops what a directive refuses, and the
            # sheet would be printed without it.
            fault = f"expected one label after a number sign, such as #in-short, found {target!r}"
            node = embed(label="", if_room=False, fault=f"embed: {fault}")
        else:
            label = nodes.fully_normalize_name(target[1:])
            node = embed(label=label, if_room="if-room" in self.options)
        self.set_source_info(node)
        return [node]


class ImageDirective(Image):
    """A picture; with `:decorative:` one that screen readers skip."""

    option_spec: ClassVar[dict[str, Any]] = {
        **(Image.option_spec or {}),
        "decorative": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return the picture, marked by a class where it is decoration."""
        found = list(super().run())
        if "decorative" in self.options:
            for image in (one for node in found for one in node.findall(nodes.image)):
                image["classes"].append("decorative")
                image.setdefault("alt", "")
                image.attributes.pop("decorative", None)
        return found

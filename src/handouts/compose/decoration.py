"""The directive `image` with one more option, for pictures that mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.images import Image


class ImageDirective(Image):
    """A picture; with `:decorative:` one that screen readers skip."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict(Image.option_spec or {})
    option_spec["decorative"] = directives.flag

    def run(self) -> list[nodes.Node]:
        """Return the picture, marked by a class where it is decoration."""
        found = list(super().run())
        for image in (one for node in found for one in node.findall(nodes.image)):
            if "decorative" in self.options:
                image["classes"].append("decorative")
                image.setdefault("alt", "")
                image.attributes.pop("decorative", None)
        return found

"""Lists, written as PDF/UA wants them: a label and a body in each item."""

from __future__ import annotations

from docutils import nodes

from handouts.writer.base import BaseTranslator


def is_simple(items: nodes.Element) -> bool:
    """Whether each item is one paragraph, perhaps followed by such lists.

    PDF/UA allows a list item to hold its label and its body, and WeasyPrint writes that only for
    text that stands straight in `<li>`.
    """
    for item in items.children:
        assert isinstance(item, nodes.list_item)
        first, *rest = item.children or [nodes.paragraph()]
        if not isinstance(first, nodes.paragraph) or "handouts_if_room" in first:
            return False
        lists = (nodes.bullet_list, nodes.enumerated_list)
        if not all(isinstance(child, lists) and is_simple(child) for child in rest):
            return False
    return True


class ListMixin(BaseTranslator):
    """Visitors of lists."""

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Open a list with bullets."""
        self.open(node, "ul", class_="" if is_simple(node) else "ho-loose")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</ul>\n")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Open a numbered list."""
        kinds = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
        simple = is_simple(node)
        start = node.get("start")
        names = [] if simple else ["ho-loose"]
        if node.get("handouts_sources"):
            names.append("ho-sources")
        self.open(
            node,
            "ol",
            class_=" ".join(names),
            start=start,
            style=None if simple else f"counter-reset:item {0 if start is None else start - 1}",
            type=kinds.get(node.get("enumtype", "")),
        )

    def depart_enumerated_list(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</ol>\n")

    def visit_list_item(self, node: nodes.Element) -> None:
        """Open an item."""
        self.open(node, "li")

    def depart_list_item(self, node: nodes.Element) -> None:
        """Close it; white space between items that run on would be text outside any item."""
        self.body.append("</li>")

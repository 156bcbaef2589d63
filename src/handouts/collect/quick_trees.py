"""Have docutils put nodes into a doctree, and copy them, in less time."""

from __future__ import annotations

from docutils import nodes


def build_quickly() -> None:
    """Have docutils look once for the document of a node to which others are added.

    It looks up to four times for each of them, each time from node to node towards the root.
    """
    nodes.Node.document = property(_document, nodes.Node.document.fset)  # type: ignore[assignment,attr-defined,method-assign]
    nodes.Node.setup_child = _setup_child  # type: ignore[method-assign]
    nodes.Element.deepcopy = _deepcopy  # type: ignore[assignment,method-assign]


def _document(self: nodes.Node) -> nodes.document | None:
    """Return the root of the tree in which a node stands, as far as nodes know it."""
    node: nodes.Node | None = self
    while node is not None:
        if (document := node._document) is not None:  # type: ignore[attr-defined]
            return document  # type: ignore[no-any-return]
        node = node.parent
    return None


def _setup_child(self: nodes.Node, child: nodes.Node) -> None:
    """Tell a node in which tree it stands, and where it was read if it does not know."""
    _put_in(child, self, self.document)


def _deepcopy(self: nodes.Element) -> nodes.Element:
    """Return a copy of an element with copies of all that is in it."""
    copied = self.copy()
    copied.children = [child.deepcopy() for child in self.children]
    document = self.document
    for child in copied.children:
        _put_in(child, copied, document)
    return copied


def _put_in(child: nodes.Node, parent: nodes.Node, document: nodes.document | None) -> None:
    child.parent = parent
    if document is not None:
        child._document = document  # type: ignore[attr-defined]
        if child.source is None:
            child.source = document.current_source
        if child.line is None:
            child.line = document.current_line

"""Write the HTML of a doctree's nodes: the dispatch of nodes to visitors, tags, and refusals.

Knows no construct by itself; the visitors stand in `phrases`, `boxes`, `lists` and `tables`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from handouts.problems import Fault
from handouts.writer.supported import ELEMENTS, REFUSED, TRANSPARENT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.builders import Builder

DEEPEST_HEADING = 6
NOT_AUTHORS = ("ho-", "sd-")
"""How names of classes begin that no author can give to a block: the theme's own, which nodes
carry in `handouts_classes`, and those of sphinx-design."""
MOST_DEEP = 30
"""Elements around a word; the reader of the PDF looks no deeper than 32 tags."""


class BaseTranslator(SphinxTranslator):
    """Writes the body of a sheet; what it writes a node as, its subclasses say."""

    def __init__(self, document: nodes.document, builder: Builder, root: Path) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.context: list[Any] = []
        self.faults: list[Fault] = []
        self.root = root
        self.level = 0
        self.handlers = builder.env._registry.translation_handlers
        elements = list(document.findall(nodes.Element))
        targets: set[str] = set().union(*(node.get("ids", ()) for node in elements))
        self.linked = targets & {node["refid"] for node in elements if "refid" in node}

    # How a node is told from the next.

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit by the node's own name, then by its base classes, or else refuse it."""
        if isinstance(node, nodes.Text) and len(_upwards(node)) > MOST_DEEP:
            what = f"what stands in so many boxes, lists or tables: {MOST_DEEP} are the most"
            self.refuse(node, "unsupported", what)
            raise nodes.SkipNode
        for kind in type(node).__mro__:
            name = kind.__name__
            if name in REFUSED and name != "raw":
                self.refuse(node, *REFUSED[name])
                raise nodes.SkipNode
            method = getattr(self, f"visit_{name}", None)
            if method is not None:
                method(node)
                return
            if name in ELEMENTS and isinstance(node, nodes.Element):
                self.open(node, ELEMENTS[name])
                return
            if name in TRANSPARENT:
                return
        self.visit_foreign(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Close what `dispatch_visit` opened."""
        for kind in type(node).__mro__:
            name = kind.__name__
            method = getattr(self, f"depart_{name}", None)
            if method is not None:
                method(node)
                return
            if hasattr(self, f"visit_{name}") or name in TRANSPARENT:
                return
            if name in ELEMENTS:
                self.body.append(f"</{ELEMENTS[name]}>")
                return
        handler = self.handler_of(node)
        if handler is not None and handler[1] is not None:
            handler[1](self, node)

    def visit_foreign(self, node: nodes.Node) -> None:
        """Print a node of an extension by the visitor that it gives for sheets."""
        handler = self.handler_of(node)
        if handler is not None:
            handler[0](self, node)
            return
        name = type(node).__name__.replace("_", " ")
        self.refuse(node, "unsupported", f"'{name}', for which a sheet has no printed form")
        raise nodes.SkipNode

    def handler_of(self, node: nodes.Node) -> tuple[Callable[..., None], Any] | None:
        """Return the visitors that an extension registered for this kind of node.

        Visitors for HTML are for browsers: only ours write what a sheet can show.
        """
        name = type(node).__name__
        ours = type(node).__module__.startswith("handouts.")
        for builder in ("handouts", "html") if ours else ("handouts",):
            if name in self.handlers.get(builder, {}):
                visit, depart = self.handlers[builder][name]
                return visit, depart
        return None

    def refuse(self, node: nodes.Node, code: str, what: str) -> None:
        """Note that `node` cannot be printed."""
        self.faults.append(Fault(code, f"the sheet cannot print {what}", *place_of(node)))

    # How HTML is written.

    def starttag(
        self, node: nodes.Element, tag: str, suffix: str = "\n", empty: bool = False, **given: Any
    ) -> str:
        """Return an opening tag with the node's classes, id and marks, and the given attributes."""
        attributes = {key.lower().rstrip("_"): value for key, value in given.items()}
        ids: list[str] = node.get("ids", [])
        given_by_author: list[str] = node.get("classes", [])
        own = [name for name in given_by_author if not name.startswith(NOT_AUTHORS)]
        extra = attributes.pop("class", "")
        names = dict.fromkeys([*extra.split(), *node.get("handouts_classes", ()), *own])
        parts = [tag]
        if names:
            parts.append(f'class="{escape(" ".join(names))}"')
        for node_id in ids:
            if node_id in self.linked:
                parts.append(f'id="{escape(node_id)}"')
                break
        if "handouts_block" in node:
            parts.append(f'data-block="{node["handouts_block"]}"')
        if "handouts_if_room" in node:
            parts.append(f'data-if-room="{node["handouts_if_room"]}"')
        for key, value in attributes.items():
            if value is not None:
                parts.append(f'{key}="{escape(str(value))}"')
        return f"<{' '.join(parts)}>{suffix}"

    def open(self, node: nodes.Element, tag: str, **given: Any) -> None:
        """Write an opening tag."""
        self.body.append(self.starttag(node, tag, suffix="", **given))

    def heading(self, level: int) -> str:
        """Return the tag of a heading."""
        return f"h{min(max(level, 1), DEEPEST_HEADING)}"


def _upwards(node: nodes.Node | None) -> list[nodes.Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def place_of(node: nodes.Node) -> tuple[str | None, int | None]:
    """Return the file and the line that a node was read from, as far as they are known."""
    chain = _upwards(node)
    source = next((one.source for one in chain if one.source), None)
    return source, next((one.line for one in chain if one.line), None)

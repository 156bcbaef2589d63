"""Dispatch nodes to visitors, write tags, and refuse what has no printed form.

The visitors of each construct are in `inline`, `blocks`, `lists` and `tables`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from handouts.nodes import if_room, nodes_in, origin
from handouts.problems import Fault
from handouts.writer.balance import fault_of_balance
from handouts.writer.supported import ALIASES, ELEMENTS, KNOWN, REFUSED, TRANSPARENT, UNREAD

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from handouts.jobs import Picture

    Visitors = tuple[Callable[..., None], Callable[..., None] | None]
    """What opens a node, and what closes it."""

DEEPEST_HEADING = 6
CODE = {"code", "pre"}
"""Elements of code, in which words are written as they were typed."""
NOT_AUTHORS = ("ho-", "sd-")
"""Prefixes of classes that authors cannot use: the theme's, which are in `handouts_classes`, and
those of sphinx-design."""
SHOWN = 60
"""Characters of a formula that a message names."""
TABS = re.compile("Tabs?(?!l)")
"""Names of nodes that are tabs of other extensions, and no tables."""
MOST_DEEP = 30
"""Most elements around a word: PDFium reads tags no deeper than 32."""


class BaseTranslator(SphinxTranslator):
    """Writes the body of a sheet; its subclasses have the visitors."""

    def __init__(self, document: nodes.document, builder: Builder, root: Path) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.context: list[Any] = []
        self.faults: list[Fault] = []
        self.root = root
        self.pictures: dict[str, Picture] = {}
        self.level = 0
        self.in_code = 0
        """How many elements of code are open."""
        self.begun: list[int] = []
        """Where in the body each open node begins that a project's visitors write."""
        self.link_addresses = False
        self.handlers = builder.env._registry.translation_handlers
        elements = nodes_in(document, nodes.Element)
        linked = {node["refid"] for node in elements if "refid" in node}
        self.linked: dict[str, str] = {}
        """Each name to which a link leads, and the one of them that its element has as its id."""
        self.rooms: dict[str, int] = {}
        """For each of these names, with which block its element may be left out."""
        for node in elements:
            if names := linked.intersection(ids := node.get("ids", ())):
                self.linked |= dict.fromkeys(names, next(filter(names.__contains__, ids)))
                self.rooms |= dict.fromkeys(names, if_room(node))

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit a node by its own class, never by one that it derives from, or refuse it."""
        if isinstance(node, nodes.Text) and _depth(node) >= MOST_DEEP:
            what = f"what stands in so many boxes, lists or tables: {MOST_DEEP} are the most"
            self.refuse(node, "unsupported", what)
            raise nodes.SkipNode
        registered = self.registered(node, "handouts")
        if registered is not None:
            self.begun.append(len(self.body))
            try:
                registered[0](self, node)
            except (nodes.SkipNode, nodes.SkipDeparture):  # No departure will follow.
                self.check_tags(node)
                raise
        else:
            self.visit_known(node, name_of(node))

    def check_tags(self, node: nodes.Node) -> None:
        """Refuse what the visitors of a project wrote of `node` if its tags have no end."""
        if fault := fault_of_balance("".join(self.body[self.begun.pop() :])):
            self.refuse(node, "unsupported", f"{_foreign(node, 'whose visitor is wrong')}: {fault}")

    def visit_known(self, node: nodes.Node, name: str) -> None:
        """Visit a node by its name in the tables or among the visitors."""
        if name in REFUSED and name != "raw":
            what = REFUSED[name].format(" ".join(node.astext().split())[:SHOWN])
            self.refuse(node, "unread" if name in UNREAD else "unsupported", what)
            raise nodes.SkipNode
        method = getattr(self, f"visit_{name}", None)
        if method is not None:
            method(node)
        elif name in ELEMENTS and isinstance(node, nodes.Element):
            self.in_code += ELEMENTS[name] in CODE
            self.open(node, ELEMENTS[name])
        elif name not in TRANSPARENT:
            self.visit_own(node)

    def visit_own(self, node: nodes.Node) -> None:
        """Print a node of this package by its visitor for HTML; refuse any other."""
        # HTML visitors of other extensions write for browsers.
        registered = self.registered(node, "html")
        if registered is None or not type(node).__module__.startswith("handouts."):
            self.refuse(node, "unsupported", _foreign(node))
            raise nodes.SkipNode
        registered[0](self, node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Close what `dispatch_visit` opened."""
        if (registered := self.registered(node, "handouts")) is not None:
            if registered[1] is not None:
                registered[1](self, node)
            self.check_tags(node)
        else:
            self.depart_known(node, name_of(node))

    def depart_known(self, node: nodes.Node, name: str) -> None:
        """Close what `visit_known` opened."""
        if (method := getattr(self, f"depart_{name}", None)) is not None:
            method(node)
        elif name in ELEMENTS:
            self.in_code -= ELEMENTS[name] in CODE
            self.body.append(f"</{ELEMENTS[name]}>")
        elif (registered := self.registered(node, "html")) and registered[1] is not None:
            registered[1](self, node)

    def registered(self, node: nodes.Node, builder: str) -> Visitors | None:
        """Return the visitors that were given to `app.add_node` for this kind of node."""
        visitors: Visitors | None
        visitors = self.handlers.get(builder, {}).get(type(node).__name__)
        return visitors

    def refuse(self, node: nodes.Node, code: str, what: str) -> None:
        """Note that `node` cannot be printed."""
        # A node that Sphinx makes may have no line, while the first in it has.
        inside = nodes_in(node, nodes.Element) if isinstance(node, nodes.Element) else []
        first = next((one for one in inside if one.line), node)
        self.faults.append(Fault(code, f"the sheet cannot print {what}", *origin(first)))

    def starttag(
        self, node: nodes.Element, tag: str, suffix: str = "\n", empty: bool = False, **given: Any
    ) -> str:
        """Return an opening tag with the node's classes, id and block, and the given attributes."""
        attributes = {
            key.lower().rstrip("_").replace("_", "-"): value for key, value in given.items()
        }
        known: dict[str, Any] = node.attributes
        names = [*attributes.pop("class", "").split(), *known.get("handouts_classes", ())]
        names += [name for name in known["classes"] if not name.startswith(NOT_AUTHORS)]
        written = {
            "class": " ".join(dict.fromkeys(names)) or None,
            "id": next((self.linked[name] for name in known["ids"] if name in self.linked), None),
            "data-block": known.get("handouts_block"),
            "data-if-room": known.get("handouts_if_room"),
            **attributes,
        }
        parts = [
            f'{key}="{escape(str(value))}"' for key, value in written.items() if value is not None
        ]
        return f"<{' '.join([tag, *parts])}>{suffix}"

    def open(self, node: nodes.Element, tag: str, **given: Any) -> None:
        """Write an opening tag."""
        self.body.append(self.starttag(node, tag, suffix="", **given))

    def heading(self, level: int) -> str:
        """Return the tag of a heading."""
        return f"h{min(max(level, 1), DEEPEST_HEADING)}"


def _depth(node: nodes.Node) -> int:
    """Return in how many elements a node stands."""
    depth = 0
    while (parent := node.parent) is not None:  # Faster than `upwards`; done for each word.
        node, depth = parent, depth + 1
    return depth


def name_of(node: nodes.Node) -> str:
    """Return the name of a node's visitor; nothing for a node of another package."""
    kind = type(node)
    return _name_of_kind(kind.__module__, kind.__name__)


@functools.cache
def _name_of_kind(module: str, name: str) -> str:
    """Return the name of the visitor of a class of nodes; nothing for one of another package."""
    return ALIASES.get(name, name) if module.partition(".")[0] in KNOWN else ""


def _foreign(node: nodes.Node, why: str = "for which a sheet has no printed form") -> str:
    kind = type(node)
    name = f"'{kind.__name__.replace('_', ' ')}'"
    if kind.__module__.partition(".")[0] in {"docutils", "handouts"}:
        return f"{name}, {why}"
    instead = "; the tab sets of sphinx-design have one" if TABS.search(kind.__name__) else ""
    return f"{name} of '{kind.__module__}', {why}{instead}"

"""Turn components of sphinx-design, such as tabs, cards and grids, into what is printed of them.

Works on the unresolved doctree: once it is resolved, sphinx-design has turned tabs into radio
buttons. Knows nothing of HTML or of paper sizes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.nodes import nodes_in, upwards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from handouts.config.audiences import Audience

MARKS = ("handouts_block", "handouts_if_room", "handouts_allow")
"""Attributes of a block as a whole, which stay when its node is replaced."""
COLUMNS = 12
"""Columns of a grid, by which sphinx-design counts how wide an item is."""
WIDTH_OF_ITEM = re.compile(r"sd-col-(?:lg-)?(\d+|auto)")
ITEMS_IN_ROW = re.compile(r"sd-row-cols-(?:lg-)?(\d+|auto)")
"""The class for wide screens, such as the last figure of `:columns: 12 12 7 7`; it comes last."""


def components(document: nodes.Element, name: str) -> Iterator[nodes.Element]:
    """Yield each component of one kind."""
    for node in nodes_in(document, nodes.Element):
        if node.get("design_component") == name:
            yield node


def sync_key(tab: nodes.Element) -> str:
    """Return the `:sync:` key of a tab."""
    label = tab.children[0]
    return str(label.get("sync_id", "")) if isinstance(label, nodes.Element) else ""


def tabs_of(tab_set: nodes.Element) -> list[nodes.Element]:
    """Return the tabs of a tab set, without those of sets inside."""
    return [tab for tab in components(tab_set, "tab-item") if tab.parent is tab_set]


def choose_tabs(document: nodes.Element, audience: str, audiences: Mapping[str, Audience]) -> None:
    """Keep of each tab set the tab of this audience, or all if no tab is for an audience.

    A title that only says whom the tab is for, in the words of its audience, goes: there is no
    other tab beside it any more.
    """
    label = audiences[audience].label
    for tab_set in list(components(document, "tab-set")):
        tabs = [(sync_key(tab), tab) for tab in tabs_of(tab_set)]
        if any(key in audiences for key, _ in tabs):
            chosen = [tab for key, tab in tabs if key == audience]
            opened = [part for tab in chosen for part in _opened(tab, tab_set)]
            replace(tab_set, [part for part in opened if not _is_title(part, label)])


def open_components(document: nodes.document) -> None:
    """Turn each component into what is printed of it."""
    # One search is enough: no change makes or renames a component that is changed later.
    found: dict[str, list[nodes.Element]] = {}
    for node in nodes_in(document, nodes.Element):
        found.setdefault(node.get("design_component", ""), []).append(node)
    for component, change in COMPONENTS.items():
        for node in found.get(component, ()):
            change(node)


def replace(node: nodes.Element, parts: Sequence[nodes.Node]) -> None:
    """Replace a node by its parts, which stay together if they are a block."""
    if not parts:
        # docutils refuses to lose the ids of a node that is replaced by nothing.
        node.parent.remove(node)
        return
    marks = {name: node[name] for name in MARKS if name in node}
    if marks:
        parts = [nodes.container("", *parts, **marks)]
    # docutils gives the classes to the first part, which is no set of tabs and no grid.
    node["classes"] = [name for name in node["classes"] if not name.startswith("sd-")]
    node.replace_self(parts)


def _opened(tab: nodes.Element, tab_set: nodes.Element) -> list[nodes.Node]:
    label, content = tab.children
    outer = sum(one.get("design_component") == "tab-item" for one in upwards(tab_set))
    deeper = tab_set.get("handouts_deeper", 0) + outer
    title = nodes.rubric("", "", *label.children, handouts_deeper=deeper)
    title.source, title.line = tab.source, tab.line
    return [title, *content.children]


def _is_title(node: nodes.Node, words: str) -> bool:
    return isinstance(node, nodes.rubric) and node.astext() == words


def _print_all_tabs(tab_set: nodes.Element) -> None:
    for inner in components(tab_set, "tab-set"):
        deeper = tab_set.get("handouts_deeper", 0)
        inner["handouts_deeper"] = deeper + (inner is not tab_set)
    parts: list[nodes.Node] = []
    for child in tab_set.children:
        if isinstance(child, nodes.Element) and child.get("design_component") == "tab-item":
            parts += _opened(child, tab_set)
        else:
            parts.append(child)
    replace(tab_set, parts)


def _unwrap(node: nodes.Element) -> None:
    replace(node, node.children)


# Boxes: cards, asides and dropdowns.


def _box(node: nodes.Element) -> None:
    """Give a component the look of a plain box, titled by its first rubric."""
    node["classes"] = []
    node["handouts_classes"] = ["ho-box", "ho-plain"]
    # Otherwise a transform of sphinx-design would rewrite it for browsers.
    node.attributes.pop("design_component", None)
    title = node.children[0] if node.children else None
    if isinstance(title, nodes.rubric):
        title["classes"] = []
        title["handouts_classes"] = ["ho-box-title"]


def _card(node: nodes.Element) -> None:
    _link_title(node)
    _box(node)


def _card_title(node: nodes.Element) -> None:
    title = nodes.rubric("", "", *node.children[0].children)
    title["handouts_classes"] = ["ho-box-title"]
    node.replace_self(title)


def _link_title(card: nodes.Element) -> None:
    """Let the title of a card link where the whole card links on the web."""
    title = next((one for one in card.children if isinstance(one, nodes.rubric)), None)
    for link in nodes_in(card, nodes.Element):
        if "sd-stretched-link" not in link.get("classes", ()):
            continue
        link.parent.remove(link)
        if title is not None:
            # Sphinx keeps only the words of a link.
            icons = [
                one for one in title.children if isinstance(one, nodes.inline) and "svg" in one
            ]
            words = [one for one in title.children if one not in icons]
            link.children, title.children = [], []
            link.append(nodes.inline("", "", *words))
            title.extend([*icons, link])
            link["classes"], link["refexplicit"] = [], True


# Grids.


def _grid_row(node: nodes.Element) -> None:
    """Split a grid into rows of at most twelve columns; each is printed as a grid."""
    rows: list[list[tuple[nodes.Element, int]]] = [[]]
    for item, span in _spanned(node):
        if sum(width for _, width in rows[-1]) + span > COLUMNS:
            rows.append([])
        rows[-1].append((item, span))
    replace(node, [_grid(row) for row in rows if row])


def _grid(row: list[tuple[nodes.Element, int]]) -> nodes.container:
    spans = [span for _, span in row]
    names = ["ho-grid", "ho-short"] if all(spans) and sum(spans) < COLUMNS else ["ho-grid"]
    if len(spans) == 1 and not names[1:]:
        names.append("ho-whole")  # One item that is as wide as the sheet need not be a table.
    return nodes.container("", *(item for item, _ in row), handouts_classes=names)


def _spanned(row: nodes.Element) -> list[tuple[nodes.Element, int]]:
    """Return each item of a grid with how many of twelve columns it takes, or 0."""
    across = _last(ITEMS_IN_ROW, row["classes"])
    items = [item for item in row.children if isinstance(item, nodes.Element)]
    for item in items:
        span = _last(WIDTH_OF_ITEM, item["classes"]) or (COLUMNS // across if across else 0)
        if span:
            item["handouts_span"] = min(span, COLUMNS)
    return [(item, item.get("handouts_span", 0)) for item in items]


def _last(pattern: re.Pattern[str], classes: Sequence[str]) -> int:
    found = [match for name in classes if (match := pattern.fullmatch(name))]
    return int(found[-1][1]) if found and found[-1][1] != "auto" else 0


def _grid_item(node: nodes.Element) -> None:
    node["classes"] = []
    node["handouts_classes"] = ["ho-grid-item"]


COMPONENTS: dict[str, Callable[[nodes.Element], None]] = {
    "tab-set": _print_all_tabs,
    "dropdown": _box,
    "card-title": _card_title,
    "card-body": _unwrap,
    "card-overlay": _unwrap,
    "card-header": _unwrap,
    "card-footer": _unwrap,
    "card": _card,
    "card-carousel": _unwrap,
    "accordion": _unwrap,
    "aside-body": _unwrap,
    "aside": _box,
    "grid-container": _unwrap,
    "grid-row": _grid_row,
    "grid-item": _grid_item,
}
"""What becomes of each component of sphinx-design on paper."""

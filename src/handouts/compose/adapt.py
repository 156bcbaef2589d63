"""What a handout keeps for its audience and its medium: one small transform per construct.

Works on an unresolved copy of the doctree: once Sphinx has resolved a tree for the web,
sphinx-design has turned tabs into radio buttons. Knows doctrees; nothing of HTML or paper sizes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

INVISIBLE = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.target,
    addnodes.index,
    addnodes.toctree,
    addnodes.tabular_col_spec,
)
"""Nodes that print nothing; a toctree is for finding one's way about a site."""


def tab_faults(
    document: nodes.document, audience: str, audiences: Collection[str]
) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each tab whose key would show words to the wrong readers, or to nobody."""
    for node in document.findall(nodes.Element):
        if node.get("design_component") == "tab-item":
            key = _sync_key(node)
            hint = nearest(key.lower(), audiences) if key and key not in audiences else ""
            if "did you mean" in hint:
                yield node, f"tab with ':sync: {key}', which is no audience{hint}"
        elif node.get("handouts_sync") in audiences and node["handouts_sync"] != audience:
            yield node, f"this tab is for {node['handouts_sync']}, and the handout for {audience}"


def for_web(document: nodes.document) -> None:
    """Drop what is only for paper."""
    _drop_class(document, "print-only")


def for_handout_page(document: nodes.document, audience: str, audiences: Collection[str]) -> None:
    """Make a handout's web page say what its sheet says."""
    for_web(document)
    _choose_tabs(document, audience, audiences)
    _give_levels(document)


def for_paper(document: nodes.document, audience: str, audiences: Collection[str]) -> None:
    """Leave what is printed for `audience`, in the order in which it is read."""
    _drop_class(document, "web-only")
    _choose_tabs(document, audience, audiences)
    _drop_invisible(document)
    _mark_numbers(document)
    # One look is enough: no change makes or renames a component whose turn is yet to come.
    found: dict[str, list[nodes.Element]] = {}
    for node in document.findall(nodes.Element):
        found.setdefault(node.get("design_component", ""), []).append(node)
    for component, change in COMPONENTS.items():
        for node in found.get(component, ()):
            change(node)
    _tick_boxes(document)
    _give_levels(document)
    _drop_empty(document)
    _end_sections(document)
    _mark_sections(document)


def _drop_class(document: nodes.document, name: str) -> None:
    for node in list(document.findall(nodes.Element)):
        if name in node.get("classes", ()) and node.parent is not None:
            node.parent.remove(node)


def _drop_invisible(document: nodes.document) -> None:
    for node in list(document.findall(lambda node: isinstance(node, INVISIBLE))):
        # A target may hold text: `[text]{#id}`.
        node.parent.replace(node, node.children if isinstance(node, nodes.target) else [])


def _mark_numbers(document: nodes.document) -> None:
    """Let the sheet refuse references by number: Sphinx gives numbers after sheets are printed."""
    for node in list(document.findall(addnodes.pending_xref)):
        if node.get("reftype") == "numref":
            node.replace_self(addnodes.number_reference("", "", *node.children))


def _components(document: nodes.Element, name: str) -> Iterator[nodes.Element]:
    for node in document.findall(nodes.Element):
        if node.get("design_component") == name:
            yield node


def _choose_tabs(document: nodes.document, audience: str, audiences: Collection[str]) -> None:
    """Keep of each tab set the tab of this audience, or all if no tab is for an audience."""
    for tab_set in list(_components(document, "tab-set")):
        tabs = [tab for tab in _components(tab_set, "tab-item") if tab.parent is tab_set]
        synced = {id(tab): _sync_key(tab) for tab in tabs}
        if any(key in audiences for key in synced.values()):
            tabs = [tab for tab in tabs if synced[id(tab)] == audience]
            _replace(tab_set, [part for tab in tabs for part in _opened(tab)])


MARKS = ("handouts_block", "handouts_if_room", "handouts_allow")
"""What is known of a block as a whole, and must outlive the node that it was noted on."""


def _replace(node: nodes.Element, parts: Sequence[nodes.Node]) -> None:
    """Put the parts of a node in its place, held together if they are a block."""
    if not parts:
        # What replaces a node takes over its ids; docutils refuses to lose them to nothing.
        node.parent.remove(node)
        return
    marks = {name: node[name] for name in MARKS if name in node}
    if marks:
        parts = [nodes.container("", *parts, **marks)]
    node.replace_self(parts)


def _sync_key(tab: nodes.Element) -> str:
    label = tab.children[0]
    return str(label.get("sync_id", "")) if isinstance(label, nodes.Element) else ""


def _opened(tab: nodes.Element) -> list[nodes.Node]:
    label, content = tab.children
    title = nodes.rubric("", "", *label.children)
    title.source, title.line = tab.source, tab.line
    return [title, *content.children]


def _print_all_tabs(tab_set: nodes.Element) -> None:
    parts: list[nodes.Node] = []
    for child in tab_set.children:
        if isinstance(child, nodes.Element) and child.get("design_component") == "tab-item":
            parts += _opened(child)
        else:
            parts.append(child)
    _replace(tab_set, parts)


def _open_dropdown(node: nodes.Element) -> None:
    node.attributes["classes"] = ["topic"]
    del node["design_component"]


def _card(node: nodes.Element) -> None:
    node["classes"] = ["topic"]
    node["design_component"] = "card"  # Nothing of it is left for a transform of the web.


def _card_title(node: nodes.Element) -> None:
    node.replace_self(nodes.rubric("", "", *node.children[0].children))


def _unwrap(node: nodes.Element) -> None:
    _replace(node, node.children)


def _grid_row(node: nodes.Element) -> None:
    node["classes"] = []
    node["handouts_classes"] = ["ho-grid"]


def _grid_item(node: nodes.Element) -> None:
    # The last figure of `:columns: 12 12 7 7` is for wide screens; a page is as wide as one.
    columns = [re.fullmatch(r"sd-col-lg-(\d+)", name) for name in node["classes"]]
    node["handouts_grow"] = next((int(found[1]) for found in columns if found), 1)
    node["classes"] = []
    node["handouts_classes"] = ["ho-grid-item"]


COMPONENTS = {
    "tab-set": _print_all_tabs,
    "dropdown": _open_dropdown,
    "card-title": _card_title,
    "card-body": _unwrap,
    "card-header": _unwrap,
    "card-footer": _unwrap,
    "card": _card,
    "card-carousel": _unwrap,
    "accordion": _unwrap,
    "aside": _card,
    "aside-body": _unwrap,
    "grid-container": _unwrap,
    "grid-row": _grid_row,
    "grid-item": _grid_item,
}
"""What becomes of each component of sphinx-design on paper."""


def _tick_boxes(document: nodes.document) -> None:
    """Turn MyST's task lists into lists with boxes to tick."""
    for task_list in document.findall(nodes.bullet_list):
        if "contains-task-list" in task_list["classes"]:
            task_list["classes"].append("checklist")
            for raw in list(task_list.findall(nodes.raw)):
                if "task-list-item-checkbox" in raw.astext():
                    raw.parent.remove(raw)


def _give_levels(document: nodes.document) -> None:
    """Give each rubric that stands for a heading the level of its place in the page."""
    for rubric in document.findall(nodes.rubric):
        depth = sum(isinstance(node, nodes.section) for node in _ancestors(rubric))
        # MyST notes the level that the author wrote; no level may be skipped.
        rubric["heading-level"] = min(rubric.get("level", 6), depth + 1, 6)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _drop_empty(document: nodes.document) -> None:
    for node in reversed(list(document.findall(nodes.Element))):
        hollow = isinstance(
            node, nodes.container | nodes.compound | nodes.Sequential | nodes.paragraph
        )
        if hollow and not node.children and node.parent is not None:
            node.parent.remove(node)
    for section in reversed(list(document.findall(nodes.section))):
        hollow = all(isinstance(child, nodes.title) for child in section.children)
        if hollow and isinstance(section.parent, nodes.section):  # The page keeps its own title.
            section.parent.remove(section)


def _end_sections(document: nodes.document) -> None:
    """End a section where a grid begins whose headings are of the section's own level.

    In Markdown a heading's section goes on to the next heading outside any box, so what stands
    side by side further down the page would belong to the section above it.
    """
    for section in list(document.findall(nodes.section)):
        depth = 1 + sum(isinstance(node, nodes.section) for node in _ancestors(section))
        for index, child in enumerate(section.children):
            if _begins_level(child, depth) and isinstance(section.parent, nodes.section):
                rest = section.children[index:]
                section.children = section.children[:index]
                at = section.parent.index(section) + 1
                for offset, moved in enumerate(rest):
                    section.parent.insert(at + offset, moved)
                break


def _begins_level(node: nodes.Node, depth: int) -> bool:
    return (
        isinstance(node, nodes.container)
        and "ho-grid" in node.get("handouts_classes", ())
        and any(rubric.get("level", 9) <= depth for rubric in node.findall(nodes.rubric))
    )


def _mark_sections(document: nodes.document) -> None:
    """A section all of whose blocks may be left out goes with the first of them."""
    for section in reversed(list(document.findall(nodes.section))):
        body = [child for child in section.children if not isinstance(child, nodes.title)]
        numbers = [
            child.get("handouts_if_room") for child in body if isinstance(child, nodes.Element)
        ]
        if numbers and len(numbers) == len(body) and None not in numbers:
            section.setdefault("handouts_if_room", min(numbers))

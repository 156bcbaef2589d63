"""Adapt a page to an audience, and to paper or the web: one small function for each construct.

Works on an unresolved copy of the doctree. Knows doctrees; nothing of HTML or paper sizes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from handouts.compose.components import choose_tabs, open_components
from handouts.compose.embed import BIBLIOGRAPHY
from handouts.compose.footnotes import attach_own_footnotes, list_footnotes
from handouts.compose.optional import mark_optional
from handouts.nodes import (
    has_words_for_paper_only,
    if_room,
    is_for_paper_only,
    is_of_author,
    nodes_in,
    upwards,
)

if TYPE_CHECKING:
    from handouts.config.audiences import Audience

INVISIBLE = nodes.comment | nodes.substitution_definition | nodes.target | nodes.meta
INVISIBLE |= addnodes.index | addnodes.toctree | addnodes.tabular_col_spec
"""Nodes that print nothing."""
HOLDERS = nodes.section | nodes.Admonition | nodes.topic | nodes.sidebar | nodes.table
HOLDERS |= nodes.list_item | nodes.definition_list_item | nodes.field | nodes.tgroup
"""Nodes that hold something below a title, or below the head of a table."""
COMPONENTS_WITH_TITLE = {"aside", "card", "dropdown", "tab-item"}
"""Components of sphinx-design that do."""
BEGUN_BY_TEXT = nodes.list_item | nodes.entry | nodes.definition | nodes.field_body
"""Nodes whose first paragraph may be written directly in their element."""
TITLES = nodes.title | nodes.subtitle | nodes.rubric | nodes.term | nodes.classifier
TITLES |= nodes.field_name | nodes.thead | nodes.colspec
PARTS = nodes.container | nodes.definition | nodes.entry | nodes.field_body | nodes.tgroup
"""Nodes that are nothing without what they hold."""
WITHOUT_TITLE = nodes.container | nodes.Sequential | nodes.paragraph | nodes.block_quote
WITHOUT_TITLE |= nodes.row | nodes.thead | nodes.tbody | nodes.caption | nodes.legend | nodes.Inline
"""More nodes that may be emptied."""
MAY_BE_EMPTIED = HOLDERS | WITHOUT_TITLE
NOT_ON_PAPER = {"web-only", "html-only", "only-dark", "no-print", "noprint"}
NOT_ON_PAPER |= {"d-print-none", "sd-d-print-none"}
"""Classes of what a web page does not print, or shows by night only; `web-only` is ours."""
HIDDEN = re.compile(r"(sd-)?d-none")
"""Class of what is not shown, unless another class shows it on a wide screen or on paper."""
SHOWN = re.compile(r"(sd-)?d-(md|lg|xl|print)-(block|inline|inline-block|flex|grid|table)")
SCRIPTS = re.compile(
    r"(?>(?:\s*+<script\b(?>(?:(?!</script)[\s\S])*)</script>)+)\s*+", re.IGNORECASE
)
"""Scripts, and nothing beside them."""
CITATIONS = {"cite", "citation"}
"""Domains whose references lead to a bibliography."""


def note_lone_headings(document: nodes.document) -> None:
    """Note which sections, boxes and items an author left without text below their headings.

    Of lists, rows and others without a heading, it is noted whether they are empty.
    """
    for node in nodes_in(document, nodes.Element):
        if isinstance(node, MAY_BE_EMPTIED):
            node["handouts_lone"] = _is_bare(node)


def _is_bare(node: nodes.Element) -> bool:
    if isinstance(node, HOLDERS) or node.get("design_component") in COMPONENTS_WITH_TITLE:
        return _has_only_titles(node)
    return all(
        _prints_nothing(child)
        or (isinstance(child, nodes.Text) and not child.strip())
        or (isinstance(child, nodes.entry) and _has_only_titles(child))
        for child in node.children
    )


def _prints_nothing(node: nodes.Node) -> bool:
    """Return whether a node is invisible; a target may hold words, as in `[words]{#id}`."""
    return isinstance(node, INVISIBLE) and not (isinstance(node, nodes.target) and node.children)


def _has_only_titles(node: nodes.Element) -> bool:
    return all(
        isinstance(child, TITLES)
        or _prints_nothing(child)
        or (isinstance(child, PARTS) and _has_only_titles(child))
        or (isinstance(child, nodes.Element) and child.get("design_component") == "card-title")
        for child in node.children
    )


def for_web(document: nodes.document) -> None:
    """Remove what is only for paper, and what held nothing else."""
    if has_words_for_paper_only(document):
        before = ids_in(document)
        note_lone_headings(document)
        _drop(document, is_for_paper_only)
        _drop_emptied(document)
        _drop_lone_titles(document)
        _drop_dead_entries(document)
        document["handouts_gone"] = sorted(before - ids_in(document))


def ids_in(document: nodes.Element) -> set[str]:
    """Return the ids of all that is in a document, or in a part of one."""
    return set().union(*(node.get("ids", ()) for node in nodes_in(document, nodes.Element)))


def for_handout_page(
    document: nodes.document, audience: str, audiences: Mapping[str, Audience]
) -> None:
    """Leave on a handout's web page what its sheet says."""
    attach_own_footnotes(document)
    before = ids_in(document)
    for_web(document)
    choose_tabs(document, audience, audiences)
    document["handouts_gone"] = sorted(before - ids_in(document))
    list_footnotes(document)
    _give_levels(document)


def for_paper(
    document: nodes.document,
    audience: str,
    audiences: Mapping[str, Audience],
    *,
    with_todos: bool = False,
) -> None:
    """Leave what is printed for `audience`, in the order in which it is read.

    :param document: an unresolved doctree, with blocks and footnotes in place; it is changed
    :param audience: key of the audience of the handout
    :param audiences: all audiences, by whose keys their tabs are known
    :param with_todos: whether the project shows notes of `sphinx.ext.todo`
    """
    hidden = () if with_todos else ("todo_node",)
    _drop(document, lambda node: is_hidden(node) or type(node).__name__ in hidden)
    choose_tabs(document, audience, audiences)
    list_footnotes(document)
    _drop_invisible(document)
    _drop_emptied(document)
    _mark_references(document)
    open_components(document)
    _write_out_abbreviations(document)
    _tick_boxes(document)
    _give_levels(document)
    _drop_empty(document)
    _name_holders(document)
    _drop_dead_entries(document)
    _end_sections(document)
    mark_optional(document)


def is_hidden(node: nodes.Element) -> bool:
    """Return whether the classes of a node hide it from paper."""
    classes: list[str] = node.get("classes", [])
    if not NOT_ON_PAPER.isdisjoint(classes):
        return True
    hidden = any(HIDDEN.fullmatch(name) for name in classes)
    return hidden and not any(SHOWN.fullmatch(name) for name in classes)


def _drop(document: nodes.document, unwanted: Callable[[nodes.Element], bool]) -> None:
    for node in nodes_in(document, nodes.Element):
        if unwanted(node) and node.parent is not None:
            # A caption without its picture would say nothing.
            in_figure = isinstance(node, nodes.image) and isinstance(node.parent, nodes.figure)
            whole = node.parent if in_figure else node
            whole.parent.remove(whole)


def _drop_invisible(document: nodes.document) -> None:
    for node in filter(_is_invisible, nodes_in(document, nodes.Element)):
        # A target may hold text: `[text]{#id}`.
        node.parent.replace(node, node.children if isinstance(node, nodes.target) else [])


def _is_invisible(node: nodes.Node) -> bool:
    if isinstance(node, nodes.raw) and not is_of_author(node):
        # An extension, not the author, has put a script at the end of each page.
        return SCRIPTS.fullmatch(node.astext()) is not None
    return isinstance(node, INVISIBLE)


def _mark_references(document: nodes.document) -> None:
    """Turn references that no sheet can show into nodes that the writer refuses.

    Sphinx numbers figures only after sheets are printed, and a citation leads to a bibliography.
    """
    for node in nodes_in(document, nodes.Element):
        if type(node).__name__ == BIBLIOGRAPHY:
            node.replace_self(_citation(node))
        elif not isinstance(node, addnodes.pending_xref):
            continue
        elif node.get("reftype") == "numref":
            node.replace_self(addnodes.number_reference("", "", *node.children))
        elif node.get("refdomain") in CITATIONS:
            node.replace_self(_citation(node))


def _citation(node: nodes.Element) -> nodes.citation_reference:
    citation = nodes.citation_reference("", "", nodes.Text(node.astext()))
    citation.source, citation.line = node.source, node.line
    return citation


def _write_out_abbreviations(document: nodes.document) -> None:
    """Write the meaning of each abbreviation after its first use.

    Where that use may be left out, it is written once more after the first that is kept longer.
    """
    explained: dict[str, int] = {}
    for node in nodes_in(document, nodes.abbreviation):
        meaning, short, room = node.get("explanation"), node.astext(), if_room(node)
        if meaning and room < explained.get(short, room + 1):
            explained[short] = room
            node.append(nodes.Text(f" ({meaning})"))


def _tick_boxes(document: nodes.document) -> None:
    """Note of each item with a box whether it is ticked.

    In a checklist each item has a box, in place of the bullet or after the number.
    """
    for items in nodes_in(document, nodes.Element):
        checklist = "checklist" in items["classes"]
        if not checklist and "contains-task-list" not in items["classes"]:
            continue
        states = {
            item: _remove_box(item) for item in items.children if isinstance(item, nodes.list_item)
        }
        if isinstance(items, nodes.bullet_list) and not checklist and all(states.values()):
            items["classes"].append("checklist")
        for item, state in states.items():
            if state or checklist:
                item["handouts_tick"] = state or "open"


def _remove_box(item: nodes.list_item) -> str:
    """Remove MyST's checkbox, which is HTML, from an item; return its state, if it has one."""
    first = item.children[0] if item.children else None
    for raw in getattr(first, "children", ()):
        if isinstance(raw, nodes.raw) and "task-list-item-checkbox" in raw.astext():
            raw.parent.remove(raw)
            return "done" if "checked=" in raw.astext() else "open"
    return ""


def _give_levels(document: nodes.document) -> None:
    """Give each rubric the heading level of its place in the page."""
    for rubric in nodes_in(document, nodes.rubric):
        depth = sum(isinstance(node, nodes.section) for node in upwards(rubric))
        depth += rubric.get("handouts_deeper", 0)
        # MyST notes the level that the author wrote; no level may be skipped.
        rubric["heading-level"] = min(rubric.get("level", 6), depth + 1, 6)


def _drop_emptied(document: nodes.document) -> None:
    """Remove boxes, items and rows whose words are all for the other medium, with their titles."""
    for node in reversed(nodes_in(document, nodes.Element)):
        emptied = node.get("handouts_lone") is False and _is_bare(node)
        if emptied and not isinstance(node, nodes.section) and not _holds_spans(node.parent):
            node.parent.remove(node)


def _holds_spans(node: nodes.Element) -> bool:
    """Return whether cells go over rows of this part of a table, so that each row must stay."""
    cells = nodes_in(node, nodes.entry) if isinstance(node, nodes.tbody) else ()
    return any("morerows" in cell for cell in cells)


def _drop_empty(document: nodes.document) -> None:
    kinds = nodes.container | nodes.compound | nodes.Sequential | nodes.paragraph
    for node in reversed(nodes_in(document, nodes.Element)):
        if isinstance(node, kinds) and not node.children and node.parent is not None:
            node.parent.remove(node)
    _drop_lone_titles(document)


def _drop_lone_titles(document: nodes.document) -> None:
    for section in reversed(nodes_in(document, nodes.section)):
        rest = [child for child in section.children if not isinstance(child, nodes.title)]
        empty = all(map(_prints_nothing, rest)) and not section.get("handouts_lone")
        if empty and isinstance(section.parent, nodes.section):  # The page keeps its own title.
            section.parent.remove(section)


def _name_holders(document: nodes.document) -> None:
    """Give what begins with a paragraph the paragraph's names, as it may be written without a tag.

    A link would else lead to nothing, which refuses the sheet.
    """
    for node in nodes_in(document, nodes.paragraph):
        holder = node.parent
        begins = isinstance(holder, BEGUN_BY_TEXT) and holder.children[0] is node
        if begins and node["ids"] and "handouts_if_room" not in node:
            holder["ids"], node["ids"] = [*holder["ids"], *node["ids"]], []


def _drop_dead_entries(document: nodes.document) -> None:
    """Take sections that are gone out of what the directive `contents` has listed."""
    lists = [one for one in nodes_in(document, nodes.topic) if "contents" in one["classes"]]
    if not lists:
        return
    ids = {name for one in nodes_in(document, nodes.section) for name in one["ids"]}
    for listed in lists:
        for link in reversed(nodes_in(listed, nodes.reference)):
            if "handouts_source" not in link and link.get("refid") not in ids:
                drop_entry(link)
        if not nodes_in(listed, nodes.list_item):
            listed.parent.remove(listed)


def drop_entry(link: nodes.reference) -> None:
    """Remove the item of a link from contents, and a list that then is empty."""
    item = link.parent.parent
    whole = item if len(item.parent) > 1 else item.parent
    whole.parent.remove(whole)


def _end_sections(document: nodes.document) -> None:
    """End a section where a grid begins whose headings are of the section's own level.

    In Markdown a section goes on to the next heading outside any box, so it would hold the grid.
    """
    for section in nodes_in(document, nodes.section):
        depth = 1 + sum(isinstance(node, nodes.section) for node in upwards(section.parent))
        for index, child in enumerate(section.children):
            if _begins_level(child, depth) and isinstance(section.parent, nodes.section):
                rest = section.children[index:]
                del section[index:]
                section.parent.insert(section.parent.index(section) + 1, rest)
                break


def _begins_level(node: nodes.Node, depth: int) -> bool:
    return (
        isinstance(node, nodes.container)
        and "ho-grid" in node.get("handouts_classes", ())
        and any(rubric.get("level", 9) <= depth for rubric in nodes_in(node, nodes.rubric))
    )

"""The `embed` directive, and putting labelled blocks where it stands, always in a copy.

Knows doctrees; nothing of audiences, paper or printing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from handouts.collect.pages import MAX_BLOCKS, register_of
from handouts.nodes import embed
from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

BOXES = (nodes.Admonition, nodes.list_item, nodes.entry, nodes.definition, nodes.block_quote)
"""Elements in which a whole section cannot stand."""


class EmbedDirective(SphinxDirective):
    """Put the block with a label here; the label follows a number sign."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {"if-room": directives.flag}
    options_in_words: ClassVar[dict[str, str]] = {
        "if-room": "the block may be left out when the page is full, the last such block first",
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the block, which is found when all pages have been read."""
        target = self.arguments[0].strip()
        if not target.startswith("#") or len(target.split()) != 1 or target == "#":
            # Kept in the page and told later: Sphinx drops what a directive refuses, and the
            # sheet would be printed without it.
            node = embed(
                label="",
                if_room=False,
                fault=(
                    f"embed: expected one label after a number sign, such as #in-short, "
                    f"found {target!r}"
                ),
            )
        else:
            label = nodes.fully_normalize_name(target[1:])
            node = embed(label=label, if_room="if-room" in self.options)
        self.set_source_info(node)
        return [node]


def embedding_pages(env: BuildEnvironment) -> list[str]:
    """Return the pages that have an `embed` of their own."""
    return [name for name, page in register_of(env).items() if page.embeds]


@dataclass
class Block:
    """A block that an `embed` of this page put in its place."""

    number: int
    label: str
    docname: str
    """Page that the words live on."""
    line: int | None
    if_room: bool
    text: str = ""
    """The words, for those who count them."""


@dataclass
class Placed:
    """What was put in place, and what could not be."""

    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    copies: int = 0
    """Blocks copied so far, with those inside other blocks."""


def place_blocks(
    document: nodes.document,
    docname: str,
    where: Mapping[str, tuple[str, str, int | None]],
    tree_of: Callable[[str], nodes.document],
) -> Placed:
    """Replace each `embed` in `document` by a copy of its block.

    `where` gives docname, node id and line of each label; `tree_of` gives the unresolved doctree
    of a page, which is only read. A label that is missing leaves nothing behind: it has been
    reported by whoever looked at the register.
    """
    placed = Placed()
    tree_of = functools.cache(tree_of)  # Each page is loaded once, however often it is taken from.
    taken = set(_ids(document))
    for number, node in enumerate(list(document.findall(embed))):
        found = _copy(node["label"], docname, where, tree_of, frozenset(), number, placed)
        if found is None or not _may_stand(found, node, docname, placed):
            node.parent.remove(node)
            continue
        source, _, line = where[node["label"]]
        node_id = nodes.make_id(node["label"])
        if node_id not in taken:  # A heading of the page, or the same block, may have it already.
            found["ids"] = [*found["ids"], node_id]
            taken.add(node_id)
        found["handouts_block"] = number
        if node["if_room"]:
            found["handouts_if_room"] = sum(block.if_room for block in placed.blocks)
        placed.blocks.append(
            Block(number, node["label"], source, line, node["if_room"], found.astext())
        )
        node.replace_self(found)
    return placed


def _copy(
    label: str,
    docname: str,
    where: Mapping[str, tuple[str, str, int | None]],
    tree_of: Callable[[str], nodes.document],
    outer: frozenset[str],
    number: int,
    placed: Placed,
) -> nodes.Element | None:
    if label not in where or label in outer or placed.copies >= MAX_BLOCKS:
        return None  # Whoever looked at the register has reported it.
    placed.copies += 1
    source, node_id, line = where[label]
    original = _node_with_id(tree_of(source), node_id)
    if original is None or not _can_be_embedded(original):
        what = "nothing" if original is None else f"a {original.tagname}"
        if isinstance(original, embed):
            what = "another 'embed'"
        hint = "put the label on the line before a paragraph, list, table, box, figure or heading"
        message = f"label '{label}' stands before {what}, which cannot be embedded; {hint}"
        placed.faults.append(Fault("embed", message, source, line))
        return None
    copy = original.deepcopy()
    _refuse_footnotes(copy, label, source, line, placed)
    for index, inner in enumerate(list(copy.findall(embed))):
        nested = _copy(
            inner["label"], docname, where, tree_of, outer | {label}, number * 100 + index, placed
        )
        if nested is None:
            inner.parent.remove(inner)
        else:
            inner.replace_self(nested)
    if source != docname:
        _move_references(copy, source, docname)
    _renew_ids(copy, f"block-{number}", source, docname)
    return _as_one_block(copy)


def _node_with_id(document: nodes.document, node_id: str) -> nodes.Element | None:
    known = document.ids.get(node_id)
    if known is not None and _bears(known, node_id) and _stands_in(known, document):
        return known
    # What a transform has put in place of another node the document's own list does not know.
    return next((node for node in _elements(document) if _bears(node, node_id)), None)


def _bears(node: nodes.Element, node_id: str) -> bool:
    return node_id in node.get("ids", ()) and not isinstance(node, nodes.target)


def _stands_in(node: nodes.Element, document: nodes.document) -> bool:
    """Tell whether a node is still there: one that was taken out goes on to name its parent."""
    while node.parent is not None:
        if not any(child is node for child in node.parent.children):
            return False
        node = node.parent
    return node is document


def _can_be_embedded(node: nodes.Element) -> bool:
    kinds = nodes.Body | nodes.section | nodes.topic | nodes.sidebar
    never = nodes.Invisible | nodes.footnote | embed
    return isinstance(node, kinds) and not isinstance(node, never)


def _refuse_footnotes(
    copy: nodes.Element, label: str, docname: str, line: int | None, placed: Placed
) -> None:
    for reference in list(copy.findall(nodes.footnote_reference)):
        message = (
            f"block '{label}' refers to a footnote, whose text lies outside the block; "
            "put its words into the block"
        )
        placed.faults.append(Fault("footnote", message, docname, reference.line or line))
        reference.parent.remove(reference)  # It is told, and leads nowhere.


def _as_one_block(copy: nodes.Element) -> nodes.Element:
    """Return a tab item as title and body: bare, it would be invisible on the web."""
    if copy.get("design_component") != "tab-item":
        return copy
    label, content = copy.children
    sync = label.get("sync_id", "") if isinstance(label, nodes.Element) else ""
    block = nodes.container(ids=copy["ids"], classes=["handouts-tab"], handouts_sync=sync)
    block += nodes.rubric("", "", *[child.deepcopy() for child in label.children])
    block += [child.deepcopy() for child in content.children]
    return block


def _may_stand(copy: nodes.Element, node: embed, docname: str, placed: Placed) -> bool:
    parent: nodes.Element | None = node.parent if isinstance(copy, nodes.section) else None
    while parent is not None:
        if isinstance(parent, BOXES):
            kind = type(parent).__name__.replace("_", " ")
            message = (
                f"'#{node['label']}' is a whole section and cannot stand inside a {kind}; "
                "label the paragraph or list in it instead"
            )
            placed.faults.append(Fault("embed", message, docname, node.line))
            return False
        parent = parent.parent
    return True


def _move_references(copy: nodes.Element, source: str, docname: str) -> None:
    """Make references mean on the new page what they meant on the old one."""
    for node in copy.findall(addnodes.pending_xref):
        if node.get("reftype") == "doc":
            # A path relative to the old page would be dead, without a warning, on the new one.
            node["reftarget"] = "/" + docname_join(node.get("refdoc", source), node["reftarget"])
        node["refdoc"] = docname


def _renew_ids(copy: nodes.Element, prefix: str, source: str, docname: str) -> None:
    """Keep only ids that something in the copy refers to, unique on the new page."""
    present: set[str] = set(_ids(copy))
    wanted = {node["refid"] for node in _elements(copy) if "refid" in node} & present
    for node in _elements(copy):
        names: list[str] = node.get("ids", [])
        node["ids"] = [f"{prefix}-{name}" for name in names if name in wanted]
        node["names"] = []
        node["dupnames"] = []
        if "refid" in node:
            if node["refid"] in wanted:
                node["refid"] = f"{prefix}-{node['refid']}"
            elif source != docname and "handouts_source" not in node:
                node["handouts_source"] = source


def _ids(copy: nodes.Element) -> Iterator[str]:
    for node in _elements(copy):
        yield from node.get("ids", ())


def _elements(copy: nodes.Element) -> Iterator[nodes.Element]:
    yield from copy.findall(nodes.Element)


def link_to_sources(document: nodes.document, address: Callable[[str], str]) -> None:
    """Give references to what was left on a source page that page's address.

    `address` returns the address of a page as seen from the new one.
    """
    for node in document.findall(nodes.reference):
        source = node.attributes.pop("handouts_source", None)
        if source is not None:
            node["refuri"] = f"{address(source)}#{node.attributes.pop('refid')}"
            node["internal"] = True

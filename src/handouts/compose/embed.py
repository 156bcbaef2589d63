"""Put labelled blocks in the places of the `embed` directive, always as copies.

Knows doctrees; nothing of audiences, paper or printing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from handouts.collect.pages import MAX_BLOCKS, pages_of
from handouts.compose.components import sync_key
from handouts.compose.footnotes import attach_footnotes
from handouts.compose.references import move_references
from handouts.nodes import embed, is_for_paper_only, nodes_in, upwards
from handouts.problems import Fault

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.labels import Where

SPHINX_BLOCKS = addnodes.glossary | addnodes.hlist | addnodes.acks | addnodes.centered
CONDITIONS = {"only", "ifconfig"}
"""Names of nodes whose content a condition shows or hides."""
BIBLIOGRAPHY = "bibliography"
"""Name of the node that sphinxcontrib-bibtex fills in on its own page."""
BOXES = (nodes.Admonition, nodes.list_item, nodes.entry, nodes.definition, nodes.block_quote)
"""Elements that cannot hold a whole section."""
REMEDY = (
    "remove one of the two embeds, or say before this one why both are needed, as in “% allow "
    "repeated: the reason”"
)
CAPTIONED = (nodes.figure, nodes.table)
"""Elements that can have a caption with a number, beside the container of a `literal_block`."""


def embedding_pages(env: BuildEnvironment) -> list[str]:
    """Return the pages that have an `embed` of their own."""
    return [name for name, page in pages_of(env).items() if page.embeds]


@dataclass
class Block:
    """A block that an `embed` of this page was replaced by."""

    number: int
    label: str
    docname: str
    """Page that the block was copied from."""
    line: int | None
    if_room: bool
    text: str = ""
    """Its words, to be counted."""


@dataclass
class Placed:
    """The blocks that were put in place, and the faults of those that were not."""

    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Brought(NamedTuple):
    """A block that came to the page in another one."""

    inner: embed
    """What it stands in the place of, in the copy of the other one."""
    outer: str
    """Label of the other one."""
    own: embed
    """The page's own embed that brought both."""


class BlockCopier:
    """Copies blocks, with the blocks in them, to their places on one page.

    :param docname: the page
    :param where: docname, node id and line of each label
    :param tree_of: returns the unresolved doctree of a page, which is only read
    :param env: knows the pages and labels of the project, for references in the blocks
    """

    def __init__(
        self,
        docname: str,
        where: Where,
        tree_of: Callable[[str], nodes.document],
        env: BuildEnvironment,
    ) -> None:
        self.docname, self.where, self.env = docname, where, env
        # Each page is loaded once, however often it is taken from.
        self.tree_of = functools.cache(tree_of)
        self.placed = Placed()
        self.copies = 0
        """Blocks copied so far, with those inside other blocks."""
        self.brought: list[Brought] = []

    def place(self, document: nodes.document) -> Placed:
        """Replace each `embed` in the page by a copy of its block.

        A label that is missing leaves nothing behind: the audit has reported it.

        :param document: the unresolved doctree of the page; it is changed
        """
        elements = nodes_in(document, nodes.Element)
        taken: set[str] = set().union(*(node.get("ids", ()) for node in elements))
        embeds = nodes_in(document, embed)
        for number, node in enumerate(embeds):
            found = self.copy(node, number, node)
            if found is None or not self.may_stand(found, node):
                node.parent.remove(node)
                continue
            self.note(found, node, number)
            node_id = nodes.make_id(node["label"])
            # A heading of the page, or the same block, may have it already.
            if node_id not in taken:
                found["ids"] = [*found["ids"], node_id]
                taken.add(node_id)
            _name_captioned(found, f"block-{number}")
            node.replace_self(found)
        self.placed.faults += [*self.doubled(embeds), *self.repeated(embeds)]
        if self.copies < MAX_BLOCKS:  # Too many are reported.
            self.placed.faults += self.brought_twice(embeds)
        return self.placed

    def note(self, found: nodes.Element, node: embed, number: int) -> None:
        """Note a block that is put in the place of `node`, and mark it by its numbers."""
        source, _, line = self.where[node["label"]]
        found["handouts_block"] = number
        if node["if_room"]:
            found["handouts_if_room"] = sum(block.if_room for block in self.placed.blocks)
        block = Block(number, node["label"], source, line, node["if_room"], found.astext())
        self.placed.blocks.append(block)

    def may_stand(self, copy: nodes.Element, node: embed) -> bool:
        """Return whether a block may stand in the place of `node`; report a section in a box."""
        boxes = (one for one in upwards(node) if isinstance(one, BOXES))
        box = next(boxes, None) if isinstance(copy, nodes.section) else None
        if box is None:
            return True
        kind = type(box).__name__.replace("_", " ")
        what = f"'#{node['label']}' is a whole section and cannot stand inside a {kind}"
        message = f"{what}; label the paragraph or list in it instead"
        fault = Fault("embed", message, node.source or self.docname, node.line)
        self.placed.faults.append(fault)
        return False

    def copy(
        self, node: embed, number: int, own: embed, outer: frozenset[str] = frozenset()
    ) -> nodes.Element | None:
        """Return a copy of a block, for the page; nothing where it cannot be embedded.

        :param number: the place of the block among those of the page, for its ids
        :param own: the page's own embed that brings it
        :param outer: labels of the blocks that this one is in
        """
        label = node["label"]
        if label not in self.where or label in outer or self.copies >= MAX_BLOCKS:
            return None  # The audit has reported it.
        self.copies += 1
        source, _, line = self.where[label]
        original = self.original(label)
        if original is None:
            return None
        copy = original.deepcopy()
        attach_footnotes(copy, self.tree_of(source).ids, source)
        self.placed.faults += _remove_unusable(copy, label, source, line)
        for index, inner in enumerate(nodes_in(copy, embed)):
            at = len(self.brought)  # Before those that it brings itself.
            nested = self.copy(inner, number * 100 + index, own, outer | {label})
            if nested is None:
                inner.parent.remove(inner)
            else:
                self.brought.insert(at, Brought(inner, label, own))
                inner.replace_self(nested)
        if source != self.docname:
            move_references(copy, source, self.docname, self.env)
        renew_ids(copy, f"block-{number}", source, self.docname)
        return _as_one_block(copy)

    def doubled(self, embeds: list[embed]) -> Iterator[Fault]:
        """Yield a fault for each embed of a block that another embed of the page brings as well."""
        holders = self._holders(embeds)
        brought = {(page_of(one.own), one.inner["label"]): one.outer for one in self.brought[::-1]}
        for one in embeds:
            label = one["label"]
            outer = self._holder(label, one, holders) or brought.get((page_of(one), label))
            if outer and outer != label and not self._is_unread(outer):
                message = (
                    f"block '#{label}' would stand here twice, because '#{outer}' holds it and is "
                    "embedded too; remove one of the two embeds (a label before a heading names "
                    "the whole section below it)"
                )
                yield Fault("embed", message, one.source or self.docname, one.line)

    def repeated(self, embeds: Iterable[embed]) -> Iterator[Fault]:
        """Yield a fault for each embed of a block that the page has embedded before.

        It may be meant, as for a warning at the top and at the end. Where tabs, a condition or the
        medium choose, readers see one of them.
        """
        before: dict[tuple[object, int], embed] = {}
        for one in embeds:
            label = one["label"]
            if _is_chosen(one):
                continue
            block = self._found(label)  # Which can have several labels.
            first = before.setdefault((label if block is None else id(block), page_of(one)), one)
            if first is not one and "repeated" not in one.get("handouts_allow", ()):
                message = f"block '#{label}' stands here again, after line {first.line}; {REMEDY}"
                yield Fault("repeated", message, one.source or self.docname, one.line)

    def brought_twice(self, embeds: list[embed]) -> Iterator[Fault]:
        """Yield a fault for each block that two others on the page hold, or one holds twice."""
        once = {(one["label"], page_of(one)): one for one in embeds[::-1] if not _is_chosen(one)}
        holders = self._holders(once.values())
        first: dict[tuple[str, int], str] = {}
        known: set[tuple[str, int]] = set()
        """What stands twice, as is reported, by its label and the embed of the page."""
        for inner, outer, own in self.brought:
            label, page = inner["label"], page_of(own)
            if (label, page) in once or (outer, id(own)) in known:
                known.add((label, id(own)))  # With a block, all that it brings stands twice.
            elif once.get((own["label"], page)) is own and not _is_chosen(inner):
                other = first.get((label, page)) or self._holder(label, own, holders)
                first.setdefault((label, page), outer)
                if other is None:
                    continue
                known.add((label, id(own)))
                if not any("repeated" in one.get("handouts_allow", ()) for one in (inner, own)):
                    where = " and in ".join(f"'#{one}'" for one in dict.fromkeys((other, outer)))
                    message = f"block '#{label}' stands here twice, in {where}; {REMEDY}"
                    yield Fault("repeated", message, own.source or self.docname, own.line)

    def _holders(self, embeds: Iterable[embed]) -> dict[tuple[int, int], str]:
        """Return the labels of blocks of the page, by their pages and elements."""
        return {(page_of(one), id(self._found(one["label"]))): one["label"] for one in embeds}

    def _holder(self, label: str, own: embed, holders: Mapping[tuple[int, int], str]) -> str | None:
        """Return the label of that block of the page in which another one is written."""
        around = self._found(label)
        above = upwards(around.parent) if around is not None else ()
        return next(filter(None, (holders.get((page_of(own), id(node))) for node in above)), None)

    def _is_unread(self, label: str) -> bool:
        """Return whether what a label stands before could not be read; it names the next block."""
        source, _, line = self.where[label]
        page = pages_of(self.env).get(source)
        return page is not None and (line or 0) + 1 in {one.line for one in page.unread}

    def _found(self, label: str) -> nodes.Element | None:
        source, node_id, _ = self.where.get(label, ("", "", None))
        return _node_with_id(self.tree_of(source), node_id) if source else None

    def original(self, label: str) -> nodes.Element | None:
        """Return the block of a label on its own page; report what cannot be embedded."""
        source, node_id, line = self.where[label]
        found = _node_with_id(self.tree_of(source), node_id)
        if found is not None and _can_be_embedded(found):
            return found
        what = "nothing" if found is None else f"a {found.tagname}"
        if isinstance(found, embed):
            what = "another 'embed'"
        hint = "put the label on the line before a paragraph, list, table, box, figure or heading"
        message = f"label '{label}' stands before {what}, which cannot be embedded; {hint}"
        file = (found.source if found is not None else None) or source
        self.placed.faults.append(Fault("embed", message, file, line))
        return None


def page_of(one: embed) -> int:
    """Return what tells the pages apart in which embeds stand.

    Sphinx makes one document of all pages for some builders, and leaves to each page its own root.
    """
    above = list(upwards(one.parent))
    parts = (node for node in above if isinstance(node, addnodes.start_of_file))
    return id(next(parts, above[-1]))


def _is_chosen(one: embed) -> bool:
    """Return whether a tab, a condition or the medium chooses what stands in the place of one."""
    return any(
        node.get("design_component") == "tab-item"
        or type(node).__name__ in CONDITIONS
        or is_for_paper_only(node)
        for node in upwards(one.parent)
    )


def _name_captioned(found: nodes.Element, prefix: str) -> None:
    """Give an id to what may have a number: with `numfig` Sphinx warns where there is none."""
    for index, node in enumerate(nodes_in(found, nodes.Element)):
        if isinstance(node, CAPTIONED) or node.get("literal_block"):
            node["ids"] = node["ids"] or [f"{prefix}-{index}"]


def _node_with_id(document: nodes.document, node_id: str) -> nodes.Element | None:
    known = document.ids.get(node_id)
    if known is not None and _bears(known, node_id) and _stands_in(known, document):
        return known
    # The document's own list lacks nodes that a transform has put in place of others.
    return next((node for node in nodes_in(document, nodes.Element) if _bears(node, node_id)), None)


def _bears(node: nodes.Element, node_id: str) -> bool:
    return node_id in node.get("ids", ()) and not isinstance(node, nodes.target)


def _stands_in(node: nodes.Element, document: nodes.document) -> bool:
    """Return whether a node is still in the tree; one that was removed keeps its parent."""
    while node.parent is not None:
        if not any(child is node for child in node.parent.children):
            return False
        node = node.parent
    return node is document


def _can_be_embedded(node: nodes.Element) -> bool:
    kinds = nodes.Body | nodes.section | nodes.topic | nodes.sidebar | SPHINX_BLOCKS
    if type(node).__name__ in CONDITIONS:
        return True
    never = nodes.Invisible | nodes.footnote | embed
    return isinstance(node, kinds) and not isinstance(node, never)


def _remove_unusable(
    copy: nodes.Element, label: str, docname: str, line: int | None
) -> Iterator[Fault]:
    """Remove from a block what works only on its own page; yield a fault for each."""
    elements = nodes_in(copy, nodes.Element)
    for reference in elements:
        if not isinstance(reference, nodes.footnote_reference):
            continue
        what = f"block '{label}' refers to a footnote that its page does not have"
        message = f"{what}; put its words into the block"
        yield Fault("unsupported", message, reference.source or docname, reference.line or line)
        reference.parent.remove(reference)
    for node in elements:
        if type(node).__name__ == BIBLIOGRAPHY:
            what = f"block '{label}' holds a bibliography, which is written on its own page only"
            message = f"{what}; put it outside the block"
            yield Fault("embed", message, node.source or docname, node.line or line)
            node.parent.remove(node)


def _as_one_block(copy: nodes.Element) -> nodes.Element:
    """Return a block as one node that stays; a condition and a tab item get a container.

    A tab item outside a tab set would be invisible on the web, so it becomes a title and a body.
    """
    if type(copy).__name__ in CONDITIONS:
        ids, copy["ids"] = copy["ids"], []
        return nodes.container("", copy, ids=ids, handouts_condition=True)
    if copy.get("design_component") != "tab-item":
        return copy
    label, content = copy.children
    sync = sync_key(copy)
    block = nodes.container(ids=copy["ids"], classes=["handouts-tab"], handouts_sync=sync)
    block += nodes.rubric("", "", *[child.deepcopy() for child in label.children])
    block += [child.deepcopy() for child in content.children]
    return block


def renew_ids(copy: nodes.Element, prefix: str, source: str, docname: str) -> None:
    """Keep only ids that something in the copy refers to, and make them unique on the new page."""
    elements = nodes_in(copy, nodes.Element)
    present: set[str] = set().union(*(node.get("ids", ()) for node in elements))
    # A block inside this one may refer to the same id on its own page.
    inside = [one for one in elements if "refid" in one and "handouts_source" not in one]
    wanted = {one["refid"] for one in inside} & present
    for node in elements:
        names: list[str] = node.get("ids", [])
        renewed = [f"{prefix}-{name}" for name in names if name in wanted]
        node.attributes.update(ids=renewed, names=[], dupnames=[])
    for node in inside:
        if node["refid"] in wanted:
            node["refid"] = f"{prefix}-{node['refid']}"
        elif source != docname:
            node["handouts_source"] = source

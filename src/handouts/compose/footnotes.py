"""Write footnotes for paper: a letter where the text refers to one, and a list at the end.

Numbers are those of sources. Knows doctrees; nothing of HTML or paper sizes.
"""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx import addnodes

from handouts.nodes import ALWAYS, footnote_text, if_room, nodes_in, shows_something, upwards
from handouts.writer.lists import in_kind

LETTERS = "loweralpha"
OF_FOOTNOTES = (nodes.footnote_reference, nodes.footnote, nodes.transition)
"""What pages with footnotes have; most have none."""


def attach_footnotes(
    block: nodes.Element,
    footnotes: Mapping[str, nodes.Element],
    docname: str,
    outer: frozenset[str] = frozenset(),
) -> None:
    """Put the words of each footnote, which lie outside the block, where the block refers to it.

    A reference to a footnote without words stays, and is refused later.

    :param block: the block, which is changed
    :param footnotes: elements of the page of the block by their ids, among them its footnotes
    :param docname: name of that page, which identifies its footnotes
    :param outer: ids of the footnotes that the block is in; a footnote in itself is refused later
    """
    for reference in nodes_in(block, nodes.footnote_reference):
        name = reference.get("refid", "")
        footnote = footnotes.get(name)
        if isinstance(footnote, nodes.footnote) and name not in outer:
            words = [one for one in footnote.children if not isinstance(one, nodes.label)]
            key = f"{docname}#{name}"
            text = footnote_text("", *[one.deepcopy() for one in words], key=key)
            if shows_something(text):
                attach_footnotes(text, footnotes, docname, outer | {name})
                reference.parent.replace(reference, text)


def attach_own_footnotes(document: nodes.document) -> None:
    """Move the footnotes of a page, with blocks in place, to where the text refers to them.

    The rule that MyST puts before them goes.
    """
    if not nodes_in(document, OF_FOOTNOTES):
        return
    # A builder that makes one document of all pages has each of them in it, inner after outer.
    for page in reversed([document, *nodes_in(document, addnodes.start_of_file)]):
        footnotes = {name: one for one in nodes_in(page, nodes.footnote) for name in one["ids"]}
        attach_footnotes(page, footnotes, page.get("docname", ""))
        for node in nodes_in(page, (nodes.footnote, nodes.transition)):
            if isinstance(node, nodes.footnote) or "footnotes" in node["classes"]:
                node.parent.remove(node)


def list_footnotes(document: nodes.document) -> None:
    """Move the attached footnotes of a page to a list at its end, in the order of the text.

    Those of blocks that may be left out come last, and go with their block. One of which nothing
    is for paper, or for the web, goes with its marks.
    """
    if not nodes_in(document, footnote_text):
        return
    listed = nodes.enumerated_list(enumtype=LETTERS, prefix="", suffix=".")
    home = next(document.findall(nodes.section), document)
    home.append(listed)
    keys: dict[str, int] = {}
    # A footnote in a footnote is found in the list.
    while found := _outermost(document):
        for text in sorted(found, key=if_room):
            if not shows_something(text):
                text.parent.remove(text)
                continue
            number = keys.setdefault(text["key"], len(keys) + 1)
            if number > len(listed):
                item = nodes.list_item("", *text.children)
                _note_room(item, if_room(text))
                listed += item
            mark = nodes.superscript("", in_kind(number, LETTERS))
            text.parent.replace(text, mark)
    if listed.children:
        _note_room(listed, min(map(if_room, listed.children)))
    else:
        home.remove(listed)


def _note_room(node: nodes.Element, room: int) -> None:
    """Note with which block a node may be left out, unless it is always printed."""
    if room > ALWAYS:
        node["handouts_if_room"] = room


def _outermost(document: nodes.document) -> list[footnote_text]:
    """Return the footnotes that are in no other footnote."""
    found = nodes_in(document, footnote_text)
    return [
        one for one in found if not any(isinstance(up, footnote_text) for up in upwards(one.parent))
    ]

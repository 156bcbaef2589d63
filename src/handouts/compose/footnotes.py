"""Write footnotes for paper: a letter where the text refers to one, and a list at the end.

Numbers are those of sources. Knows doctrees; nothing of HTML or paper sizes.
"""

from __future__ import annotations

from docutils import nodes

from handouts.nodes import footnote_text, nodes_in
from handouts.writer.lists import in_kind

LETTERS = "loweralpha"


def attach_footnotes(
    block: nodes.Element,
    document: nodes.document,
    docname: str,
    outer: frozenset[str] = frozenset(),
) -> None:
    """Put the words of each footnote, which lie outside the block, where the block refers to it.

    :param block: the block, which is changed
    :param document: the page of the block, which has the footnotes
    :param docname: name of that page, which identifies its footnotes
    :param outer: ids of the footnotes that the block is in; a footnote in itself is refused later
    """
    for reference in nodes_in(block, nodes.footnote_reference):
        name = reference.get("refid", "")
        footnote = document.ids.get(name)
        if isinstance(footnote, nodes.footnote) and name not in outer:
            words = [one for one in footnote.children if not isinstance(one, nodes.label)]
            key = f"{docname}#{name}"
            text = footnote_text("", *[one.deepcopy() for one in words], key=key)
            attach_footnotes(text, document, docname, outer | {name})
            reference.parent.replace(reference, text)


def list_footnotes(document: nodes.document) -> None:
    """Move the footnotes of a page to a list at its end, in the order of the text."""
    attach_footnotes(document, document, "")
    for node in nodes_in(document, nodes.footnote):
        node.parent.remove(node)
    for rule in nodes_in(document, nodes.transition):
        if "footnotes" in rule["classes"]:  # MyST puts it before them.
            rule.parent.remove(rule)
    listed = nodes.enumerated_list(enumtype=LETTERS, prefix="", suffix=".")
    next(document.findall(nodes.section), document).append(listed)
    keys: dict[str, int] = {}
    # A footnote in a footnote is found in the list.
    while found := next(document.findall(footnote_text), None):
        number = keys.setdefault(found["key"], len(keys) + 1)
        if number > len(listed):
            listed += nodes.list_item("", *found.children)
        mark = nodes.superscript("", in_kind(number, LETTERS))
        found.parent.replace(found, mark)
    if not listed.children:
        listed.parent.remove(listed)

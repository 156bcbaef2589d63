"""Edit links: to the source of each page, and to that of each embedded block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes

from handouts.config.settings import settings_of
from handouts.i18n import _
from handouts.website.downloads import NOT_ON_PAPER

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.compose.embed import Placed

SHOWN = 6
"""Words of a block that name it."""


def edit_address(env: BuildEnvironment, docname: str, line: int | None = None) -> str:
    """Return the address at which a page, or a line of it, can be changed."""
    path = env.doc2path(docname, base=False).as_posix()
    template = settings_of(env.config).edit_url
    return template.replace("{path}", quote(path)).replace("{line}", str(line or 1))


def edit_link(address: str, about: str = "", *, of_parts: bool = False) -> nodes.paragraph:
    """Return the line with a link to a source.

    :param about: words after the link for screen readers, where a page has one line a block;
        such lines are hidden until a reader asks for them
    :param of_parts: whether the line has the words by which a reader asks for them
    """
    link = nodes.reference(
        "", _("Suggest a change"), refuri=address, internal=False, classes=["handouts-edit"]
    )
    line = nodes.paragraph("", "", link, classes=["handouts-suggest", *NOT_ON_PAPER])
    if about:
        link += nodes.inline("", about, classes=["handouts-hidden"])
        line["classes"].append("handouts-suggest-block")
    if of_parts:
        words = _("Show where each part can be changed")
        line += nodes.inline("", words, classes=["handouts-edit-all"])
    return line


def add_edit_links(
    document: nodes.document, placed: Placed, address_of: Callable[[str, int | None], str]
) -> None:
    """Put a line after each embedded block.

    :param address_of: returns where a line of a page can be changed
    """
    by_number = {one.number: one for one in placed.blocks}
    blocks = {
        node: by_number[node["handouts_block"]]
        for node in document.findall(nodes.Element)
        if node.get("handouts_block") in by_number
    }
    names = _different(_opening(node) or one.label for node, one in blocks.items())
    for (block, one), name in zip(blocks.items(), names, strict=True):
        # Each link has other words, for screen readers that list links.
        address = address_of(one.docname, one.line)
        line = edit_link(address, " " + _("to “{words}”", words=name))
        if isinstance(block, nodes.section):
            block.append(line)
        else:
            block.parent.insert(block.parent.index(block) + 1, line)


def _opening(block: nodes.Element) -> str:
    words = block.astext().split()
    return " ".join(words[:SHOWN]) + ("…" if len(words) > SHOWN else "")


def _different(names: Iterable[str]) -> list[str]:
    """Return the names, with a number after each that was used before."""
    found: list[str] = []
    for name in names:
        again = sum(one == name or one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found

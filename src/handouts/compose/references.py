"""Keep the meaning of references when a block is embedded on another page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from handouts.collect.links import contact_of, names_contact
from handouts.nodes import nodes_in, origin
from handouts.problems import Fault

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

BY_PATH = {"doc", "any", "myst"}
"""Kinds of references whose target may be a page, named relative to the page it stands on."""


def move_references(copy: nodes.Element, source: str, docname: str, env: BuildEnvironment) -> None:
    """Let references of a copied block lead where they led on its own page.

    :param copy: the block, which is changed
    :param source: the page that it was copied from
    :param docname: the page that it will be on
    :param env: knows the pages and labels of the project
    """
    for node in nodes_in(copy, addnodes.pending_xref):
        # A link of MyST with a file's name, such as `stairs.md`, names its page in full already.
        if node.get("reftype") in BY_PATH and node.get("refdomain") != "doc":
            target = _absolute(node, source, docname, env)
            if target:
                node["reftarget"] = f"/{target}"
        # Addresses are made relative to this page.
        node["refdoc"] = docname


def _absolute(node: addnodes.pending_xref, source: str, docname: str, env: BuildEnvironment) -> str:
    """Return the page that a reference means; nothing if its target is left as it is."""
    target = node["reftarget"]
    there = docname_join(node.get("refdoc", source), target)
    if there in env.found_docs:
        # Labels come first for a link of MyST.
        return "" if node["reftype"] == "myst" and _is_label(target, env) else there
    # A page of that name beside the new page would be another page. Anything else may be a label,
    # or a page of another project, which intersphinx finds by its own name.
    here = docname_join(docname, target)
    is_here = here in env.found_docs and not (node["reftype"] != "doc" and _is_label(target, env))
    is_ours = node["reftype"] == "doc" and not _is_elsewhere(target, env)
    return there if is_here or is_ours else ""


def _is_label(target: str, env: BuildEnvironment) -> bool:
    return target.lower() in env.domains.standard_domain.anonlabels


def _is_elsewhere(target: str, env: BuildEnvironment) -> bool:
    """Return whether intersphinx knows a page by this name."""
    inventory = getattr(env, "intersphinx_inventory", {}).get("std:doc", {})
    name, _, rest = target.partition(":")
    mapping = getattr(env.config, "intersphinx_mapping", {})
    return target in inventory or bool(rest and name in mapping)


def link_to_sources(document: nodes.document, address: Callable[[str], str]) -> None:
    """Give references to what is only on a block's own page the address of that page.

    :param address: returns the address of a page as seen from the new one
    """
    for node in nodes_in(document, nodes.reference):
        source = node.attributes.pop("handouts_source", None)
        if source is not None:
            node["refuri"] = f"{address(source)}#{node.attributes.pop('refid')}"
            node["internal"] = True


def mark_wordless(document: nodes.document) -> None:
    """Put each reference without words of its own into a mark, as resolving exchanges it.

    MyST writes the title of what it leads to, and the name of a label that has none.
    """
    for node in nodes_in(document, addnodes.pending_xref):
        if not node.astext().strip():
            mark = nodes.inline("", handouts_wordless=True)
            mark.source, mark.line = origin(node)
            node.replace_self(mark)
            mark.append(node)


def wordless_links(document: nodes.document, dangling: Collection[int | None]) -> Iterator[Fault]:
    """Yield each resolved link that shows nothing, or a name; take the marks out.

    A name of a block of its own page follows a number sign, and of another page is code.

    :param dangling: lines of links that lead nowhere, which have been reported and show a name, too
    """
    for mark in nodes_in(document, nodes.inline):
        if mark.get("handouts_wordless"):
            if nodes_in(mark, nodes.literal) and mark.line not in dangling:
                yield Fault("reference", _bare(mark), mark.source, mark.line)
            mark.replace_self(mark.children)
    for node in nodes_in(document, nodes.reference):
        child = node.children[0] if node.children else None
        if node.get("id_link") and isinstance(child, nodes.inline) and child.rawsource[:1] == "#":
            yield Fault("reference", _bare(node), *origin(node))
        if not any(map(_is_seen, node.findall())):
            what = f"a link to '{node.get('refuri', '')[:60]}' has no words"
            yield Fault("reference", f"{what}; write some into its []", *origin(node))


def _is_seen(node: nodes.Node) -> bool:
    """Return whether a part of a link is a word, a picture or an icon, whose name is shown."""
    if isinstance(node, nodes.Element):
        return "svg" in node or not isinstance(node, nodes.TextElement)
    is_break = isinstance(node.parent, nodes.raw) and node.astext().startswith(("<br", "\\\\"))
    return not is_break and bool(node.astext().strip())


def _bare(node: nodes.Element) -> str:
    return f"a sheet would show a bare name: '{node.astext()[:60]}'; write words into its []"


def name_contacts(document: nodes.document) -> None:
    """Write the number or the mailbox after each link whose paragraph does not say it."""
    for node in nodes_in(document, nodes.reference):
        contact = contact_of(node.get("refuri", ""))
        if contact and not (
            names_contact(node.astext(), contact, fewest=2)
            or names_contact(node.parent.astext(), contact)
        ):
            node.parent.insert(node.parent.index(node) + 1, nodes.Text(f" ({contact})"))

"""The directive `sources`, and the lists of sources that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import BIBLIOGRAPHY, note_data_files
from handouts.i18n import _
from handouts.nodes import nodes_in, source_list

if TYPE_CHECKING:
    from handouts.claims.ledger.entries import Ledger
    from handouts.claims.sources.bibliography import Bibliography, Source


class SourcesDirective(SphinxDirective):
    """Print the sources of this page's claims."""

    option_spec: ClassVar[dict[str, Any]] = {"all": directives.flag}
    options_in_words: ClassVar[dict[str, str]] = {"all": "those of all claims of the ledger"}

    def run(self) -> list[nodes.Node]:
        """Return a place for the list; what is cited is known when the page is whole."""
        note_data_files(self.env, *([] if "all" in self.options else [BIBLIOGRAPHY]))
        node = source_list(all="all" in self.options)
        self.set_source_info(node)
        return [node]


def item(source: Source, node_id: str, *, short: bool = False) -> nodes.list_item:
    """Return a source as an item, to which `node_id` leads."""
    text = [nodes.Text(source.short)] if short else source.nodes()
    return nodes.list_item("", nodes.paragraph("", "", *text), ids=[node_id])


def _listed(kind: type[nodes.Element], items: list[nodes.list_item], **how: str) -> nodes.Element:
    # Marked so that checks of language and numbers leave titles of studies alone.
    return kind("", *items, classes=["sources"], handouts_sources=True, **how)


def fill_lists(document: nodes.document, items: list[nodes.list_item]) -> None:
    """Put the list where the page asks for it, or else under a heading at the end of the page."""
    listed = _listed(nodes.enumerated_list, items, enumtype="arabic", prefix="", suffix=".")
    places = [node for node in nodes_in(document, source_list) if not node["all"]]
    if listed.children and places:
        places.pop(0).replace_self(listed)
    elif listed.children:
        sections = [one for one in document.children if isinstance(one, nodes.section)]
        is_whole = len(sections) == 1 and document.children[-1] is sections[0]
        home = sections[0] if is_whole else document
        title = nodes.title("", _("Sources"))
        home.append(nodes.section("", title, listed, ids=["handouts-sources"], classes=["wide"]))
    for node in places:
        node.parent.remove(node)


def list_all(document: nodes.document, ledger: Ledger, bibliography: Bibliography) -> None:
    """List the sources of all claims wherever the page asks for them."""
    places = nodes_in(document, source_list)
    if not places:
        return
    cited = ledger.sources
    found = [source for key, source in bibliography.sources.items() if key in cited]
    # Sources without author and year stay in the order of the file.
    found.sort(key=lambda source: source.order)
    for node in places:
        items = [item(source, nodes.make_id(f"source-{source.key}")) for source in found]
        node.replace_self(_listed(nodes.bullet_list, items, bullet="*"))

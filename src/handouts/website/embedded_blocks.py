"""Blocks of other pages in their places on a page of the site, and the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from handouts.audit.handouts import audit_of
from handouts.compose.embed import BlockCopier, Placed, embedding_pages
from handouts.compose.references import link_to_sources
from handouts.nodes import embed, nodes_in, unlink
from handouts.pipeline.events import PUBLISHING
from handouts.problems import in_one_line
from handouts.website.frame import builder_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show blocks of other pages, to be written again.

    A builder writes a page again when its source has changed, and does not know which blocks it
    embeds. For those that publish sheets, the pipeline returns the changed pages.
    """
    if app.builder.name in PUBLISHING:
        return []
    return sorted({*embedding_pages(env), *audit_of(app.config).handouts})


def with_blocks(document: nodes.document, env: BuildEnvironment) -> Placed:
    """Put the blocks of other pages in their places on the current page, and return them."""
    if next(document.findall(embed), None) is None:
        return Placed()
    docname, audit = env.current_document.docname, audit_of(env.config)
    placed = BlockCopier(docname, audit.labels.where, env.get_doctree, env).place(document)
    if docname not in audit.handouts:  # The faults of a handout are its sheets' already.
        _report(placed, env)
    # Sphinx counts on an id of each section when it makes one page of all.
    for number, section in enumerate(document.findall(nodes.section)):
        section["ids"] = section["ids"] or [f"block-section-{number}"]
    for node in nodes_in(document, nodes.Element):
        if "handouts_block" in node:
            leave_out_of_index(node)  # The search finds it on its own page.
            for contents in nodes_in(node, addnodes.toctree):  # Sheets have none either.
                contents.parent.remove(contents)
    return placed


def _report(placed: Placed, env: BuildEnvironment) -> None:
    for fault in placed.faults:
        # A file, or the name of a page; Sphinx knows the file of a page.
        name, line = fault.source, fault.line
        at = (name, line) if name in env.found_docs else f"{name}:{line}"
        message = in_one_line(fault.message)
        logger.warning(message, location=at, type="handouts", subtype=fault.code)


def leave_out_of_index(node: nodes.Element) -> None:
    """Keep a part of a page out of the search's index, because another page has its words."""
    if "no-search" not in node["classes"]:  # Sphinx's own class for this.
        node["classes"].append("no-search")


class LinksTransform(SphinxPostTransform):
    """Give embedded blocks' links to their old page that page's address, and end those to nothing.

    What is for paper only, or for another audience, is gone; a link to it from its own page becomes
    words, as on paper.
    """

    default_priority = 11

    def run(self, **kwargs: Any) -> None:
        """Change one page, unless it is a sheet."""
        if self.document.get("handouts_sheet"):
            return
        docname = self.env.current_document.docname
        builder = builder_of(self.env)
        link_to_sources(self.document, lambda to: builder.get_relative_uri(docname, to))
        if gone := self.document.get("handouts_gone"):
            for link in nodes_in(self.document, nodes.reference):
                if link.get("refid") in gone:
                    unlink(link)

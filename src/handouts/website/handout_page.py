"""Change the doctree of a handout into that of its page, which has the words of its sheets.

Of other pages, only their blocks and dates are changed. Writes no HTML.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from handouts.audit.handouts import Handout, audit_of
from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.sources.bibliography import bibliography_of
from handouts.claims.sources.citations import short_sources
from handouts.compose.adapt import for_handout_page, for_web, ids_in
from handouts.compose.components import choose_tabs
from handouts.compose.footnotes import attach_own_footnotes, list_footnotes
from handouts.config.settings import HandoutsConfig, settings_of
from handouts.config.site import SITES
from handouts.pipeline.report import report_of
from handouts.website.downloads import Downloads
from handouts.website.edit_links import add_edit_links, edit_address
from handouts.website.embedded_blocks import with_blocks
from handouts.website.frame import builder_of
from handouts.website.notices import withdrawal_notice
from handouts.website.page_foot import (
    add_dates,
    add_imprint,
    add_site_links,
    note_last_checked,
    top_section,
)

if TYPE_CHECKING:
    from sphinx.config import Config

    from handouts.compose.embed import Placed


class HandoutPageTransform(SphinxPostTransform):
    """Put blocks, downloads, dates and links in their places, before references are resolved."""

    # Before sphinxcontrib-bibtex (5) and the resolvers (9, 10), and long before sphinx-design's
    # tabs become radio buttons (200).
    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change one page, unless it is a sheet, which was composed in the same way.

        Translators need all words of a page, also those for paper only.
        """
        if self.document.get("handouts_sheet") or builder_of(self.env).name == "gettext":
            return
        config = settings_of(self.config)
        placed = with_blocks(self.document, self.env)
        handout = printed(self.env.current_document.docname, self.config)
        for_site(self.document, placed, handout, config)
        if handout is not None:
            self._add_links(handout, placed, config)
            checked = note_last_checked(self.document, self.env, placed)
            self._add_downloads()
            self._add_withdrawal(self.document, handout)
            add_imprint(self.document, self.env, handout, checked)
        else:
            add_dates(self.document, self.env, note_last_checked(self.document, self.env, placed))
        # Builders that make one document of all pages resolve them as one.
        for part in self.document.findall(addnodes.start_of_file):
            if (inlined := printed(part["docname"], self.config)) is not None:
                self._choose_tabs(part, inlined.audience, config)
                self._add_withdrawal(part, inlined)
        add_site_links(self.document, self.env)

    def _choose_tabs(self, part: nodes.Element, audience: str, config: HandoutsConfig) -> None:
        """Keep of one page in a document of all pages what is for its audience."""
        before = ids_in(part)
        choose_tabs(part, audience, config.audiences)
        gone = {*self.document.get("handouts_gone", ()), *before - ids_in(self.document)}
        self.document["handouts_gone"] = sorted(gone)

    def _add_links(self, handout: Handout, placed: Placed, config: HandoutsConfig) -> None:
        """Add links to edit the blocks of a handout's page, and to its sources."""
        if config.edit_url and builder_of(self.env).name in SITES:
            add_edit_links(self.document, placed, partial(edit_address, self.env))
        if config.audiences[handout.audience].sources and data_file(self.env, LEDGER):
            bibliography, ledger = bibliography_of(self.env), ledger_of(self.env)
            short_sources(self.document, ledger, bibliography, self.config.language)
            del self.document["handouts_sheet"]

    def _add_downloads(self) -> None:
        report = report_of(self.config)
        if report and (downloads := Downloads(self.env, report).of_handout()):
            _insert_below_title(self.document, downloads)

    def _add_withdrawal(self, page: nodes.Element, handout: Handout) -> None:
        """Add a notice to the head of a page whose handout was withdrawn."""
        if notice := withdrawal_notice(self.config, handout):
            _insert_below_title(page, notice)


def printed(docname: str, config: Config) -> Handout | None:
    """Return the handout of a page, if its audience is known."""
    handout = audit_of(config).handouts.get(docname)
    return handout if handout and handout.audience in settings_of(config).audiences else None


def for_site(
    document: nodes.document, placed: Placed, handout: Handout | None, config: HandoutsConfig
) -> None:
    """Leave what the site shows of a page; of a handout's, what its sheet says."""
    if handout is not None:
        for_handout_page(document, handout.audience, config.audiences)
        return
    if placed.blocks:
        attach_own_footnotes(document)
    for_web(document)
    if placed.blocks:
        list_footnotes(document)


def _insert_below_title(page: nodes.Element, node: nodes.Element) -> None:
    top = top_section(page)
    top.insert(1 if isinstance(top, nodes.section) else 0, node)

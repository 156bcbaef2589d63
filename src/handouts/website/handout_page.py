"""Change the doctree of a handout into that of its page, which has the words of its sheets.

Of other pages, only their blocks and dates are changed. Writes no HTML.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from handouts.audit.handouts import audit_of
from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.pages.uses import claims_in
from handouts.claims.sources.bibliography import bibliography_of
from handouts.claims.sources.citations import short_sources
from handouts.compose.adapt import for_handout_page, for_web
from handouts.compose.footnotes import list_footnotes
from handouts.compose.imprint import imprint_nodes, imprint_of
from handouts.compose.versions import version_of
from handouts.config.addresses import site_address
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.pipeline.report import report_of
from handouts.releases.setting import releases_of
from handouts.website.downloads import downloads_nodes
from handouts.website.edit_links import add_edit_links, edit_address
from handouts.website.embedded_blocks import leave_out_of_index, with_blocks
from handouts.website.frame import builder_of
from handouts.website.notices import withdrawal_notice
from handouts.website.page_dates import add_dates, note_last_checked
from handouts.website.page_foot import add_site_links, report_link, top_section

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.compose.embed import Placed
    from handouts.config.settings import HandoutsConfig
    from handouts.pipeline.report import Report


class HandoutPageTransform(SphinxPostTransform):
    """Put blocks, downloads, dates and links in their places, before references are resolved."""

    # Before sphinxcontrib-bibtex (5) and the resolvers (9, 10), and long before sphinx-design's
    # tabs become radio buttons (200).
    default_priority = 1

    @property
    def docname(self) -> str:
        """The page that is changed."""
        return self.env.current_document.docname

    @property
    def report(self) -> Report | None:
        """The report of this build, if it prints sheets."""
        return report_of(self.config)

    def run(self, **kwargs: Any) -> None:
        """Change one page, unless it is a sheet, which was composed in the same way."""
        if self.document.get("handouts_sheet"):
            return
        config, found = settings_of(self.config), audit_of(self.config)
        placed = with_blocks(self.document, self.env)
        handout = found.handouts.get(self.docname)
        if handout is not None and handout.audience in config.audiences:
            self._adapt(handout, placed, config)
            checked = note_last_checked(self.document, self.env, placed)
            self._add_downloads_and_imprint(handout, config, checked)
        else:
            for_web(self.document)
            if placed.blocks:
                list_footnotes(self.document)
            add_dates(self.document, self.env, note_last_checked(self.document, self.env, placed))
        # Builders that make one document of all pages resolve them as one.
        for part in self.document.findall(addnodes.start_of_file):
            if (inlined := found.handouts.get(part["docname"])) is not None:
                self._add_withdrawal(part, inlined)
        add_site_links(self.document, self.env)

    def _adapt(self, handout: Handout, placed: Placed, config: HandoutsConfig) -> None:
        """Leave on a handout's page what its sheet says, with links to edit its blocks."""
        audience = config.audiences[handout.audience]
        for_handout_page(self.document, handout.audience, config.audiences)
        if config.edit_url and builder_of(self.env).name in SITES:
            add_edit_links(self.document, placed, partial(edit_address, self.env))
        if audience.sources and data_file(self.env, LEDGER):
            bibliography, ledger = bibliography_of(self.env), ledger_of(self.env)
            short_sources(self.document, ledger, bibliography, self.config.language)
            del self.document["handouts_sheet"]

    def _add_withdrawal(self, page: nodes.Element, handout: Handout) -> None:
        """Add a notice to the head of a page whose handout was withdrawn."""
        register, language = releases_of(self.config), self.config.language
        if notice := withdrawal_notice(register, handout, language):
            _insert_below_title(page, notice)

    def _add_downloads_and_imprint(
        self, handout: Handout, config: HandoutsConfig, checked: date | None
    ) -> None:
        top = top_section(self.document)
        if self.report is not None:
            page = builder_of(self.env).get_target_uri(handout.docname)
            if downloads := downloads_nodes(self.report, handout.docname, page, config):
                _insert_below_title(self.document, downloads)
        self._add_withdrawal(top, handout)
        facts = self.report.handouts.get(handout.docname) if self.report else None
        version = version_of(self.config, handout, facts) if facts else None
        imprint = imprint_of(
            handout,
            config,
            self._address(handout, config),
            self.config.language,
            with_sources=bool(data_file(self.env, LEDGER) and claims_in(self.document)),
            checked=checked,
            version=version,
        )
        if self._lacks_large_print(handout, config):
            imprint = replace(imprint, with_large_print=False)
        if (foot := imprint_nodes(imprint)) is not None:
            leave_out_of_index(foot)
            top += foot
        if config.publisher.reports:
            number = version.release.version if version and version.release else None
            top += report_link(self.env, handout.docname, handout.id, number)

    def _address(self, handout: Handout, config: HandoutsConfig) -> str:
        """Return where the page will be on the site; other builders print no code to scan."""
        if builder_of(self.env).name not in SITES:
            return ""
        return site_address(self.config, config.base_url, config.site_builder, handout.docname)

    def _lacks_large_print(self, handout: Handout, config: HandoutsConfig) -> bool:
        """Return whether the site offers none of the sheets in large print."""
        sheets = self.report.sheets_of(handout.docname) if self.report else []
        large = [one for one in sheets if config.editions[one.edition].large_print]
        return bool(large) and not any(one.offered or one.last_good for one in large)


def _insert_below_title(page: nodes.Element, node: nodes.Element) -> None:
    top = top_section(page)
    top.insert(1 if isinstance(top, nodes.section) else 0, node)

"""Change the doctree of a handout into that of its page, which has the words of its sheets.

Says at the foot of other pages when their facts were checked. Writes no HTML.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from handouts import dates
from handouts.audit.handouts import audit_of
from handouts.audit.last_checked import CHECKED, last_checked
from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.pages.uses import claims_in
from handouts.claims.sources.bibliography import bibliography_of
from handouts.claims.sources.citations import short_sources
from handouts.compose.adapt import for_handout_page, for_web
from handouts.compose.embed import Placed, embedding_pages, place_blocks
from handouts.compose.footnotes import list_footnotes
from handouts.compose.imprint import Imprint, imprint_nodes, imprint_of
from handouts.compose.references import link_to_sources
from handouts.compose.versions import version_of
from handouts.config.addresses import site_address
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.nodes import embed, from_report
from handouts.pipeline.report import report_of
from handouts.problems import in_one_line
from handouts.releases.setting import releases_of
from handouts.website.downloads import downloads_nodes
from handouts.website.edit_links import add_edit_links, edit_address
from handouts.website.frame import builder_of, is_used
from handouts.website.notices import withdrawal_notice
from handouts.website.page_foot import add_site_links, report_link, top_section

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Audit, Handout
    from handouts.config.settings import HandoutsConfig
    from handouts.pipeline.report import Report

logger = logging.getLogger(__name__)


class HandoutPageTransform(SphinxPostTransform):
    """Put blocks in their places on the web, before references are resolved."""

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
        config = settings_of(self.config)
        found = audit_of(self.config)
        placed = self._with_blocks(found)
        handout = found.handouts.get(self.docname)
        if handout is not None and handout.audience in config.audiences:
            audience = config.audiences[handout.audience]
            for_handout_page(self.document, handout.audience, config.audiences)
            if config.edit_url and builder_of(self.env).name in SITES:
                add_edit_links(self.document, placed, partial(edit_address, self.env))
            if audience.sources and data_file(self.env, LEDGER):
                bibliography, ledger = bibliography_of(self.env), ledger_of(self.env)
                short_sources(self.document, ledger, bibliography, self.config.language)
                del self.document["handouts_sheet"]
            self._add_downloads_and_imprint(handout, config, self._last_checked(placed))
        else:
            for_web(self.document)
            if placed.blocks:
                list_footnotes(self.document)
            self._add_dates(self._last_checked(placed))
        # Builders that make one document of all pages resolve them as one.
        for part in self.document.findall(addnodes.start_of_file):
            if (inlined := found.handouts.get(part["docname"])) is not None:
                self._add_withdrawal(part, inlined)
        add_site_links(self.document, self.env)

    def _with_blocks(self, found: Audit) -> Placed:
        """Put the blocks of other pages in place, and return them."""
        if next(self.document.findall(embed), None) is None:
            return Placed()
        placed = place_blocks(
            self.document, self.docname, found.labels.where, self.env.get_doctree, self.env
        )
        if self.docname not in found.handouts:  # The faults of a handout are its sheets' already.
            self._report(placed)
        _name_sections(self.document)
        for node in self.document.findall(nodes.Element):
            if "handouts_block" in node:
                leave_out(node)  # The search finds it on its own page.
        return placed

    def _add_withdrawal(self, page: nodes.Element, handout: Handout) -> None:
        """Add a notice to the head of a page whose handout was withdrawn."""
        register, language = releases_of(self.config), self.config.language
        if notice := withdrawal_notice(register, handout, language):
            _insert_below_title(page, notice)

    def _report(self, placed: Placed) -> None:
        for fault in placed.faults:
            # A file, or the name of a page; Sphinx knows the file of a page.
            name, line = fault.source, fault.line
            at = (name, line) if name in self.env.found_docs else f"{name}:{line}"
            message = in_one_line(fault.message)
            logger.warning(message, location=at, type="handouts", subtype=fault.code)

    def _last_checked(self, placed: Placed) -> date | None:
        """Return the day to print, and keep it in the doctree for the head of the page."""
        embedded = {block.docname for block in placed.blocks}
        day = last_checked(self.env, self.docname, self.document, embedded)
        if day is None:
            return None
        if self.report and next(self.document.findall(from_report), None) is not None:
            # A list or a gallery shows the days that the sheets give.
            days = (facts.get("checked") for facts in self.report.handouts.values())
            day = min([day, *(date.fromisoformat(one) for one in days if one)])
        self.document[CHECKED] = day.isoformat()
        return day

    def _add_dates(self, checked: date | None) -> None:
        """Say at the foot of an ordinary page when its facts were checked.

        On a site our theme says so at the head.
        """
        builder = builder_of(self.env)
        if builder.name in SITES and is_used(builder):
            return
        found = dates.of_page(self.env.metadata[self.docname])
        dated = found.checked or found.check_by
        foot = imprint_nodes(
            Imprint(
                notice=settings_of(self.config).publisher.notice if dated else "",
                checked=checked,
                check_by=found.check_by,
                language=self.config.language,
            )
        )
        if foot is not None:
            leave_out(foot)
            top_section(self.document).append(foot)

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
            leave_out(foot)
            top += foot
        if config.publisher.reports:
            number = version.release.version if version and version.release else None
            top += report_link(self.env, handout.docname, handout.id, number)

    def _address(self, handout: Handout, config: HandoutsConfig) -> str:
        """Return where the page will be: no broken link as long as it is not published yet."""
        if builder_of(self.env).name == "linkcheck":
            return ""
        return site_address(self.config, config.base_url, config.site_builder, handout.docname)

    def _lacks_large_print(self, handout: Handout, config: HandoutsConfig) -> bool:
        """Return whether the site offers none of the sheets in large print."""
        sheets = self.report.sheets_of(handout.docname) if self.report else []
        large = [one for one in sheets if config.editions[one.edition].large_print]
        return bool(large) and not any(one.offered or one.last_good for one in large)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show blocks of other pages, to be written again.

    A builder writes a page again when its source has changed, and does not know which blocks it
    embeds. With a report, the pipeline returns the changed pages; without one, all are written.
    """
    if report_of(app.config) is not None or app.builder.name == "handouts":
        return []
    return sorted({*embedding_pages(env), *audit_of(app.config).handouts})


def leave_out(node: nodes.Element) -> None:
    """Keep a part of a page out of the search's index, because another page has its words."""
    if "no-search" not in node["classes"]:  # Sphinx's own class for this.
        node["classes"].append("no-search")


def _name_sections(document: nodes.document) -> None:
    """Give embedded sections an id: Sphinx counts on one when it makes one page of all."""
    for number, section in enumerate(document.findall(nodes.section)):
        if not section["ids"]:
            section["ids"].append(f"block-section-{number}")


def _insert_below_title(page: nodes.Element, node: nodes.Element) -> None:
    top = top_section(page)
    top.insert(1 if isinstance(top, nodes.section) else 0, node)


class LinksTransform(SphinxPostTransform):
    """Give embedded blocks' links to their old page that page's address."""

    default_priority = 11

    def run(self, **kwargs: Any) -> None:
        """Change one page, unless it is a sheet."""
        if self.document.get("handouts_sheet"):
            return
        docname = self.env.current_document.docname
        builder = builder_of(self.env)
        link_to_sources(self.document, lambda to: builder.get_relative_uri(docname, to))

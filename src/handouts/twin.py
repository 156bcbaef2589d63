"""The twin: a handout's page as every other builder writes it, saying what its sheet says.

Knows doctrees and the report of the sheets; nothing of HTML.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from handouts.audit import remembered
from handouts.bibliography import read_bibliography
from handouts.checks.dates import DateError, parse
from handouts.claims import uses
from handouts.compose import imprint_of, site_address
from handouts.condense import for_twin, for_web
from handouts.embed import embed, link_to_sources, place_blocks
from handouts.imprint import Imprint, imprint_nodes
from handouts.ledger import bibliography_path, ledger_of, ledger_path
from handouts.report import report_of
from handouts.settings import settings_of
from handouts.sources import short_sources

if TYPE_CHECKING:
    from handouts.audit import Handout
    from handouts.config import HandoutsConfig
    from handouts.embed import Placed
    from handouts.report import Report, SheetResult

logger = logging.getLogger(__name__)


class TwinTransform(SphinxPostTransform):
    """Put blocks in their places on the web, before references are resolved."""

    # Before sphinxcontrib-bibtex (5) and the resolvers (9, 10), and long before sphinx-design's
    # tabs become radio buttons (200).
    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand, unless it is a sheet: that has been through the same."""
        if self.document.get("handouts_sheet"):
            return
        config = settings_of(self.config)
        docname = self.env.current_document.docname
        found = remembered(self.config)
        if next(self.document.findall(embed), None) is not None:
            placed = place_blocks(self.document, docname, found.where, self.env.get_doctree)
            if docname not in found.handouts:  # A handout's faults were told of its sheets.
                self._tell(placed)
        handout = found.handouts.get(docname)
        if handout is not None and handout.audience in config.audiences:
            audience = config.audiences[handout.audience]
            for_twin(self.document, handout.audience, config.audiences)
            if audience.sources and ledger_path(self.env):
                self._number_sources()
            self._frame(handout, config)
        else:
            for_web(self.document)
            self._date()

    def _tell(self, placed: Placed) -> None:
        for fault in placed.faults:
            at = (fault.docname, fault.line)
            logger.warning(fault.message, location=at, type="handouts", subtype=fault.code)

    def _date(self) -> None:
        """Say at the foot of an ordinary page when its facts were checked."""
        metadata = self.env.metadata[self.env.current_document.docname]
        found = {}
        for name in ("checked", "check-by"):
            with contextlib.suppress(DateError):  # It has been told at the line where it stands.
                found[name] = parse(name, str(metadata.get(name)))
        notice = settings_of(self.config).publisher.notice if found else ""
        foot = imprint_nodes(
            Imprint(
                notice=notice,
                checked=found.get("checked"),
                check_by=found.get("check-by"),
                language=str(self.config.language),
            )
        )
        if foot is not None:
            _top(self.document).append(foot)

    def _number_sources(self) -> None:
        """Give the twin the numbers and the short list that its sheet has."""
        bibliography = read_bibliography(bibliography_path(self.env))
        short_sources(self.document, ledger_of(self.env), bibliography, self.config.language)
        del self.document["handouts_sheet"]

    def _frame(self, handout: Handout, config: HandoutsConfig) -> None:
        report = report_of(self.config)
        builder = self.env._app.builder.name
        site = builder if builder in {"html", "dirhtml"} else config.site_builder
        address = site_address(self.config, config.base_url, site, handout.docname)
        language = str(self.config.language)
        foot = imprint_nodes(
            imprint_of(
                handout,
                config,
                address,
                language,
                with_sources=bool(ledger_path(self.env) and uses(self.document)),
            )
        )
        top = _top(self.document)
        if report is not None:
            page = self.env._app.builder.get_target_uri(handout.docname)
            panel = panel_nodes(report, handout.docname, page, config)
            if panel is not None:
                top.insert(1 if isinstance(top, nodes.section) else 0, panel)
        if foot is not None:
            top += foot


def _top(document: nodes.document) -> nodes.Element:
    """Return the page's own section, or the document when the page has no title."""
    return next(document.findall(nodes.section), document)


class LinksTransform(SphinxPostTransform):
    """Give embedded blocks' links to their old page that page's address."""

    default_priority = 11

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand, unless it is a sheet."""
        if self.document.get("handouts_sheet"):
            return
        docname = self.env.current_document.docname
        builder = self.env._app.builder
        link_to_sources(self.document, lambda to: builder.get_relative_uri(docname, to))


def panel_nodes(
    report: Report, docname: str, page: str, config: HandoutsConfig
) -> nodes.container | None:
    """Return the links from a handout's page to its sheets."""
    sheets = [one for one in report.sheets if one.handout == docname and one.printed]
    if not sheets:
        return None
    panel = nodes.container(classes=["handouts-panel", "web-only"])
    panel += nodes.paragraph("", "", nodes.strong("", "Print this page"))
    links = nodes.bullet_list(classes=["handouts-editions"])
    for sheet in sheets:
        links += nodes.list_item("", _link(sheet, page, config))
    panel += links
    return panel


def _link(sheet: SheetResult, page: str, config: HandoutsConfig) -> nodes.paragraph:
    edition = config.editions[sheet.edition]
    pages = "1 page" if sheet.pages == 1 else f"{sheet.pages} pages"
    size = f"{max(1, round(sheet.bytes / 1000))} KB"
    paper = "" if edition.paper_name in edition.label else f"{edition.paper_name}, "
    words = f"{edition.label} (PDF, {paper}{pages}, {size})"
    address = relative_uri(page, sheet.file)
    return nodes.paragraph("", "", nodes.reference("", words, refuri=address, internal=True))

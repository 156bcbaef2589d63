"""The directive `handouts-gallery`: every sheet of the project as a picture, to open or to print.

Made from the report of the build, so it shows what there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.config.read import settings_of
from handouts.i18n import _
from handouts.nodes import handouts_gallery
from handouts.pipeline.report import report_of
from handouts.website.downloads import (
    NOT_ON_PAPER,
    expired,
    offer,
    page_link,
    picture,
    usable_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.config.model import HandoutsConfig
    from handouts.pipeline.report import Report, SheetResult


class GalleryDirective(SphinxDirective):
    """Show every sheet of the project as a picture, with links to open and to print it."""

    has_content = False
    options_in_words: ClassVar[dict[str, str]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place of the gallery; what it shows is known when all pages are read."""
        node = handouts_gallery()
        self.set_source_info(node)
        return [node]


class GalleryTransform(SphinxPostTransform):
    """Fill in the gallery, before references are resolved (10)."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand."""
        report = report_of(self.config)
        for node in list(self.document.findall(handouts_gallery)):
            found = list(self.gallery(report)) if report is not None else []
            node.replace_self(found or [nodes.paragraph("", _why_empty(report))])

    def gallery(self, report: Report) -> Iterator[nodes.Node]:
        """Yield a section for each handout."""
        config = settings_of(self.config)
        page = self.env._app.builder.get_target_uri(self.env.current_document.docname)
        for name, facts in report.handouts.items():
            if facts["audience"] in config.audiences:
                yield self.section(name, report, page, config)

    def section(self, name: str, report: Report, page: str, config: HandoutsConfig) -> nodes.Node:
        """Return one handout: its title, whom it is for, and its sheets."""
        sheets = report.sheets_of(name)
        audience = config.audiences[sheets[0].audience]
        section = nodes.section(ids=[nodes.make_id(f"sheets-{name}")], classes=["handouts-gallery"])
        until = usable_until(report, name)
        section["classes"] += until
        section += nodes.title("", "", self.link(name))
        section += nodes.paragraph("", audience.label, classes=["handouts-audience"])
        section += expired(until)
        title = self.env.titles[name].astext()
        items = [_item(sheet, page, config, title) for sheet in sheets]
        section += nodes.bullet_list("", *items, classes=["handouts-sheets", *NOT_ON_PAPER])
        return section

    def link(self, name: str) -> nodes.Node:
        """Return a link to a handout's page."""
        title = self.env.titles[name].astext()
        return page_link(self.env.current_document.docname, name, title)


def _why_empty(report: Report | None) -> str:
    if report is None:
        return _("This form of the pages was made without printing sheets.")
    return _("There are no handouts yet.")


def _item(sheet: SheetResult, page: str, config: HandoutsConfig, title: str) -> nodes.list_item:
    item = nodes.list_item()
    if sheet.offered:
        item += picture(sheet, page, config, title)
    item += offer(sheet, page, config)
    return item

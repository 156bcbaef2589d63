"""Directives for what is made from the report of the build, when all pages have been read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.i18n import _
from handouts.nodes import from_report
from handouts.pipeline.report import Report, report_of
from handouts.website.downloads import gallery_nodes, links_nodes
from handouts.website.report_tables import list_nodes, report_nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class FromReportDirective(SphinxDirective):
    """Mark a place that is filled in from the report by `made`."""

    options_in_words: ClassVar[dict[str, str]] = {}
    made: ClassVar[Callable[[BuildEnvironment, Report], Iterable[nodes.Node]]]

    def run(self) -> list[nodes.Node]:
        """Return the mark, since the report is made when all pages have been read."""
        node = from_report(directive=self.name)
        self.set_source_info(node)
        return [node]


class ReportDirective(FromReportDirective):
    """Show what the build that made this site found of each handout."""

    made = report_nodes


class ListDirective(FromReportDirective):
    """List every handout and version; what is past its last day comes first, then drafts."""

    made = list_nodes


class GalleryDirective(FromReportDirective):
    """Show every sheet of the project as a picture, with links to open and to print it."""

    made = gallery_nodes


class LinksDirective(FromReportDirective):
    """Show links to every sheet of the project, as on a front page."""

    made = links_nodes


DIRECTIVES: dict[str, type[FromReportDirective]] = {
    "handouts-report": ReportDirective,
    "handouts-list": ListDirective,
    "handouts-gallery": GalleryDirective,
    "handouts-links": LinksDirective,
}


class FromReportTransform(SphinxPostTransform):
    """Fill in the places, before references are resolved (10)."""

    # After the dates of the page, which ask whether it shows sheets (1).
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Fill in one page; sheets have no such places."""
        if self.document.get("handouts_sheet"):
            return
        report = report_of(self.config)
        words = _("There are no handouts yet.")
        if report is None:
            words = _("This form of the pages was made without printing sheets.")
        for node in list(self.document.findall(from_report)):
            made = DIRECTIVES[node["directive"]].made
            found = list(made(self.env, report)) if report else []
            node.replace_self(found or [nodes.paragraph("", words)])

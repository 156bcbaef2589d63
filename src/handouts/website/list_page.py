"""The directive `handouts-list`: every handout and every version, as a table on a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.config.read import settings_of
from handouts.dates import in_words
from handouts.i18n import _
from handouts.nodes import handouts_list
from handouts.pipeline.master_list import lines_of
from handouts.pipeline.report import report_of
from handouts.releases.setting import releases_of
from handouts.website.report_page import table

if TYPE_CHECKING:
    from handouts.config.model import HandoutsConfig
    from handouts.pipeline.master_list import Line


class ListDirective(SphinxDirective):
    """List every handout and version; what is past its last day comes first, then drafts."""

    has_content = False
    options_in_words: ClassVar[dict[str, str]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place of the list, which is known when all pages have been read."""
        node = handouts_list()
        self.set_source_info(node)
        return [node]


class ListTransform(SphinxPostTransform):
    """Fill in the list."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand."""
        for node in list(self.document.findall(handouts_list)):
            node.replace_self(self.filled_in())

    def filled_in(self) -> nodes.Node:
        """Return the table, or why there is none."""
        report = report_of(self.config)
        if report is None:
            text = _("This form of the pages was made without printing sheets.")
            return nodes.paragraph("", text)
        found = lines_of(report, releases_of(self.config), settings_of(self.config).today)
        if not found:
            return nodes.paragraph("", _("There are no handouts yet."))
        return table(_head(), [_row(one, settings_of(self.config)) for one in found])


def _head() -> tuple[str, ...]:
    return (
        _("Handout"),
        _("Version"),
        _("Editions"),
        _("Owner"),
        _("Last day"),
        _("Status"),
        _("Checks ran"),
    )


def _row(one: Line, config: HandoutsConfig) -> tuple[nodes.Node | str, ...]:
    title = f"{one.title} ({one.id})" if one.id else one.title
    labels = [config.editions[name].label for name in one.editions if name in config.editions]
    date_of, last_day, ran = (
        in_words(date.fromisoformat(day), config.language) if day else ""
        for day in (one.date, one.last_day, one.checks_ran)
    )
    return (
        nodes.reference("", title, refuri=one.address) if one.address else title,
        f"{one.version}, {date_of}" if one.version else _("none"),
        f"{one.language}: {', '.join(labels)}",
        one.owner or _("nobody"),
        last_day,
        _(one.status),
        ran,
    )

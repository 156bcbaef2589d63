"""The list of every handout and every version, as a table on a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.config.read import settings_of
from handouts.dates import in_words
from handouts.i18n import _
from handouts.pipeline.master_list import lines_of
from handouts.releases.setting import releases_of
from handouts.website.report_page import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from handouts.config.model import HandoutsConfig
    from handouts.pipeline.master_list import Line
    from handouts.pipeline.report import Report


def list_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield the table, if there is anything to list."""
    config = settings_of(env.config)
    if found := lines_of(report, releases_of(env.config), config.today):
        head = (_("Handout"), _("Version"), _("Editions"), _("Owner"), _("Last day"), _("Status"))
        yield table((*head, _("Checks ran")), [_row(one, config) for one in found])


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

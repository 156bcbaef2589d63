"""The gallery: every sheet of a project as a picture, with links to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.config.settings import HandoutsConfig, settings_of
from handouts.website.downloads import (
    NOT_ON_PAPER,
    expired,
    offer,
    page_link,
    picture,
    usable_until,
)
from handouts.website.frame import builder_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.pipeline.report import Report, SheetResult


def gallery_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a section for each handout: its title, whom it is for, and its sheets."""
    config = settings_of(env.config)
    docname = env.current_document.docname
    page = builder_of(env).get_target_uri(docname)
    for name, facts in report.handouts.items():
        audience = config.audiences.get(facts["audience"])
        if audience is None:
            continue
        title, until = env.titles[name].astext(), usable_until(report, name)
        items = [_item(sheet, page, config, title) for sheet in report.sheets_of(name)]
        yield nodes.section(
            "",
            nodes.title("", "", page_link(docname, name, title)),
            nodes.paragraph("", audience.label, classes=["handouts-audience"]),
            *expired(until),
            nodes.bullet_list("", *items, classes=["handouts-sheets", *NOT_ON_PAPER]),
            ids=[nodes.make_id(f"sheets-{name}")],
            classes=["handouts-gallery", *until],
        )


def _item(sheet: SheetResult, page: str, config: HandoutsConfig, title: str) -> nodes.list_item:
    item = nodes.list_item()
    if sheet.offered:
        item += picture(sheet, page, config, title)
    item += offer(sheet, page, config)
    return item

"""The day on which the facts of a page of the site were last checked, and where the page says so.

At the head of a page of our theme, and at the foot of one of another.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handouts import dates
from handouts.audit.last_checked import CHECKED, last_checked
from handouts.claims.pages.uses import claims_in
from handouts.compose.imprint import Imprint, imprint_nodes
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.nodes import from_report
from handouts.pipeline.report import report_of
from handouts.website.embedded_blocks import leave_out_of_index
from handouts.website.frame import builder_of, is_used
from handouts.website.page_foot import top_section

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from handouts.compose.embed import Placed


def note_last_checked(
    document: nodes.document, env: BuildEnvironment, placed: Placed
) -> date | None:
    """Return the day to print, and note it in the doctree for the head of the page.

    :param placed: the blocks of other pages on this one
    """
    embedded = {block.docname for block in placed.blocks}
    day = last_checked(env, env.current_document.docname, claims_in(document), embedded)
    if day is None:
        return None
    report = report_of(env.config)
    if report and next(document.findall(from_report), None) is not None:
        # A list or a gallery shows the days that the sheets give.
        days = (facts.get("checked") for facts in report.handouts.values())
        day = min([day, *(date.fromisoformat(one) for one in days if one)])
    document[CHECKED] = day.isoformat()
    return day


def add_dates(document: nodes.document, env: BuildEnvironment, checked: date | None) -> None:
    """Say at the foot of a page that is no handout when its facts were checked."""
    builder = builder_of(env)
    if builder.name in SITES and is_used(builder):
        return
    found = dates.of_page(env.metadata[env.current_document.docname])
    config = settings_of(env.config)
    foot = imprint_nodes(
        Imprint(
            notice=config.publisher.notice if found.checked or found.check_by else "",
            checked=checked,
            check_by=found.check_by,
            language=config.language,
        )
    )
    if foot is not None:
        leave_out_of_index(foot)
        top_section(document).append(foot)

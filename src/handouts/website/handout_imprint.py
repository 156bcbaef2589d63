"""The imprint at the foot of a handout's page: what the foot of its sheets says, and a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.pages.uses import claims_in
from handouts.compose.imprint import imprint_nodes, imprint_of
from handouts.compose.versions import version_of
from handouts.config.addresses import site_address
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.pipeline.report import report_of
from handouts.website.embedded_blocks import leave_out_of_index
from handouts.website.frame import builder_of
from handouts.website.page_foot import report_link, top_section

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Handout
    from handouts.config.settings import HandoutsConfig
    from handouts.pipeline.report import Report


def add_imprint(
    document: nodes.document, env: BuildEnvironment, handout: Handout, checked: date | None
) -> None:
    """End a handout's page with its imprint, and with the line to write that something is wrong.

    :param checked: the day on which its facts were last checked
    """
    config, report = settings_of(env.config), report_of(env.config)
    facts = report.handouts.get(handout.docname) if report else None
    version = version_of(env.config, handout, facts) if facts else None
    imprint = imprint_of(
        handout,
        config,
        _address(env, handout, config),
        env.config.language,
        with_sources=bool(data_file(env, LEDGER) and claims_in(document)),
        checked=checked,
        version=version,
    )
    if report is not None and _lacks_large_print(report, handout, config):
        imprint = replace(imprint, with_large_print=False)
    top = top_section(document)
    if (foot := imprint_nodes(imprint)) is not None:
        leave_out_of_index(foot)
        top += foot
    if config.publisher.reports:
        number = version.release.version if version and version.release else None
        top += report_link(env, handout.docname, handout.id, number)


def _address(env: BuildEnvironment, handout: Handout, config: HandoutsConfig) -> str:
    """Return where the page will be on the site; other builders print no code to scan."""
    if builder_of(env).name not in SITES:
        return ""
    return site_address(env.config, config.base_url, config.site_builder, handout.docname)


def _lacks_large_print(report: Report, handout: Handout, config: HandoutsConfig) -> bool:
    """Return whether the site offers none of the sheets in large print."""
    sheets = report.sheets_of(handout.docname)
    large = [one for one in sheets if config.editions[one.edition].large_print]
    return bool(large) and not any(one.offered or one.last_good for one in large)

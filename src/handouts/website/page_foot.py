"""The foot of a page of the site: an imprint or dates, and links to its sheets and its source.

A handout's imprint is that of its sheets. The day on which the facts of a page were last checked
stands at the head of a page of our theme, and at the foot of one of another.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from docutils import nodes

from handouts import dates
from handouts.audit.handouts import Handout, audit_of
from handouts.audit.last_checked import last_checked
from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.pages.uses import claims_in
from handouts.compose.imprint import Imprint, imprint_nodes, imprint_of, scan_words
from handouts.compose.versions import version_of
from handouts.config.addresses import site_address
from handouts.config.settings import HandoutsConfig, settings_of
from handouts.config.site import SITES
from handouts.i18n import _
from handouts.nodes import from_report
from handouts.pipeline.report import Report, report_of
from handouts.website.contact import mail_to
from handouts.website.downloads import NOT_ON_PAPER, Downloads
from handouts.website.edit_links import edit_address, edit_link
from handouts.website.embedded_blocks import leave_out_of_index
from handouts.website.frame import builder_of, is_used

if TYPE_CHECKING:
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
    document["handouts_checked"] = day.isoformat()
    return day


def add_dates(document: nodes.document, env: BuildEnvironment, checked: date | None) -> None:
    """Say at the foot of a page that is no handout when its facts were checked."""
    builder = builder_of(env)
    if builder.name in SITES and is_used(builder):
        return
    days = dates.of_page(env.metadata[env.current_document.docname])
    config = settings_of(env.config)
    foot = imprint_nodes(
        Imprint(
            notice=config.publisher.notice if days.checked or days.check_by else "",
            checked=checked,
            check_by=days.check_by,
            language=config.language,
        )
    )
    if foot is not None:
        leave_out_of_index(foot)
        top_section(document).append(foot)


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
        scan_words(
            sources=bool(data_file(env, LEDGER) and claims_in(document)),
            large_print=_has_large_print(report, handout, config),
        ),
        checked=checked,
        version=version,
    )
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


def _has_large_print(report: Report | None, handout: Handout, config: HandoutsConfig) -> bool:
    """Return whether the site offers any of the sheets in large print, as far as is known."""
    sheets = report.sheets_of(handout.docname) if report else []
    large = [one for one in sheets if config.editions[one.edition].large_print]
    if not large:
        return config.has_large_print
    return any(one.offered or one.last_good for one in large)


def add_site_links(document: nodes.document, env: BuildEnvironment) -> None:
    """End a page of the site with links to the sheets that use it and to its source."""
    docname, report = env.current_document.docname, report_of(env.config)
    if report is None:  # As in all builders but those of sites.
        return
    config, audit, top = settings_of(env.config), audit_of(env.config), top_section(document)
    # A page that leads to all sheets says it once.
    places = document.findall(from_report)
    once = any(one["directive"] == "handouts-links" for one in places)
    users = () if once else audit.users.get(docname, ())
    if used := Downloads(env, report).of_users(users):
        top += used
    if config.publisher.reports and docname not in audit.handouts:
        top += report_link(env, docname, env.titles[docname].astext())
    if config.edit_url:
        top += edit_link(edit_address(env, docname), of_parts=docname in audit.handouts)


def report_link(
    env: BuildEnvironment, docname: str, about: str, version: int | None = None
) -> nodes.paragraph:
    """Return the line by which readers write that something is wrong, without an account.

    :param about: title of the page, or id of its handout, for the subject
    """
    config = settings_of(env.config)
    mail = mail_to(config.publisher.reports, about, version, config.language, docname)
    link = nodes.reference("", _("Something is wrong with this"), refuri=mail, internal=False)
    return nodes.paragraph("", "", link, classes=["handouts-reports", *NOT_ON_PAPER])


def top_section(document: nodes.Element) -> nodes.Element:
    """Return the page's own section, or the document if the page has no title."""
    return next(document.findall(nodes.section), document)

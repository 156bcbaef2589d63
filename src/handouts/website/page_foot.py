"""Links at the foot of a page of the site: to its sheets, to its source, and to write about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from handouts.audit.handouts import audit_of
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.i18n import _
from handouts.pipeline.report import report_of
from handouts.website.contact import mail_to
from handouts.website.downloads import NOT_ON_PAPER, used_nodes
from handouts.website.edit_links import edit_address, edit_link
from handouts.website.frame import builder_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def add_site_links(document: nodes.document, env: BuildEnvironment) -> None:
    """End a page of the site with links to the sheets that use it and to its source."""
    builder, docname, report = builder_of(env), env.current_document.docname, report_of(env.config)
    if builder.name not in SITES or report is None:
        return
    config, found, top = settings_of(env.config), audit_of(env.config), top_section(document)
    users = [(name, env.titles[name].astext()) for name in found.users.get(docname, [])]
    page = builder.get_target_uri(docname)
    if used := used_nodes(users, report, docname, page, config):
        top += used
    if config.publisher.reports and docname not in found.handouts:
        top += report_link(env, docname, env.titles[docname].astext())
    if config.edit_url:
        top += edit_link(edit_address(env, docname), of_parts=docname in found.handouts)


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

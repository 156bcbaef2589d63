"""Notices at the head of pages: facts that should have been checked again, and withdrawals."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from handouts import dates
from handouts.i18n import _
from handouts.releases.register import latest, withdrawal_of
from handouts.releases.setting import language_of, releases_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from handouts.audit.handouts import Handout
    from handouts.website.frame import Context


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: Context, doctree: nodes.document | None
) -> None:
    """Put a hidden banner on each page with a last day of use; a script shows it after that day."""
    last_day = dates.of_page(app.env.metadata.get(pagename, {})).check_by
    if last_day is None or "body" not in context:
        return
    words = _(
        "Do not use this page: its facts should have been checked again by {date}.",
        date=dates.in_words(last_day, app.config.language),
    )
    banner = f'<p class="handouts-overdue" role="alert" data-check-by="{last_day}" hidden>'
    context["body"] = f"{banner}{escape(words)}</p>\n{context['body']}"


def withdrawal_notice(config: Config, handout: Handout) -> nodes.admonition | None:
    """Return the notice if the latest release of a handout was withdrawn."""
    register = releases_of(config)
    release = latest(register, handout.id, language_of(config))
    withdrawal = withdrawal_of(register, release) if release else None
    if withdrawal is None:
        return None
    day = dates.in_words(withdrawal.date, config.language)
    words = _("Do not use printed copies of this page. It was withdrawn on {date}.", date=day)
    title = nodes.title("", _("withdrawn").capitalize())
    notice = nodes.admonition("", title, classes=["danger", "handouts-withdrawn"])
    notice += nodes.paragraph("", "", nodes.strong("", words))
    notice += nodes.paragraph("", withdrawal.reason)
    if withdrawal.instead:
        notice += nodes.paragraph("", withdrawal.instead)
    return notice

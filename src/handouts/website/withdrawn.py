"""The notice at the head of a handout's page that its latest release was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from handouts.dates import in_words
from handouts.i18n import _, sphinx_language
from handouts.releases.register import latest, withdrawal_of

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.releases.register import Register


def withdrawal_notice(register: Register, handout: Handout, language: str) -> nodes.danger | None:
    """Return the notice if the latest release of a handout was withdrawn."""
    release = latest(register, handout.id, sphinx_language(language))
    withdrawal = withdrawal_of(register, release) if release else None
    if release is None or withdrawal is None:
        return None
    day = in_words(withdrawal.date, language)
    words = _("Do not use printed copies of this page. It was withdrawn on {date}.", date=day)
    notice = nodes.danger(classes=["handouts-withdrawn"])
    notice += nodes.paragraph("", "", nodes.strong("", words))
    notice += nodes.paragraph("", withdrawal.reason)
    if withdrawal.instead:
        notice += nodes.paragraph("", withdrawal.instead)
    return notice

"""The imprint at the foot of a sheet and of its web page: dates, publisher, address.

Makes doctree nodes from values, so that paper and web say the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.config.addresses import short_address
from handouts.dates import in_words
from handouts.i18n import _

if TYPE_CHECKING:
    import datetime


@dataclass(frozen=True)
class Imprint:
    """What the foot of a sheet says."""

    publisher: str = ""
    contact: str = ""
    notice: str = ""
    checked: datetime.date | None = None
    check_by: datetime.date | None = None
    address: str = ""
    """Full address of the handout's page on the public site, or nothing."""
    with_sources: bool = False
    """Whether that page lists the sources of its claims."""
    with_large_print: bool = False
    """Whether the handout is printed in large print too."""
    language: str = "en"


def imprint_nodes(imprint: Imprint) -> nodes.container | None:
    """Return the imprint as a container of paragraphs; nothing if there is nothing to say."""
    foot = nodes.container(classes=["handouts-imprint"], handouts_imprint=True)
    line = " ".join(part for part in (_dates(imprint), _publisher(imprint)) if part)
    if line:
        foot += nodes.paragraph("", line)
    if imprint.address:
        foot += _address(imprint)
    return foot if foot.children else None


def _dates(imprint: Imprint) -> str:
    words = []
    if imprint.checked:
        words.append(
            _("Facts last checked {date}.", date=in_words(imprint.checked, imprint.language))
        )
    if imprint.check_by:
        words.append(
            _("Do not use after {date}.", date=in_words(imprint.check_by, imprint.language))
        )
    if imprint.notice:
        words.append(imprint.notice)
    return " ".join(words)


def _publisher(imprint: Imprint) -> str:
    who = _("Published by {name}.", name=imprint.publisher) if imprint.publisher else ""
    return " ".join(part for part in (who, imprint.contact) if part)


def _address(imprint: Imprint) -> nodes.paragraph:
    shown = short_address(imprint.address)
    line = nodes.paragraph("", f"{_what_is_there(imprint)} ")
    line += nodes.reference("", shown, refuri=imprint.address, classes=["handouts-address"])
    return line


def _what_is_there(imprint: Imprint) -> str:
    # Whole sentences: what is put together from parts cannot be translated.
    if imprint.with_sources and imprint.with_large_print:
        return _("This page on the web, with its sources and in large print:")
    if imprint.with_sources:
        return _("This page on the web, with its sources:")
    if imprint.with_large_print:
        return _("This page on the web, also in large print:")
    return _("This page on the web:")

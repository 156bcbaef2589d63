"""Make the imprint at the foot of a sheet and of its web page: dates, publisher, address."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.compose.versions import notice_of, version_words
from handouts.config.addresses import short_address
from handouts.config.publisher import Publisher
from handouts.dates import in_words
from handouts.i18n import _

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.config.settings import HandoutsConfig
    from handouts.releases.register import SheetVersion


@dataclass(frozen=True)
class Imprint:
    """What the foot of a sheet says."""

    publisher: Publisher = field(default_factory=Publisher)
    notice: str = ""
    version: str = ""
    """What a web page says of its version; a sheet has it in its margin."""
    checked: datetime.date | None = None
    check_by: datetime.date | None = None
    address: str = ""
    """Full address of the handout's page on the public site, or nothing."""
    scan: str = ""
    """What a reader finds there, as `scan_words` says it."""
    language: str = "en"


def imprint_of(
    handout: Handout,
    config: HandoutsConfig,
    address: str,
    scan: str,
    *,
    checked: datetime.date | None = None,
    version: SheetVersion | None = None,
) -> Imprint:
    """Return what the foot of a handout says.

    :param address: of its page on the public site, or nothing
    :param scan: what a reader finds there
    :param checked: the day on which its facts were last checked
    :param version: what the register says of it; without one the foot names no version
    """
    return Imprint(
        publisher=config.publisher,
        notice=notice_of(config, version),
        version=version_words(version, config.language) if version else "",
        checked=checked,
        check_by=handout.check_by,
        address=address,
        scan=scan,
        language=config.language,
    )


def imprint_nodes(imprint: Imprint) -> nodes.container | None:
    """Return the imprint as a container of paragraphs; nothing if there is nothing to say."""
    foot = nodes.container(classes=["handouts-imprint"], handouts_imprint=True)
    if sentences := _sentences(imprint):
        foot += nodes.paragraph("", "", *_with_blanks(sentences))
    if imprint.address:
        line = nodes.paragraph("", f"{imprint.scan} ")
        shown = short_address(imprint.address)
        line += nodes.reference("", shown, refuri=imprint.address, classes=["handouts-address"])
        foot += line
    if imprint.version:
        foot += nodes.paragraph("", imprint.version)
    return foot if foot.children else None


def scan_words(*, sources: bool, large_print: bool) -> str:
    """Return what a reader finds at the address of a handout's page."""
    # Whole sentences: translators cannot work with parts of one.
    if sources and large_print:
        return _("Scan for sources and large print:")
    if sources:
        return _("Scan for sources:")
    if large_print:
        return _("Scan for large print:")
    return _("Scan, or look on the web:")


def _sentences(imprint: Imprint) -> list[nodes.Node]:
    """Return the dates, the notice and the publisher, as far as there are any."""
    found: list[nodes.Node] = []
    # A page of our theme has both at its head, and hides them at its foot.
    if dates := _dates(imprint):
        found.append(nodes.inline("", "", *_with_blanks(dates), classes=["handouts-dates"]))
    if imprint.notice:
        found.append(nodes.inline("", imprint.notice, classes=["handouts-notice"]))
    if words := _publisher_words(imprint.publisher):
        found.append(nodes.Text(words))
    return found


def _dates(imprint: Imprint) -> list[nodes.Node]:
    """Return when the facts were checked, and the last day of use, as far as they are known."""
    checked, check_by = words_of_dates(imprint.checked, imprint.check_by, imprint.language)
    found: list[nodes.Node] = [nodes.Text(checked)] if checked else []
    return [*found, nodes.strong("", check_by)] if check_by else found


def words_of_dates(
    checked: datetime.date | None, check_by: datetime.date | None, language: str
) -> tuple[str, str]:
    """Return what is said of both dates; nothing of one that is not known."""
    return (
        _("Facts last checked {date}.", date=in_words(checked, language)) if checked else "",
        _("Do not use after {date}.", date=in_words(check_by, language)) if check_by else "",
    )


def _with_blanks(sentences: list[nodes.Node]) -> list[nodes.Node]:
    """Return sentences with a blank between them."""
    return [part for one in sentences for part in (nodes.Text(" "), one)][1:]


def _publisher_words(publisher: Publisher) -> str:
    name, to = publisher.name, publisher.reports
    parts = (
        name and _("Published by {name}.", name=name),
        publisher.contact,
        to and _("Something is wrong with this sheet? Write to {address}", address=to),
    )
    return " ".join(filter(None, parts))

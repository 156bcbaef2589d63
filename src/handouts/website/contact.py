"""Contact of the publisher: the directive `handouts-contact`, and addresses of mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from handouts.config.values import MAIL
from handouts.i18n import _, language_tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)


class ContactDirective(SphinxDirective):
    """Show the contact of `handouts_publisher`, or the content of the directive if it has none."""

    has_content = True
    options_in_words: ClassVar[dict[str, str]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a paragraph, in which a mail address is a link."""
        contact = str(self.config.handouts_publisher.get("contact", ""))
        if not contact:
            return self.parse_content_to_nodes()
        return [nodes.paragraph("", "", *self.linked(contact))]

    def linked(self, contact: str) -> Iterator[nodes.Node]:
        """Yield a text with links to its mail addresses; the subject names the project."""
        end = 0
        for found in MAIL.finditer(contact):
            yield nodes.Text(contact[end : found.start()])
            address = f"mailto:{found[0]}?subject={quote(self.config.project)}"
            yield nodes.reference("", found[0], refuri=address)
            end = found.end()
        yield nodes.Text(contact[end:])


def report_missing(app: Sphinx, config: Config) -> None:
    """Log a note if the publisher has a name and no contact."""
    publisher = config.handouts_publisher
    if publisher.get("name") and not publisher.get("contact"):
        logger.info("The sheets name nobody to write to: set 'contact' in handouts_publisher.")


def mail_to(address: str, handout: str, version: int | None, language: str, page: str) -> str:
    """Return the address of a mail about a handout, which its subject names.

    :param handout: its id, or the title of a page that is no handout
    :param version: number of the release, if there is one
    :param page: name of the page
    """
    number = _("{id} version {version}", id=handout, version=version) if version else handout
    about = ", ".join(filter(None, (number, page, language_tag(language))))
    subject = _("Something is wrong with this: {about}", about=about)
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"

"""Where readers report an error: the publisher's contact, or a plain word that there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MISSING = "No contact has been named yet, so there is nobody to write to."


class ContactDirective(SphinxDirective):
    """Print the contact; a mail address becomes a link with the subject filled in."""

    def run(self) -> list[nodes.Node]:
        """Return one paragraph."""
        contact = self.config.handouts_publisher.get("contact", "")
        paragraph = nodes.paragraph("", contact or MISSING)
        if found := EMAIL.search(contact):
            subject = quote(f"Error in: {self.config.project}")
            link = nodes.reference("", found[0], refuri=f"mailto:{found[0]}?subject={subject}")
            before, after = contact[: found.start()], contact[found.end() :]
            paragraph = nodes.paragraph("", "", nodes.Text(before), link, nodes.Text(after))
        return [paragraph]


def report_missing(_: Sphinx, config: Config) -> None:
    """Say so when the sheets name nobody to write to."""
    if not config.handouts_publisher.get("contact"):
        logger.info("The sheets name no contact: set HANDOUTS_CONTACT to an address to write to.")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the check."""
    app.add_directive("contact", ContactDirective)
    app.connect("config-inited", report_missing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

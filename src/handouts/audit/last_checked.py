"""The day on which the facts of a page were last checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.pages.uses import claims_in
from handouts.collect.pages import pages_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

CHECKED = "handouts_checked"
"""Attribute of a resolved doctree with that day, for the frame of the site."""


def last_checked(
    env: BuildEnvironment, docname: str, document: nodes.document, embedded: Iterable[str]
) -> date | None:
    """Return the oldest day on which a fact of a page was checked; nothing if it gives no day.

    :param document: the page with its blocks in place
    :param embedded: the pages that its blocks are from
    """
    own = pages_of(env)[docname].dates.checked
    if own is None:
        return None
    pages = (pages_of(env)[name].dates.checked for name in embedded)
    claims = ledger_of(env).claims if data_file(env, LEDGER) else {}
    stated = (claims[name].checked for name in claims_in(document) if name in claims)
    return min(day for day in (own, *pages, *stated) if day)

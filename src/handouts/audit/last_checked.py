"""The day on which the facts of a page were last checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.collect.pages import pages_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def last_checked(
    env: BuildEnvironment, docname: str, stated: Iterable[str], embedded: Iterable[str]
) -> date | None:
    """Return the oldest day on which a fact of a page was checked; nothing if it gives no day.

    :param stated: the claims on the page, with those of its blocks
    :param embedded: the pages that its blocks are from
    """
    own = pages_of(env)[docname].dates.checked
    if own is None:
        return None
    pages = (pages_of(env)[name].dates.checked for name in embedded)
    claims = ledger_of(env).claims if data_file(env, LEDGER) else {}
    days = (claims[name].checked for name in stated if name in claims)
    return min(day for day in (own, *pages, *days) if day)

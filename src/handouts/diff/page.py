"""A comparison as a page to look at in a browser, with its pictures beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from handouts.diff.summary import facts, summary
from handouts.files import filled_in

if TYPE_CHECKING:
    from handouts.diff.compare import SheetChange


def change_page(
    changes: Sequence[SheetChange], names: tuple[str, str], pictures: Mapping[str, Sequence[str]]
) -> str:
    """Return the page as HTML; `pictures` are file names by sheet."""
    return filled_in(
        "diff.html",
        before=names[0],
        after=names[1],
        summary=summary(changes),
        changes=changes,
        facts=facts,
        pictures=pictures,
    )

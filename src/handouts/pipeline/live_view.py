"""What somebody looks at while a build prints: it comes first, and is shown once it is good.

Knows names of pages and files; nothing of browsers or of how sheets are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts.state import BuildKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True)
class LiveView:
    """Somebody who looks at the output folder while it is being renewed; without fields, nobody."""

    processes: int = 0
    """How many processes wait to print."""
    opened: Sequence[str] = ()
    """The pages and sheets that are open, by their paths in the folder, the latest first."""
    show: Callable[[str], None] | None = None
    """Is given the path of each sheet that is new in the folder."""

    def rank(self, docname: str, editions: Iterable[str]) -> int:
        """Return how early a handout is wanted: 0 for what was opened last."""
        shown = {f"{docname}.html", *(file_of(docname, edition) for edition in editions)}
        ranks = (rank for rank, path in enumerate(self.opened) if path in shown)
        return next(ranks, len(self.opened))

    def is_open(self, docname: str, editions: Iterable[str]) -> bool:
        """Return whether a handout's page or one of its sheets is open."""
        return self.rank(docname, editions) < len(self.opened)

    def first_edition(self, docname: str, editions: Sequence[str]) -> str:
        """Return the edition of a handout that is open, or else the one that its page shows."""
        files = {file_of(docname, edition): edition for edition in editions}
        found = (files[path] for path in self.opened if path in files)
        return next(found, editions[0] if self.processes else "")


def file_of(docname: str, edition: str) -> str:
    """Return the path of a sheet in the output folder."""
    return f"{docname}-{edition}.pdf"


LIVE_VIEW = BuildKey[LiveView]("live view")

"""What is open in the live view: a build prints it first, and publishes it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from handouts.state import BuildKey


@dataclass(frozen=True)
class LiveView:
    """The live view of the output folder; the default is none."""

    processes: int = 0
    """Number of processes that wait to print."""
    opened: Sequence[str] = ()
    """Paths in the folder of the pages and sheets that are open, the latest first."""
    show: Callable[[str], None] | None = None
    """Called with the path of each new sheet in the folder."""

    def rank(self, docname: str, editions: Iterable[str]) -> int:
        """Return the place of a handout in the order of printing: 0 for what was opened last."""
        shown = {f"{docname}.html", *(file_of(docname, edition) for edition in editions)}
        ranks = (rank for rank, path in enumerate(self.opened) if path in shown)
        return next(ranks, len(self.opened))

    def is_open(self, docname: str, editions: Iterable[str]) -> bool:
        """Return whether a handout's page or one of its sheets is open."""
        return self.rank(docname, editions) < len(self.opened)

    def first_edition(self, docname: str, editions: Sequence[str]) -> str:
        """Return the edition of a handout to print first: the open one, or that of its page."""
        files = {file_of(docname, edition): edition for edition in editions}
        found = (files[path] for path in self.opened if path in files)
        return next(found, editions[0] if self.processes else "")


def file_of(docname: str, edition: str) -> str:
    """Return the path of a sheet in the output folder."""
    return f"{docname}-{edition}.pdf"


LIVE_VIEW = BuildKey[LiveView]("live view")

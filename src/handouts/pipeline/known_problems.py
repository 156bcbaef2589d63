"""What is wrong with pages and ledger, part by part, from the last build where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from handouts.problems import Problem

if TYPE_CHECKING:
    from handouts.pipeline.cache import Record


class KnownProblems:
    """Problems of parts of a project, each with the pages from which they were found."""

    def __init__(self, record: Record, common: str, read: Mapping[str, object]) -> None:
        """Take what the last build has found, if what all parts depend on is the same.

        :param record: where it stands
        :param common: digest of what all parts depend on
        :param read: for each page, when it was read
        """
        self._record, self._common, self._read = record, common, read
        same = record.rows.get("common") == common
        self._before: dict[str, Any] = record.rows["parts"] if same else {}
        self._now: dict[str, Any] = {}

    def of(
        self, part: str, docnames: Iterable[str], find: Callable[[], Iterable[Problem]]
    ) -> list[Problem]:
        """Return the problems of a part: those known, or those found if a page was read again."""
        # Flat, because each claim of a large project has many pages.
        key = [one for name in docnames for one in (name, self._read.get(name))]
        row = self._before.get(part)
        if row is None or row[0] != key:
            found = list(find())
            self._now[part] = [key, [one.to_json() for one in found]]
            return found
        self._now[part] = row
        return [Problem.from_json(one) for one in row[1]]

    def save(self) -> None:
        """Save what is known now for the next build."""
        self._record.replace({"common": self._common, "parts": self._now})

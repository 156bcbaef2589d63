"""Print the editions of a handout side by side, with the same bytes as one after the other.

No edition may keep a block that large print has no room for. Side by side that is not known yet:
the others assume that large print keeps as many as last time, and are printed again if not.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.workers.worker import large_print_first, most_to_keep, with_shared_faults

if TYPE_CHECKING:
    from handouts.jobs import Job, Printed

    Ready = Callable[[Job, list[Printed]], None]

OPTIONAL = re.compile(r'data-if-room="(\d+)"')


def nothing(_job: Job, _printed: list[Printed]) -> None:
    """Do nothing with sheets that are ready before others of their handout."""


class InParts:
    """An iterator of jobs, of which some are split into a part for each edition.

    It may go on after it has ended, when a part must be printed again.

    :param jobs: what is to be printed
    :param ready: called with each part and its sheets when it is printed
    """

    def __init__(self, jobs: Iterable[Job], ready: Ready) -> None:
        self._jobs, self._ready = iter(jobs), ready
        self._waiting: deque[Job] = deque()
        self._whole: dict[str, _Whole] = {}

    def __iter__(self) -> Iterator[Job]:
        return self

    def __next__(self) -> Job:
        if not self._waiting:
            self._waiting += self._parts(next(self._jobs))
        return self._waiting.popleft()

    def _parts(self, job: Job) -> list[Job]:
        parts = parts_of(job)
        if len(parts) > 1:
            self._whole[job.docname] = _Whole(job, parts)
        return parts

    def put_back(self, parts: Iterable[Job]) -> None:
        """Return parts again that were not printed."""
        self._waiting += parts

    def take(self, part: Job, printed: list[Printed]) -> Iterator[tuple[Job, list[Printed]]]:
        """Add the sheets of a part; yield its job with all sheets if it was the last part."""
        self._ready(part, printed)
        whole = self._whole.get(part.docname)
        if whole is None:
            yield part, printed
        elif whole.is_complete_with(part, printed):
            again = whole.to_print_again()
            self._waiting += again
            if not again:
                del self._whole[part.docname]
                yield whole.job, whole.sheets()


def parts_of(job: Job) -> list[Job]:
    """Return a job in parts: one of all large print, and one of each other edition.

    The edition that is wanted first comes first, then large print, which takes longest.
    """
    how = job.side_by_side
    if how is None:
        return [job]
    large = tuple(plan for plan in job.plans if plan.large_print)
    parts = [replace(job, plans=large)] if large else []
    at_most = how.kept if large else None
    others = (plan for plan in job.plans if not plan.large_print)
    parts += [replace(job, plans=(plan,), at_most=at_most) for plan in others]
    return sorted(parts, key=lambda part: how.first not in {plan.edition for plan in part.plans})


class _Whole:
    """A job that is printed in parts, with the sheets so far."""

    def __init__(self, job: Job, parts: Iterable[Job]) -> None:
        self.job = job
        self._parts = {_name(part): part for part in parts}
        self._sheets: dict[str, list[Printed]] = {}

    def is_complete_with(self, part: Job, printed: list[Printed]) -> bool:
        """Add the sheets of a part, and return whether it was the last part."""
        self._sheets[_name(part)] = printed
        return len(self._sheets) == len(self._parts)

    def to_print_again(self) -> list[Job]:
        """Return the parts that may keep another number of blocks, or promise no large print."""
        scan = self.job.for_others(self._all()).scan
        at_most = most_to_keep(self.job.plans, self._all())
        numbers = map(int, OPTIONAL.findall(self.job.html))
        optional = max(numbers, default=-1) + 1
        again = []
        for name, part in self._parts.items():
            wrong = _allowed(part.at_most, optional) != _allowed(at_most, optional)
            if not part.plans[0].large_print and (wrong or part.scan != scan):
                again.append(replace(part, at_most=at_most, scan=scan))
                del self._sheets[name]
        self._parts |= {_name(part): part for part in again}
        return again

    def sheets(self) -> list[Printed]:
        """Return the sheets of all parts, as if they had been printed one after the other."""
        found = {one.edition: one for one in self._all()}
        ordered = [found[plan.edition] for plan in large_print_first(self.job.plans)]
        for one in ordered:
            if one.setting is None:  # Its process failed, as that of one job for all would have.
                return self.job.refused(one.faults[0])
        return with_shared_faults(ordered)

    def _all(self) -> list[Printed]:
        return [one for printed in self._sheets.values() for one in printed]


def _name(part: Job) -> str:
    return part.plans[0].edition


def _allowed(at_most: int | None, optional: int) -> int:
    return optional if at_most is None else min(at_most, optional)

"""Run jobs on the executor of a project, which may print on other machines."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.files import FONTS, package_digest
from handouts.jobs import THEME_FONTS, Font, Job, Printed
from handouts.problems import Fault, HandoutsError
from handouts.workers.engines import engines
from handouts.workers.folder import folder_for_life, for_life
from handouts.workers.side_by_side import InParts, nothing
from handouts.workers.submitting import START_SECONDS, run_jobs
from handouts.workers.worker import end_with_parent, load_engine, print_handout, write_font_settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handouts.workers.side_by_side import Ready

MOST_SUBMITTED = 64
"""Jobs that may be submitted to an executor at a time."""
NO_EXECUTOR = (
    OSError,
    RuntimeError,
    LookupError,
    AttributeError,
    ImportError,
    TypeError,
    ValueError,
)
"""Errors of a scheduler that does not answer, a variable that is not set, an argument too many."""


@dataclass(frozen=True)
class Parcel:
    """A job with all that it needs of this machine."""

    job: Job
    fonts: tuple[tuple[Font, bytes], ...]
    """Each font with the content of its file; that of a font of the theme is empty."""
    versions: tuple[str, ...]
    """Versions of this machine; with others the bytes could be others."""


def pack(job: Job) -> Parcel:
    """Return a job as a value that can be sent anywhere."""
    data = [b"" if one in THEME_FONTS else one.path.read_bytes() for one in job.fonts]
    names = [replace(one, path=Path(one.path.name)) for one in job.fonts]
    return Parcel(replace(job, fonts=()), tuple(zip(names, data, strict=True)), versions())


def versions() -> tuple[str, ...]:
    """Return the versions that must be the same on all machines of one project."""
    return (f"handouts {package_digest()[:12]}", *engines())


_ONE_AT_A_TIME = threading.Lock()
"""The engine has one log and one set of fonts in a process, for all threads."""


def print_parcel(parcel: Parcel) -> list[Printed]:
    """Print a job where it has been sent, if the versions are the same there."""
    others = sorted(set(parcel.versions) ^ set(versions()))
    if others:
        what = f"it was sent to a machine with other versions ({', '.join(others)})"
        message = f"{what}; install the same on all"
        return parcel.job.refused(Fault("limit", message))
    with _ONE_AT_A_TIME:
        folder = _folder()
        fonts = tuple(_font(folder, font, data) for font, data in parcel.fonts)
        return print_handout(replace(parcel.job, fonts=fonts))


@functools.cache
def _folder() -> Path:
    """Load the engine once in each process; return a folder for the life of the process."""
    folder = folder_for_life()
    end_with_parent(for_life.close)
    write_font_settings(folder)
    load_engine(folder)
    return folder


def _font(folder: Path, font: Font, data: bytes) -> Font:
    if not data:
        return replace(font, path=FONTS / font.path)
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}-{font.path.name}"
    if not path.exists():
        path.write_bytes(data)
    return replace(font, path=path)


class RemoteWorkers:
    """Replaces `Workers` if a project names an executor.

    The executor limits memory, and may repeat a lost job. The time limit is for silence: no job
    at all has come back.
    """

    def __init__(
        self,
        make: Callable[[int], Executor],
        count: int,
        time_limit: float,
        start_limit: float = START_SECONDS,
    ) -> None:
        self.make, self.count = make, count
        self.silence = time_limit + start_limit
        self.notes: list[str] = []

    def run(
        self, jobs: Iterable[Job], ready: Ready = nothing
    ) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield each job with what became of it, as they end; arguments as of `Workers.run`."""
        source = iter(jobs)
        first = next(source, None)
        if first is None:
            return
        executor = self._executor()
        try:
            yield from run_jobs(
                InParts(chain([first], source), ready),
                lambda job: executor.submit(print_parcel, pack(job)),
                MOST_SUBMITTED,
                self.silence,
                self._fault,
            )
        finally:
            executor.shutdown(wait=False)

    def _executor(self) -> Executor:
        """Return the executor of the project.

        :raises HandoutsError: if the project's own function fails, or returns something else
        """
        try:
            made = self.make(self.count)
        except NO_EXECUTOR as error:
            found = f"{type(error).__name__}: {error}"
        else:
            if callable(getattr(made, "submit", None)):
                return made
            found = f"it returned a {type(made).__name__}"
        raise HandoutsError(f"handouts_executor made no executor: {found}"[:300])

    def _fault(self, error: BaseException) -> Fault:
        if isinstance(error, TimeoutError):
            return Fault("limit", f"nothing came back for {self.silence:g} seconds")
        return Fault("crash", f"the executor lost it: {type(error).__name__}: {error}"[:300])

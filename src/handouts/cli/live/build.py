"""Builds of the site after each save, in one process that keeps what it has loaded."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.application import NITPICKY, Folders, application
from handouts.cli.arguments import write_missing_signs_as_numbers
from handouts.cli.explain import Warnings
from handouts.config.settings import settings_of
from handouts.pipeline.live_view import LIVE_VIEW, LiveView
from handouts.pipeline.report import load_report
from handouts.problems import HandoutsError
from handouts.workers.interrupts import ctrl_c_is_not_lost, was_stopped

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sphinx.application import Sphinx

ENGINE = {"handouts_executor": "handouts.workers.kept:kept_processes"}
UNPRINTED = "No sheet is printed: handouts_printing in conf.py is off."


@dataclass(frozen=True)
class Request:
    """A request for a build."""

    changed: Sequence[Path] = ()
    """The files that were saved."""
    opened: Sequence[str] = ()
    """The pages and sheets that browsers show, by their paths in the output, the latest first."""


@dataclass(frozen=True)
class Answer:
    """The end of a build."""

    good: bool
    folders: tuple[Path, ...] = ()
    """Folders of translations outside the source folder, which the build has read."""
    read_once: tuple[Path, ...] = ()
    """Files that settings name, and that are read only when the process starts."""


@ctrl_c_is_not_lost()
def build_when_asked(connection: Connection, folders: Folders) -> None:
    """Build for each `Request` that arrives; send each sheet that is new, and an `Answer`.

    Runs in a process of its own, which ends on SIGTERM, when the connection is closed, and after a
    build that fails, because what Sphinx has in memory may then be wrong.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    write_missing_signs_as_numbers()
    try:
        _answer(connection, folders)
    except BaseException as error:
        if not (was_stopped(error) or isinstance(error, BrokenPipeError)):
            raise  # Else nobody reads what it says any more.
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # From here it ends by itself.
        try:
            sys.stdout.flush()
        except OSError:  # As the process ends, it would try once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(connection: Connection, folders: Folders) -> None:
    warnings = Warnings(Path.cwd())
    found: list[str] = []
    requests = _requests(connection)
    first = next(requests, None)
    if first is None:
        return
    try:
        with application("html", folders, warnings, {**NITPICKY, **ENGINE}) as app:
            for request in chain([first], requests):
                view = LiveView(os.cpu_count() or 1, request.opened, connection.send)
                LIVE_VIEW.set(app.config, view)
                found = _build(app, warnings, found)
                folders_beside, read_once = map(tuple, (_folders_beside(app), _read_once(app)))
                connection.send(Answer(good=True, folders=folders_beside, read_once=read_once))
                gc.collect()  # During a build the collector passes over what builds before left.
    except HandoutsError as error:
        _show(warnings.take())
        sys.stdout.write(f"\n{error}\nThe site could not be built; you see the one before.\n")
        sys.stdout.flush()
        connection.send(Answer(good=False))


def _requests(connection: Connection) -> Iterator[Request]:
    """Yield each request, until the connection ends."""
    with contextlib.suppress(EOFError):
        while True:
            request: Request = connection.recv()
            _announce(request.changed)
            yield request


def _folders_beside(app: Sphinx) -> Iterator[Path]:
    for name in app.config.locale_dirs:
        folder = Path(app.srcdir, name).resolve()
        if folder.is_dir() and not folder.is_relative_to(app.srcdir):
            yield folder


def _read_once(app: Sphinx) -> Iterator[Path]:
    config, words = settings_of(app.config), app.config.handouts_lay_words
    named = [Path(app.confdir, words)] if words else []
    named += [config.brand.logo_path] if config.brand.logo_path else []
    yield from (path.resolve() for path in (*named, *(font.path for font in config.fonts)))


def _announce(changed: Sequence[Path]) -> None:
    here = Path.cwd()
    names = [str(path.relative_to(here) if path.is_relative_to(here) else path) for path in changed]
    sys.stdout.write(f"\nChanged: {', '.join(names)}\n" if names else "Building…\n")
    sys.stdout.flush()


def _build(app: Sphinx, warnings: Warnings, before: Sequence[str]) -> list[str]:
    """Build, and return what was found; what was there `before` is shown in a line."""
    start = time.time()
    # Sphinx keeps the doctrees that it has loaded, also of pages that it then reads anew.
    app.env._pickled_doctree_cache.clear()
    app.env._write_doc_doctree_cache.clear()
    app.build()
    # After the first build few pages are read and written: sooner here than in copies of this
    # process, which has grown large.
    app.parallel = 1
    found = warnings.take()
    _show([text for text in found if text not in before])
    if known := [text for text in found if text in before]:
        sys.stdout.write("\nAs before:\n")
        sys.stdout.write("".join(f"  {_in_a_line(text)}\n" for text in known))
    sys.stdout.write("".join(f"{line}\n" for line in _result(app, start, len(found))))
    sys.stdout.flush()
    return found


def _in_a_line(text: str) -> str:
    """Return the place of an explained warning, and its code if it has one."""
    lines = text.splitlines()
    return f"{lines[0]} {lines[-1].strip()}" if lines[-1].startswith("  (") else lines[0]


def _show(found: Sequence[str]) -> None:
    sys.stdout.write("".join(f"\n{text}" for text in found))


def _result(app: Sphinx, start: float, count: int) -> Iterator[str]:
    yield from (
        _printed(Path(app.outdir), start) if settings_of(app.config).printing else [UNPRINTED]
    )
    problems = {0: "nothing is wrong", 1: "1 warning, see above"}
    found = problems.get(count, f"{count} warnings, see above")
    yield f"Built in {time.time() - start:.1f} seconds: {found}."


def _printed(output: Path, start: float) -> Iterator[str]:
    report = load_report(output / "report.json")
    if report.not_printed:
        yield f"Not printed: {', '.join(report.not_printed)}; the reason stands above."
    files = [sheet.file for sheet in report.sheets if (output / sheet.file).is_file()]
    # Some file systems count whole seconds or two.
    new = [file for file in files if (output / file).stat().st_mtime >= start - 0.01]
    yield f"New on paper: {', '.join(new)}." if new else "No sheet is new on paper."

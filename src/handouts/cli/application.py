"""Run Sphinx in this process; explain its warnings, and show its errors in a line."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, TextIO

from sphinx.application import Sphinx
from sphinx.errors import ConfigError, SphinxError, SphinxParallelError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from handouts.cli.conf import fault_in_conf, read_config, reason_of
from handouts.cli.wrong_settings import FAILURES, explain_by_settings
from handouts.files import OF_DISKS, what_failed
from handouts.problems import HandoutsError, visible
from handouts.workers.memory import loading

if TYPE_CHECKING:
    from handouts.cli.explain import Warnings


SHOWN = {"show_warning_types": True}
"""Warnings are explained by their type and subtype, which Sphinx must print for that."""
PRINTING = {"handouts_printing": True}
"""Who asks for sheets gets them, though `conf.py` may leave them out of other builds."""
NITPICKY = {"nitpicky": True}
"""Every link that leads nowhere is a warning."""


@dataclass(frozen=True)
class Folders:
    """The folders of a build."""

    source: Path
    """With `conf.py`."""
    output: Path
    doctrees: Path


class StatusStream(io.StringIO):
    """Passes on what Sphinx says of its work; a logger would report each line that is lost."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text.

        :raises SystemExit: if it cannot be written, because of the error of the system
        """
        try:
            written = self.stream.write(text)
            self.stream.flush()
        except OSError as error:
            raise SystemExit(2) from error
        return written


@contextlib.contextmanager
def application(
    builder: str,
    folders: Folders,
    warnings: Warnings,
    overrides: Mapping[str, Any] | None = None,
    *,
    status: TextIO | None = None,
    strict: bool = False,
    fresh: bool = False,
) -> Iterator[Sphinx]:
    """Yield Sphinx, ready to build, perhaps several times.

    :param warnings: shows each warning
    :param overrides: what is set otherwise than in `conf.py`
    :param status: where Sphinx says what it is doing; nowhere if None
    :param strict: whether any warning is a failure
    :param fresh: whether every page is read again
    :raises HandoutsError: if the project cannot be built, with the reason
    """
    warnings.conf = folders.source / "conf.py"
    with _errors_in_a_line(folders, warnings), patch_docutils(folders.source), docutils_namespace():
        with loading():
            app = Sphinx(
                srcdir=folders.source,
                confdir=folders.source,
                outdir=folders.output,
                doctreedir=folders.doctrees,
                buildername=builder,
                confoverrides={**SHOWN, **(overrides or {})},
                status=StatusStream(status) if status else None,
                warning=warnings,
                freshenv=fresh,
                warningiserror=strict,
                parallel=os.cpu_count() or 1,
            )
        warnings.app = app
        yield app


def build(
    builder: str,
    folders: Folders,
    warnings: Warnings,
    overrides: Mapping[str, Any] | None = None,
    **options: Any,
) -> int:
    """Build once, with the arguments of `application`; return the exit status of Sphinx."""
    settings = {**PRINTING, **(overrides or {})}
    with application(builder, folders, warnings, settings, **options) as app:
        app.build()
    return app.statuscode


@contextlib.contextmanager
def _errors_in_a_line(folders: Folders, warnings: Warnings) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if isinstance(error, SphinxParallelError) and str(error) == KeyboardInterrupt.__name__:
            raise KeyboardInterrupt from error  # Ctrl-C ended a process that read pages.
        what = _in_conf(error, folders, warnings.wrong_types()) or _explained(error, folders)
        if not what:
            raise
        sys.stdout.flush()
        raise HandoutsError(visible(what).replace(f"{Path.cwd()}{os.sep}", "")) from error


def _in_conf(error: Exception, folders: Folders, wrong_types: Sequence[str]) -> str:
    """Return what is wrong in `conf.py`, if an error is due to that.

    :param wrong_types: settings of which Sphinx has said that they have a wrong type
    """
    first = getattr(error, "orig_exc", None) if isinstance(error, SphinxError) else error
    cause = first or error.__cause__
    found = fault_in_conf(cause, folders.source)
    if not found and isinstance(cause, FAILURES):
        config = read_config(folders.source)
        for name, one in _declared(error).items():
            if name not in config.values:
                config.add(name, one.default, one.rebuild, one.valid_types)
        found = explain_by_settings(cause, config, folders.source / "conf.py", wrong_types)
    return f"{ConfigError.category}: {found}" if found else ""


def _declared(error: Exception) -> Mapping[str, Any]:
    """Return the settings that the build knew which failed, also those of builders."""
    owners = (frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__))
    apps = (one for one in owners if isinstance(one, Sphinx))
    return next((one.config.values for one in apps if hasattr(one, "config")), {})


def _explained(error: Exception, folders: Folders) -> str:
    """Return an error in words; nothing for a fault of the program, whose traceback is wanted."""
    cause = getattr(error, "orig_exc", None)
    first = cause if isinstance(error, SphinxError) else error
    if isinstance(first, UnpicklingError | EOFError):
        return f"a file in '{folders.doctrees}' is damaged; remove that folder, and build again"
    is_named = isinstance(cause, OSError) and cause.filename
    if isinstance(first, OSError) and (is_named or first.errno in OF_DISKS):
        return what_failed(first, folders.doctrees, folders.output)
    # An extension that fails in a handler is a fault of the program.
    if not isinstance(error, SphinxError) or not isinstance(cause, ImportError | None):
        return ""
    # The options of our commands are called as the settings that they give.
    reason = reason_of(error, folders.source).replace("-D handouts_", "--")
    if isinstance(error, SphinxParallelError) and reason.startswith("handouts."):
        return reason.partition(": ")[2]  # Without the class of an error of ours.
    return f"{error.category}: {reason}"

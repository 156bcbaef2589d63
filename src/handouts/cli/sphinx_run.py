"""Run Sphinx in this process; explain its warnings, and show its errors in a line."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from handouts.cli.arguments import CommandError
from handouts.cli.loading import exclude_loaded, loading
from handouts.problems import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from handouts.cli.explain import Warnings


SHOWN = {"show_warning_types": True}
"""Warnings are explained by their type and subtype, which Sphinx must print for that."""
NITPICKY = {"nitpicky": True}
"""Every link that leads nowhere is a warning."""


@dataclass(frozen=True)
class SphinxRun:
    """What to build, from where, to where."""

    builder: str
    source: Path
    output: Path
    doctrees: Path
    strict: bool = False
    """Whether any warning is a failure."""
    fresh: bool = False
    """Whether every page is read again."""
    overrides: Mapping[str, Any] = field(default_factory=dict)
    """What is set otherwise than in `conf.py`."""


def run_sphinx(run: SphinxRun, warnings: Warnings, status: TextIO | None = None) -> int:
    """Build once, and return the exit status of Sphinx.

    :param run: what to build
    :param warnings: shows each warning
    :param status: where Sphinx says what it is doing; nowhere if None
    :raises CommandError: if the project cannot be built, with the reason
    """
    with application(run, warnings, status) as app:
        app.build()
        return app.statuscode


@contextlib.contextmanager
def application(
    run: SphinxRun, warnings: Warnings, status: TextIO | None = None
) -> Iterator[Sphinx]:
    """Yield Sphinx, ready to build, perhaps several times; arguments as for `run_sphinx`."""
    with _errors_in_a_line(), patch_docutils(run.source), docutils_namespace():
        with loading():
            app = Sphinx(
                srcdir=run.source,
                confdir=run.source,
                outdir=run.output,
                doctreedir=run.doctrees,
                buildername=run.builder,
                confoverrides={**SHOWN, **run.overrides},
                status=status,
                warning=warnings,
                freshenv=run.fresh,
                warningiserror=run.strict,
                parallel=os.cpu_count() or 1,
            )
        exclude_loaded(app)
        warnings.app = app
        yield app


@contextlib.contextmanager
def _errors_in_a_line() -> Iterator[None]:
    try:
        yield
    except SphinxError as error:
        # An extension that fails in a handler is a fault of the program: keep the traceback.
        if isinstance(error, ExtensionError) and not isinstance(error.orig_exc, ImportError | None):
            raise
        sys.stdout.flush()
        reason = str(error).replace(f"{Path.cwd()}{os.sep}", "")
        raise CommandError(visible(f"{error.category}: {reason}")) from error

"""Print when Sphinx has read all pages, and report when it has written them."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import is_suppressed_warning

from handouts.audit.handouts import audit_of
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.files import what_failed
from handouts.pipeline.publish import SITE_PAGES
from handouts.pipeline.report import REPORT, Report
from handouts.pipeline.run import COLLECTOR, Pipeline, output_folder
from handouts.problems import HandoutsError
from handouts.state import BuildKey
from handouts.workers.memory import SeldomCollected
from handouts.workers.start import context

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

PUBLISHING = {"handouts", *SITES}
"""Builders that publish sheets."""
PIPELINE = BuildKey[Pipeline | None]("pipeline of a site")


class CannotPrintError(SphinxError):
    """An executor of the project that fails."""

    category = "Sheets cannot be printed"


class CannotWriteError(SphinxError):
    """A disk that is full, or a folder in which this user may not write."""

    category = "Sheets cannot be written"


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """Turn an error of the file system, or of the executor, into a message that says what to do."""
    try:
        yield
    except HandoutsError as error:
        raise CannotPrintError(str(error)) from error
    except OSError as error:
        raise CannotWriteError(
            f"{what_failed(error)}. Nothing half-written is left; a sheet that lies there is "
            "whole, but may be of an earlier build."
        ) from error


def load_engine_ahead(app: Sphinx) -> None:
    """Begin to load the layout engine, if all pages will be read and then printed.

    Until Sphinx reads the first page, it leaves one processor free.
    """
    config = settings_of(app.config)
    prints = app.builder.name in PUBLISHING and config.printing and config.executor is None
    if prints and not app.env.all_docs:
        context()


def freeze_loaded(app: Sphinx, *_: object) -> None:
    """Keep the garbage collector from what has been loaded, until the build has ended."""
    if collector := COLLECTOR.get(app.config):
        collector.freeze()
    else:
        COLLECTOR.set(app.config, SeldomCollected())


def collect_garbage(app: Sphinx, *_: object) -> None:
    """Free what the page that was read before has left."""
    if collector := COLLECTOR.get(app.config):
        collector.collect()


def free_environment(
    app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
) -> None:
    """Free what another process has sent, once it is merged: a copy of the whole environment.

    Otherwise the collector would look through it, and through the environment of the build.
    """
    vars(other).clear()
    gc.collect(1)  # Titles and contents are nodes, which refer to their parents.


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Print the handouts, and draw those that the site shows."""
    if app.builder.name not in PUBLISHING:
        return
    pipeline = Pipeline(app, audit_of(app.config))
    with _writing(), pipeline.output.removing_unpublished():
        if isinstance(app.builder, StandaloneHTMLBuilder):
            pipeline.remove_old_pages(app.builder.get_output_path)
            PIPELINE.set(app.config, pipeline)
        if not settings_of(app.config).printing:
            pipeline.output.remove_all()
            return
        report = pipeline.run()
        REPORT.set(app.config, report)
        if isinstance(app.builder, StandaloneHTMLBuilder):
            pipeline.draw(report)


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages of the site that must be written again, as what they show has changed."""
    pipeline = PIPELINE.get(app.config)
    if pipeline is None:
        return []
    PIPELINE.set(app.config, None)
    pages = pipeline.site_pages(REPORT.get(app.config) or Report())
    SITE_PAGES.set(app.config, pages)
    return pipeline.output.stale(pages.keys)


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is being written, because Sphinx may be asked for some files only.

    `html-page-context` would be emitted in another process with `-j`.
    """
    pages = SITE_PAGES.get(app.config)
    if pages is not None and app.builder.phase in {BuildPhase.RESOLVING, BuildPhase.WRITING}:
        pages.written.add(docname)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Save which pages were written, and show the table of sheets."""
    if collector := COLLECTOR.get(app.config):
        collector.end()
        COLLECTOR.set(app.config, None)
    report, pages = REPORT.get(app.config), SITE_PAGES.get(app.config)
    if exception is not None:
        return
    if pages is not None:
        with _writing():
            output_folder(app).save_pages(pages)
    if report is None:
        return
    logger.info("")
    logger.info(report.table())
    _name_missing(app, report)


def _name_missing(app: Sphinx, report: Report) -> None:
    """Name what was not printed; as a warning if the project suppresses the reasons."""
    reasons = [{one.code for one in sheet.problems} for sheet in report.sheets if not sheet.printed]
    reasons += [{"front-matter"}] if report.lost else []
    hidden = app.config.suppress_warnings
    silent = any(
        all(is_suppressed_warning("handouts", code, hidden) for code in codes) for codes in reasons
    )
    if report.not_printed:
        say = logger.warning if silent else logger.info
        say("not printed: %s", ", ".join(report.not_printed))

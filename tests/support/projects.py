"""Sphinx projects that tests write, and what building them gave."""

from __future__ import annotations

import contextlib
import copy
import functools
import gc
import hashlib
import io
import json
import logging
import multiprocessing
import os
import pickle
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from gettext import NullTranslations
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pypdfium2 as pdfium
from docutils.frontend import get_default_settings
from docutils.parsers.rst import directives, roles
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base
from sphinx import events, registry, theming
from sphinx.application import Sphinx
from sphinx.builders import html
from sphinx.builders.html import _assets
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.locale import translators
from sphinx.util import docutils
from sphinx.util.docutils import docutils_namespace, patch_docutils

from finished import text_of_pdf
from forks import KILLING
from handouts import i18n
from handouts.collect.outdated import FILE_TIMES
from handouts.pipeline import thumbnail
from handouts.workers import remote
from handouts.workers.pool import Workers
from handouts.workers.remote import RemoteWorkers

if TYPE_CHECKING:
    from handouts.jobs import Job

EXTENSIONS = 'extensions = ["myst_parser", "handouts"]\n'
"""Settings of a project that prints all editions."""
CONF = EXTENSIONS + 'handouts_editions = {"a4": {"paper": "A4"}}\n'
"""Settings of a project that prints one, which takes half the time."""
CLAIMS = Path(__file__).parents[1] / "roots" / "test-claims"
"""A project with a ledger of claims, and their sources."""
CLAIM_FILES = {name: (CLAIMS / name).read_bytes() for name in ("claims.toml", "references.bib")}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Built:
    """What one build did."""

    app: Sphinx
    outdir: Path
    warnings: list[str]
    """Messages, each with its place relative to the source folder."""
    status: str
    printed: list[str]
    """Handouts for which a worker ran."""

    @property
    def exit_status(self) -> int:
        """What `sphinx-build` would return."""
        return self.app.statuscode

    @property
    def report(self) -> dict[str, Any]:
        """The report, as programs read it."""
        found: dict[str, Any] = json.loads((self.outdir / "report.json").read_bytes())
        return found

    def sheet(self, edition: str = "a4", handout: str = "sheet") -> dict[str, Any]:
        """Return the report's entry on one sheet."""
        (found,) = (
            one
            for one in self.report["sheets"]
            if (one["handout"], one["edition"]) == (handout, edition)
        )
        return dict(found)

    def places_and_codes(self) -> list[tuple[str, str]]:
        """Return the place and the code of each warning."""
        messages = [line.partition(": WARNING: ") for line in self.warnings]
        return [(at, text.rpartition("[handouts.")[2].rstrip("]")) for at, _, text in messages]

    def files(self, pattern: str = "*.pdf") -> list[str]:
        """Return the names of the files in the output folder."""
        found = self.outdir.rglob(pattern)
        return sorted(path.relative_to(self.outdir).as_posix() for path in found)

    def pdf_text(self, edition: str = "a4", handout: str = "sheet") -> str:
        """Return the text of a sheet, in the order of its tags, with single spaces."""
        data = (self.outdir / f"{handout}-{edition}.pdf").read_bytes()
        return " ".join(text_of_pdf(data).split())

    def words_of_page(self, number: int, edition: str = "a4", handout: str = "sheet") -> str:
        """Return all words that are seen on one page of a sheet, with single spaces."""
        with pdfium.PdfDocument(self.outdir / f"{handout}-{edition}.pdf") as pdf:
            return " ".join(pdf[number - 1].get_textpage().get_text_range().split())

    def html(self, page: str = "sheet.html") -> str:
        """Return a page of the site."""
        return (self.outdir / page).read_text("utf-8")


def published(outdir: Path) -> dict[str, bytes]:
    """Return what a build published: every sheet and the report."""
    files = [*outdir.rglob("*.pdf"), outdir / "report.json"]
    return {path.relative_to(outdir).as_posix(): path.read_bytes() for path in sorted(files)}


class Project:
    """A Sphinx project that a test writes and builds; all builders share one doctree folder."""

    def __init__(
        self,
        folder: Path,
        files: Mapping[str, str | bytes] | None = None,
        srcdir: Path | None = None,
    ) -> None:
        self.folder, self.srcdir = folder, srcdir or folder / "docs"
        self.saved = 0.0
        """When a file was last written here, in seconds."""
        if srcdir is None:
            self.write({"conf.py": CONF, **(files or {})})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write or replace source files."""
        for name, content in files.items():
            path = self.srcdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.saved = time.monotonic()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words of a source file, which must be there."""
        text = (self.srcdir / name).read_text("utf-8")
        assert old in text
        self.write({name: text.replace(old, new)})

    def build(
        self,
        builder: str = "handouts",
        out: str = "",
        doctrees: str = "doctrees",
        strict: bool = False,
        parallel: int = 1,
        names: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        processes: bool = False,
        fresh: bool = False,
        anew: bool = False,
        quiet: bool = True,
        **overrides: Any,
    ) -> Built:
        """Build in this process, as `sphinx-build` does: all pages, or those of some files.

        Sheets are printed in this process too, unless the test is about `processes`: starting one
        takes seven times as long as printing a small sheet. One that another test has printed of
        the same job is taken, unless the test compares bytes, and so prints `anew`. Sphinx says
        nothing of its progress, unless it is not to be `quiet`.
        """
        if not processes:
            overrides = {"handouts_executor": ANEW if anew else HERE, **overrides}
        # What was saved just before it is read counts as saved meanwhile, and is read once more.
        time.sleep(max(0.0, self.saved + FILE_TIMES / 1e9 + 0.002 - time.monotonic()))
        outdir = self.folder / "build" / (out or builder)
        status, warning = io.StringIO(), io.StringIO()
        # Sphinx would go on in the language of the last build, and with sums of its files.
        translators.clear()
        _assets._file_checksum_inner.cache_clear()
        with (
            patch_docutils(self.srcdir),
            _own_names(),
            _put_back(),
            _warnings_only() if quiet else contextlib.nullcontext(),
            mock.patch.object(thumbnail, "first_page", FIRST_PAGE),
            # Counting what tests have frozen takes as long as composing a sheet.
            mock.patch.object(gc, "get_freeze_count", return_value=1),
            _counted() as printed,
        ):
            app = Sphinx(
                srcdir=self.srcdir,
                confdir=self.srcdir,
                outdir=outdir,
                doctreedir=self.folder / "build" / doctrees,
                buildername=builder,
                confoverrides={"html_theme": "basic", **overrides},
                status=status,
                warning=warning,
                freshenv=fresh,
                warningiserror=strict,
                parallel=parallel,
                tags=tags,
            )
            if builder == "dummy":  # It resolves each page, and writes none.
                vars(app.builder)["write_documents"] = len
            app.build(filenames=[self.srcdir / name for name in names])
        warnings = _messages(warning.getvalue(), self.srcdir)
        return Built(app, outdir, warnings, COLOUR.sub("", status.getvalue()), printed)

    @contextlib.contextmanager
    def reader(self) -> Iterator[Read]:
        """Start Sphinx once; give a function that reads other pages each time, and writes none.

        It takes pages and other files, and returns the application, which no longer knows the
        pages of before. That takes a fifth of the time of a build.
        """
        with patch_docutils(self.srcdir), _own_names(), _put_back(), _warnings_only():
            app = Sphinx(
                self.srcdir,
                self.srcdir,
                self.folder / "build" / "dummy",
                self.folder / "build" / "doctrees",
                "dummy",
                status=None,
                warning=io.StringIO(),
            )

            def read(files: Mapping[str, str | bytes]) -> Sphinx:
                for docname in list(app.env.all_docs):
                    app.env.doc2path(docname).unlink()
                    app.emit("env-purge-doc", app.env, docname)
                    app.env.clear_doc(docname)
                app.env._pickled_doctree_cache.clear()
                self.write(files)
                app.builder.read()
                return app

            yield read

    def run(
        self,
        *options: str,
        builder: str = "handouts",
        out: str = "",
        most_memory: int = resource.RLIM_INFINITY,
        kill_at: int = 0,
        **environ: str,
    ) -> subprocess.CompletedProcess[str]:
        """Build in a process of its own, for what a process decides as it starts.

        It may use so many bytes of memory. With `kill_at` it is killed when it changes files of
        ours for that many times.
        """
        if kill_at:
            before = os.environ.get("PYTHONPATH", "")
            environ |= {"PYTHONPATH": f"{KILLING}{os.pathsep}{before}", "KILL_AT": str(kill_at)}

        def bound() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))

        outdir = self.folder / "build" / (out or builder)
        command = [sys.executable, "-m", "sphinx", "-b", builder, "--no-color", *options]
        doctrees = [] if "-d" in options else ["-d", str(self.folder / "build" / "doctrees")]
        return subprocess.run(
            [*command, *doctrees, str(self.srcdir), str(outdir)],
            check=False,
            capture_output=True,
            env={**os.environ, **environ},
            encoding="utf-8",
            preexec_fn=bound,
            timeout=300,
        )


Read = Callable[[Mapping[str, str | bytes]], Sphinx]
ENTRY_POINTS = functools.cache(entry_points)
"""What is installed, which Sphinx looks up for each build: a tenth of the time of a small site."""
FIRST_PAGE = functools.cache(thumbnail.first_page)
TEMPLATES: dict[Any, Any] = {}
"""The compiled templates of Sphinx's themes: compiling them takes as long as all the rest."""

SETTINGS: dict[Any, Any] = {}
"""The default settings of docutils for a parser: each of them is an option of a program."""
SETTINGS_OF = docutils._get_settings


@contextlib.contextmanager
def shared_by_builds() -> Iterator[None]:
    """Let builds in this process share what they compile, and know to be installed."""
    given = BuiltinTemplateLoader.init

    def init(loader: BuiltinTemplateLoader, *arguments: Any, **options: Any) -> None:
        given(loader, *arguments, **options)
        loader.environment.compile = _kept(loader.environment.compile)

    with (
        mock.patch.object(BuiltinTemplateLoader, "init", init),
        mock.patch.object(registry, "entry_points", ENTRY_POINTS),
        mock.patch.object(theming, "entry_points", ENTRY_POINTS),
        mock.patch.object(base, "get_default_settings", _default_settings),
        mock.patch.object(docutils, "_get_settings", _settings),
        mock.patch.object(html, "_get_settings", _settings),
        # For a record that nobody makes, Sphinx writes out all settings and pages.
        mock.patch.object(events, "repr", id, create=True),
    ):
        yield


KNOWN_AT_FIRST = directives._directives.copy(), roles._roles.copy()


@contextlib.contextmanager
def _own_names() -> Iterator[None]:
    """Let a build know no directive, role or node of another one that is still open."""
    outside = list(docutils.additional_nodes)
    try:
        with docutils_namespace():
            directives._directives, roles._roles = (known.copy() for known in KNOWN_AT_FIRST)
            for node in outside:
                docutils.unregister_node(node)
            yield
    finally:
        for node in outside:
            docutils.register_node(node)


def _default_settings(*parsers: Any) -> Any:
    """Return the settings that MyST makes for each text, and for each message in a catalogue."""
    if parsers not in SETTINGS:
        SETTINGS[parsers] = get_default_settings(*parsers)
    return copy.copy(SETTINGS[parsers])


def _settings(*components: Any, defaults: Mapping[str, Any], **options: Any) -> Any:
    """Return the settings that Sphinx makes for each text and for each builder."""
    if os.path.exists(os.environ.get("DOCUTILSCONFIG", os.curdir)):  # noqa: PTH110
        return SETTINGS_OF(*components, defaults=defaults, **options)  # Files may have changed.
    of_build = {"env": defaults["env"]} if "env" in defaults else {}
    shared = {name: value for name, value in defaults.items() if name not in of_build}
    kinds = (one if isinstance(one, type) else type(one) for one in components)
    # Each build has a class of its own for the parser with our rules, of the same bases.
    key = (repr([kind.__mro__ for kind in kinds]), repr(shared), repr(options))
    if key not in SETTINGS:
        SETTINGS[key] = SETTINGS_OF(*components, defaults=shared, **options)
    settings = copy.copy(SETTINGS[key])
    settings.record_dependencies = DependencyList()  # Each text adds the files that it includes.
    vars(settings).update(of_build)
    return settings


def _kept(compile_template: Any) -> Any:
    def kept(*source_and_names: Any) -> Any:
        if source_and_names not in TEMPLATES:
            TEMPLATES[source_and_names] = compile_template(*source_and_names)
        return TEMPLATES[source_and_names]

    return kept


@contextlib.contextmanager
def _warnings_only() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


@contextlib.contextmanager
def _counted() -> Iterator[list[str]]:
    """Note the handouts that are given to workers."""
    printed: list[str] = []

    def noted(jobs: Iterable[Job]) -> Iterator[Job]:
        for job in jobs:
            printed.append(job.docname)
            yield job

    with contextlib.ExitStack() as stack:
        for kind in (Workers, RemoteWorkers):
            stack.enter_context(mock.patch.object(kind, "run", _noting(kind.run, noted)))
        yield printed


def _noting(given: Any, noted: Any) -> Any:
    return lambda workers, jobs, *more: given(workers, noted(jobs), *more)


@contextlib.contextmanager
def _put_back() -> Iterator[None]:
    """End what a build leaves to the end of its process, which is that of all tests here.

    Words would stay in its language. A process that an extension has forked would hold open what
    this one has open, such as the pipe of a browser, which then waits for its end for ever.
    """
    before = multiprocessing.active_children()
    try:
        yield
    finally:
        i18n.use(NullTranslations())
        translators.clear()
        for process in multiprocessing.active_children():
            if process not in before:
                process.terminate()
                process.join(10)


@contextlib.contextmanager
def as_a_worker() -> Iterator[None]:
    """Print as a worker does, in less time; other tests ask the engine itself."""
    before = [(home, name, getattr(home, name)) for home, name, _ in _shortcuts()]
    for home, name, new in _shortcuts():
        setattr(home, name, new)
    try:
        yield
    finally:
        for home, name, old in before:
            setattr(home, name, old)


@functools.cache
def _shortcuts() -> list[tuple[Any, str, Any]]:
    remote._folder()  # Loads the engine without the fonts of the system.
    from handouts.typeset.shortcuts import shortcuts

    return shortcuts()


class InThisProcess(Executor):
    """Runs each job at once, where it was submitted."""

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        try:
            with as_a_worker():
                future.set_result(function(*arguments, **options))
        except Exception as error:
            future.set_exception(error)
        return future


class PrintedOnce(InThisProcess):
    """Runs each job once in the life of the process."""

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        """Return a future that is done, of this job or of one like it."""
        job = hashlib.sha256(pickle.dumps((function, arguments, options))).digest()
        if job not in PRINTED:
            PRINTED[job] = super().submit(function, *arguments, **options)
        return PRINTED[job]


PRINTED: dict[bytes, Future[Any]] = {}


def in_this_process(count: int) -> Executor:
    """Return an executor for `handouts_executor`."""
    return PrintedOnce()


def anew_in_this_process(count: int) -> Executor:
    """Return one that really prints each sheet."""
    return InThisProcess()


HERE, ANEW = "projects:in_this_process", "projects:anew_in_this_process"


def _messages(log: str, srcdir: Path) -> list[str]:
    lines = COLOUR.sub("", log).replace(f"{srcdir}{os.sep}", "").splitlines()
    return [line for line in lines if line.strip()]

"""What every test may use."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import util
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from handouts.workers import remote, worker
from handouts.workers.folder import AFTER_OTHERS, PREFIX, folder_for_life, remove_abandoned
from handouts.workers.memory import with_room_for_frames
from material import build_once
from projects import Project, as_a_worker, shared_by_builds

if TYPE_CHECKING:
    from projects import Built

pytest_plugins = ["sphinx.testing.fixtures"]

# The day of every test that names none; tests of the material name the day of its dates.
os.environ["HANDOUTS_TODAY"] = "2026-11-22"

# Sphinx makes some hundred records a build that nobody looks at.
logging.disable(logging.DEBUG)
logging.LoggerAdapter.debug = lambda *_arguments, **_options: None  # type: ignore[method-assign]

OURS = (PREFIX, "weasyprint-")
"""How the names of temporary folders begin that we and the layout engine make."""
ROOTS = Path(__file__).parent / "roots"
LAYOUT = (
    "engine",
    "log",
    "rules",
    "boxes",
    "columns",
    "layout",
    "copyfit",
    "overflow",
    "vertical_justification",
    "edition",
)


FIRST = (
    *("browser/test_pages", "fuzz/", "end_to_end/test_package", "browser/", "end_to_end/"),
    *("writer/test_supported", "pipeline/", "repository/", "website/", "workers/"),
)
"""Tests that take longest; when they begin first, all processes of a run end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first."""

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(ROOTS.parent).as_posix()
        return next(
            (place for place, name in enumerate(FIRST) if path.startswith(name)), len(FIRST)
        )

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """Keep what is loaded by now out of the garbage collector's rounds, and let these be fewer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 20)


@pytest.hookimpl(tryfirst=True)
@with_room_for_frames
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run each test as pytest does, in up to a fifth less time."""
    runner: Any = item.config.pluginmanager.get_plugin("runner")
    return runner.pytest_runtest_protocol(item, nextitem)


@pytest.fixture(scope="session")
def rootdir() -> Path:
    return ROOTS


@pytest.fixture
def project(tmp_path) -> Callable[..., Project]:
    """Return a function that writes a project of some files."""
    return lambda files=None: Project(tmp_path, files)


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Project:
    """Return a project that uses every construct that sheets can print."""
    root = ROOTS / "test-everything"
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    return Project(tmp_path_factory.mktemp("everything"), files)


@pytest.fixture(scope="session")
def everything_printed(everything) -> Built:
    return everything.build("handouts")


@pytest.fixture(scope="session")
def everything_site(everything, everything_printed) -> Built:
    return everything.build("html")


@pytest.fixture(scope="session")
def theme_site(tmp_path_factory) -> Built:
    """Return the site of a project of others that has the theme."""
    folder = tmp_path_factory.mktemp("theme")
    return Project(folder, srcdir=ROOTS / "test-theme").build("html", html_theme="handouts")


@pytest.fixture(scope="session")
def built_material(tmp_path_factory, request) -> Path:
    """Return the folder in which the real pages are built; all processes of a run share it."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    return build_once(folder / "material")


@pytest.fixture(scope="session")
def engine() -> SimpleNamespace:
    """Return all names of the layout's modules, loaded as in a worker: without system fonts."""
    remote._folder()
    loaded = SimpleNamespace()
    for name in LAYOUT:
        vars(loaded).update(vars(importlib.import_module(f"handouts.typeset.{name}")))
    return loaded


@pytest.fixture(scope="module")
def _as_a_worker() -> Iterator[None]:
    """Let the tests of a module print as a worker does."""
    with as_a_worker():
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let files be written without waiting: a test is not about a machine that loses power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _shared_by_builds() -> Iterator[None]:
    with shared_by_builds():
        yield


@pytest.fixture(scope="session", autouse=True)
def _temporary_files(tmp_path_factory) -> Iterator[None]:
    """Give the tests a temporary folder, in which nothing of ours or the engine's may be left."""
    tmp_path_factory.getbasetemp()  # Found first, so that failed tests leave their files there.
    folder = Path(tempfile.mkdtemp(prefix="t-"))
    # After the folder for the life of this process, and that of `multiprocessing`.
    util.Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, AFTER_OTHERS - 1)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    yield
    # One left over could not put its fonts away when Python ends.
    worker._engine.cache_clear()
    gc.collect()
    for_life = [folder_for_life().name] if folder_for_life.cache_info().currsize else []
    end = time.monotonic() + 60  # On a busy machine a process that was ended takes its time.
    while (left := _left_in(folder)) != for_life and time.monotonic() < end:
        time.sleep(0.1)
    os.environ.pop("TMPDIR")
    os.environ.update({"TMPDIR": before} if before else {})
    tempfile.tempdir = None
    assert left == for_life


def _left_in(folder: Path) -> list[str]:
    """Return the folders of ours and the engine's, after what killed builds left was removed."""
    remove_abandoned(folder)
    return [path.name for path in folder.iterdir() if path.name.startswith(OURS)]

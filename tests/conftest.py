"""What every test may use."""

from __future__ import annotations

import gc
import importlib
import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from handouts.workers import remote, worker
from projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projects import Built

pytest_plugins = ["sphinx.testing.fixtures"]

# The day of every test that names none; tests of the material name the day of its dates.
os.environ["HANDOUTS_TODAY"] = "2026-11-22"

# Sphinx makes some hundred records a build that nobody looks at.
logging.disable(logging.DEBUG)

ROOTS = Path(__file__).parent / "roots"
LAYOUT = (
    "engine",
    "boxes",
    "columns",
    "layout",
    "copyfit",
    "overflow",
    "vertical_justification",
    "edition",
)


@pytest.fixture(scope="session")
def rootdir() -> Path:
    return ROOTS


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that writes a project of some files."""
    return lambda files=None: Project(tmp_path, files)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project that uses every construct that sheets can print."""
    root = ROOTS / "test-everything"
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    return Project(tmp_path_factory.mktemp("everything"), files)


@pytest.fixture(scope="session")
def everything_printed(everything: Project) -> Built:
    return everything.build("handouts")


@pytest.fixture(scope="session")
def everything_site(everything: Project, everything_printed: Built) -> Built:
    return everything.build("html")


@pytest.fixture(scope="session")
def engine() -> SimpleNamespace:
    """Return all names of the layout's modules, loaded as in a worker: without system fonts."""
    remote._folder()
    loaded = SimpleNamespace()
    for name in LAYOUT:
        vars(loaded).update(vars(importlib.import_module(f"handouts.typeset.{name}")))
    return loaded


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let files be written without waiting: a test is not about a machine that loses power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _engines() -> Iterator[None]:
    """Discard the engines before Python ends: one left over cannot put its fonts away then."""
    yield
    worker._engine.cache_clear()
    gc.collect()

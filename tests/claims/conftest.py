"""A project whose pages state claims, and the doctrees of its pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from projects import Built

ROOT = Path(__file__).parents[1] / "roots" / "test-claims"


def _builder(folder: Path) -> Callable[..., Built]:
    shutil.copytree(ROOT, folder / "docs")
    project = Project(folder, srcdir=folder / "docs")

    def build_with(files: dict[str, str], builder: str = "html") -> Built:
        project.write(files)
        return project.build(builder, processes=True)

    return build_with


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """Return a function that builds the project, with some of its files as they are given.

    It has only the part of the extension that knows claims, so it prints nothing.
    """
    return _builder(tmp_path)


@pytest.fixture(scope="module")
def build_claims(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Return such a function for what the tests of a module share."""
    return _builder(tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the project's site as it is."""
    return _builder(tmp_path_factory.mktemp("claims"))({})


@pytest.fixture
def read(
    build: Callable[..., Built], request: pytest.FixtureRequest
) -> Callable[..., nodes.document]:
    """Return a function that reads a page of the project, as it is or with other words."""

    def read_page(text: str = "", docname: str = "index") -> nodes.document:
        if text:
            built = build({f"{docname}.md": text}, "dummy")
        else:
            built = request.getfixturevalue("unchanged")
        return built.app.env.get_doctree(docname)

    return read_page

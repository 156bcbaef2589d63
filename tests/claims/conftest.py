"""A project whose pages state claims, and the doctrees of its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import CLAIMS, Project

if TYPE_CHECKING:
    from docutils import nodes

    from projects import Built, Read


def _project(folder: Path) -> Project:
    shutil.copytree(CLAIMS, folder / "docs")
    return Project(folder, srcdir=folder / "docs")


def _builder(folder: Path) -> Callable[..., Built]:
    project = _project(folder)

    def build_with(files: dict[str, str], builder: str = "html") -> Built:
        project.write(files)
        return project.build(builder, processes=True)

    return build_with


@pytest.fixture
def build(tmp_path) -> Callable[..., Built]:
    """Return a function that builds the project, with some of its files as they are given.

    It has only the part of the extension that knows claims, so it prints nothing.
    """
    return _builder(tmp_path)


@pytest.fixture(scope="module")
def build_claims(tmp_path_factory) -> Callable[..., Built]:
    """Return such a function for what the tests of a module share."""
    return _builder(tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory) -> Built:
    """Return the project's site as it is."""
    return _builder(tmp_path_factory.mktemp("claims"))({})


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Project:
    """Return the project whose pages `read` replaces."""
    return _project(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def read_files(pages) -> Iterator[Read]:
    with pages.reader() as read:
        yield read


@pytest.fixture
def read(read_files, request) -> Callable[..., nodes.document]:
    """Return a function that reads a page of the project, as it is or with other words."""

    def read_page(text: str = "", docname: str = "index") -> nodes.document:
        if text:
            return read_files({f"{docname}.md": text}).env.get_doctree(docname)
        unchanged: Built = request.getfixturevalue("unchanged")
        return unchanged.app.env.get_doctree(docname)

    return read_page

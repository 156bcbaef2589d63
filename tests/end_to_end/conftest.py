"""What tests of the real pages share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from material import DOCS, ENVIRONMENT
from projects import Project


@pytest.fixture(scope="module")
def material(built_material, tmp_path_factory) -> Iterator[Project]:
    """Return the real pages as a project, all of which have been read."""
    folder = tmp_path_factory.mktemp("material")
    shutil.copytree(built_material / "doctrees", folder / "build" / "doctrees")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield Project(folder, srcdir=DOCS)

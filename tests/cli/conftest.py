"""What tests of the commands share: a folder with pages, beside which they are typed."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _frozen(monkeypatch) -> None:
    """Say that objects are frozen, as they are: counting them takes 10 ms for each command."""
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 1)


@pytest.fixture
def docs(request, tmp_path, monkeypatch) -> Path:
    """Return the folder `docs` with the FILES of the test's module; its parent is where we are."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in request.module.FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder

"""Where a fault is, as a node or a warning names it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from handouts.collect.pages import place_of_source

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@pytest.mark.parametrize(
    ("source", "path"),
    [("part.txt", "part.txt"), ("<rst_prologue>", "sheet.rst"), (None, "sheet.rst")],
)
def test_a_place_depends_on_where_sphinx_was_started_for_files_only(
    source: str | None, path: str, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env: BuildEnvironment = SimpleNamespace(  # type: ignore[assignment]
        srcdir=tmp_path, found_docs={"sheet"}, doc2path=lambda *_, **__: "sheet.rst"
    )

    assert place_of_source(env, "sheet", source, 4).path == path

"""An index of the search that cannot be added to is written anew, as Sphinx does it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.website.search_index import on_builder_inited

FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\n',
    "index.md": "# Index\n\n```{toctree}\nwords\n```\n",
    "words.md": "# Words\n\nSoft.\n",
}


@pytest.mark.parametrize("index", ['{"docnames": ["gone"], "envversion": {}}', "[]"])
def test_an_index_that_another_version_of_sphinx_has_written(project, index: str) -> None:
    written = project(FILES)
    found = written.build("html").outdir / "searchindex.js"
    found.write_text(f"Search.setIndex({index})", "utf-8")
    written.edit("words.md", "Soft", "Gentle")

    again = written.build("html")

    assert [one for one in again.warnings if "search index couldn't be loaded" not in one] == []
    assert "gentl" in found.read_text("utf-8")


def test_a_sphinx_that_keeps_its_entries_elsewhere() -> None:
    builder = SimpleNamespace(indexer_format="its own")
    app: Any = SimpleNamespace(builder=builder, env=SimpleNamespace())

    on_builder_inited(app)

    assert builder.indexer_format == "its own"

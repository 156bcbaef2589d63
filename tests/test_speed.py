"""The benchmark: its topics can be printed, and its page tells what was measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Project

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "docs" / "contributing"
sys.path.append(str(ROOT / "benchmarks"))

import figures  # noqa: E402
import topics  # noqa: E402


def test_the_page_tells_the_figures_that_are_kept() -> None:
    kept = json.loads((KEPT / "speed.json").read_text("utf-8"))
    page = (KEPT / "speed.md").read_text("utf-8")

    assert figures.page_with(page, kept) == page


def test_the_plot_draws_the_figures_that_are_kept() -> None:
    kept = json.loads((KEPT / "speed.json").read_text("utf-8"))

    assert (KEPT / "speed.svg").read_text("utf-8") == figures.plot(kept)


def test_a_topic_is_the_same_each_time() -> None:
    material = topics.read_material()

    assert topics.topic(material, 3) == topics.topic(material, 3)
    assert topics.topic(material, 3) != topics.topic(material, 4)


def test_topics_are_printed(project: Callable[..., Project], tmp_path: Path) -> None:
    topics.write_topics(tmp_path / "topics", 2)
    files = {
        path.relative_to(tmp_path / "topics").as_posix(): path.read_bytes()
        for path in (tmp_path / "topics").rglob("*")
        if path.is_file()
    }
    built = project(files).build()

    assert len(list(built.outdir.rglob("*.pdf"))) >= 3


@pytest.mark.parametrize("name", ["conf.py", "claims.toml", "index.md"])
def test_a_project_of_topics_is_whole(tmp_path: Path, name: str) -> None:
    topics.write_topics(tmp_path, 1)

    assert (tmp_path / name).is_file()

"""The benchmark: its topics can be printed, and its page tells what was measured."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handouts.checks.pdf import text_of_pdf
from handouts.copyfit import Search
from handouts.jobs import THEME_FONTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import SimpleNamespace

    from handouts.jobs import Job, Setting
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


def _files_of_topics(folder: Path, count: int) -> dict[str, bytes]:
    topics.write_topics(folder, count)
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_topics_are_printed(project: Callable[..., Project], tmp_path: Path) -> None:
    built = project(_files_of_topics(tmp_path / "topics", 2)).build()

    assert len(list(built.outdir.rglob("*.pdf"))) >= 3


@pytest.mark.parametrize("name", ["conf.py", "claims.toml", "index.md"])
def test_a_project_of_topics_is_whole(tmp_path: Path, name: str) -> None:
    topics.write_topics(tmp_path, 1)

    assert (tmp_path / name).is_file()


def test_a_handout_that_is_dropped_is_no_page_any_more(tmp_path: Path) -> None:
    topics.write_topics(tmp_path, 1)
    topics.drop_handouts(tmp_path, {"sheets/patients-0"})

    assert not (tmp_path / "sheets" / "patients-0.md").exists()
    assert "patients-0" not in (tmp_path / "index.md").read_text("utf-8")


def test_one_word_more_is_printed(project: Callable[..., Project], tmp_path: Path) -> None:
    files = _files_of_topics(tmp_path / "topics", 1)
    page = files["topics/topic-0.md"].decode()
    built = project({**files, "topics/topic-0.md": page.replace(*topics.WORD).encode()}).build()

    assert "Regular" in text_of_pdf(next(built.outdir.rglob("*.pdf")).read_bytes())


def test_what_is_kept_has_the_bare_loop_as_its_unit() -> None:
    row = {"wall": 8.0, "cpu": 4.0, "memory": 90.0, "main": 80.0, "child": 0.0}
    twice = {name: 2 * value for name, value in row.items()}
    (run,) = figures.in_units([{"sheets": 4, "steps": {"bare": row, "cold, -j 1": twice}}])

    unit = {"wall": 4.0, "cpu": 4.0, "memory": 1.125, "main": 1.0, "child": 0.0}
    assert run["steps"]["bare"] == unit
    assert run["steps"]["cold, -j 1"] == {name: 2 * value for name, value in unit.items()}


def test_no_sheet_of_a_topic_could_be_set_better(
    project: Callable[..., Project],
    engine: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEPT", str(tmp_path / "kept"))
    project(_files_of_topics(tmp_path / "topics", 2)).build(handouts_executor="keeping:keeper")
    kept = [pickle.loads(path.read_bytes()) for path in sorted((tmp_path / "kept").iterdir())]
    fonts = [ROOT / "src" / "handouts" / "theme" / "fonts" / name for name in THEME_FONTS]
    press = engine.Engine(kept[0][0].css, fonts, kept[0][0].furniture)

    assert [one for job, chosen in kept for one in _better(engine, press, job, chosen)] == []


def _better(engine: Any, press: Any, job: Job, chosen: Any) -> Iterator[tuple[str, int, Setting]]:
    """Yield each preferred choice that fits as well, of those not far too long."""
    (plan,) = job.plans
    for _, setting, kept in chosen:
        sheet = engine.Sheet(press, job.html)
        for option in Search(sheet, plan, sheet.optional).options:
            better = plan.settings[option.setting]
            if (option.kept, better) == (kept, setting):
                break
            near = sheet.forecast(plan, better, option.kept) < 1.1
            if near and sheet.lay_out(plan, better, option.kept).pages == 1:
                yield job.docname, option.kept, better

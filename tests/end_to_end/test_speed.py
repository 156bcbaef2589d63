"""The benchmark: its topics can be printed, and its page shows what was measured."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from finished import text_of_pdf
from handouts.jobs import THEME_FONTS
from handouts.typeset.copyfit import Search

if TYPE_CHECKING:
    from handouts.jobs import Job, TypeSetting

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "contributing"
sys.path.append(str(ROOT / "benchmarks"))

import figures  # noqa: E402
import running  # noqa: E402
import topics  # noqa: E402


def test_the_page_shows_the_figures_that_are_kept() -> None:
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


def test_topics_are_printed(project, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("HANDOUTS_TODAY")
    built = project(_files_of_topics(tmp_path / "topics", 2)).build()

    assert len(list(built.outdir.rglob("*.pdf"))) >= 3


@pytest.mark.parametrize("name", ["conf.py", "claims.toml", "index.md"])
def test_a_project_of_topics_is_whole(tmp_path, name: str) -> None:
    topics.write_topics(tmp_path, 1)

    assert (tmp_path / name).is_file()


def test_a_handout_that_is_dropped_is_no_page_any_more(tmp_path) -> None:
    topics.write_topics(tmp_path, 1)
    topics.drop_handouts(tmp_path, {"sheets/patients-0"})

    assert not (tmp_path / "sheets" / "patients-0.md").exists()
    assert "patients-0" not in (tmp_path / "index.md").read_text("utf-8")


def test_one_word_more_is_printed(project, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("HANDOUTS_TODAY")
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


def _run(topics: int, sheets: int, **wall: float) -> dict[str, Any]:
    """Return made-up figures of a run: seconds and, as many, megabytes."""
    names = ("wall", "cpu", "memory", "main", "child")
    steps = {
        "cold, -j 1": wall.get("one", 110.0),
        "cold, -j 2": wall.get("two", 55.0),
        "pages, -j 1": 10.0,
        "pages, -j 2": 5.0,
        "bare": 80.0,
        "bare, two at once": 44.0,
        "nothing changed": 2.2,
        "one word": 3.3,
        "one claim": 11.0,
    }
    rows = {step: dict.fromkeys(names, spent) for step, spent in steps.items()}
    return {"topics": topics, "sheets": sheets, "again": 2, "layouts": 1.2, "repeats": 5} | {
        "steps": rows
    }


def test_each_ratio_is_of_what_it_says() -> None:
    runs = [_run(10, 20), _run(50, 100, one=540.0, two=275.0)]
    sheet = {"words": 9, "words_before": 8, "now": 1.5, "before": 3.0, "Typst": 0.1, "bare": 1}
    sheet |= {"now again": 1.2, "before again": 3.0}
    rows = figures.ratios(
        {
            "runs": runs,
            "docs": {"with": {"wall": 1.5, "cpu": 1.6}},
            "sheets": {"handouts-patients": sheet | {"PlutoPrint": 0.05}},
            "against": "abc1234",
            "nothing": {"wall": 3.5, "cpu": 3.0},
            "ours": 4.0,
            "live": {"first": 1.9, "all": 4.5},
        }
    )

    assert [row.cells()[2:] for row in rows] == [
        ("—", "0.50"),  # 1.5 / 3
        ("—", "0.40"),  # 1.2 / 3
        ("—", "0.44"),  # (1.5 / 9) / (3 / 8)
        ("—", "1.500"),
        ("—", "15.00"),  # 1.5 / 0.1
        ("6.625", "6.625"),  # (540 - 10) / 80
        ("3.44", "3.44"),  # 275 / 80
        ("0.55", "0.55"),  # 44 / 80
        ("0.004", "0.004"),  # 2.2 / 540
        ("0.006", "0.006"),  # 3.3 / 540
        ("0.020", "0.020"),  # 11 / 540
        ("3.50", "3.00"),
        ("1.90", "—"),
        ("4.50", "—"),
        ("1.50", "1.60"),
        ("4.00", "—"),
        ("0.98", "0.98"),  # (540 / 100) / (110 / 20)
        ("4.91", "—"),  # 540 / 110
        ("4.91", "—"),  # 540 / 110, over 10 / 10
    ]


def test_what_is_not_reached_is_named_with_its_cause() -> None:
    one = {"runs": [_run(10, 20)], "docs": {}, "live": {"first": 1.9, "all": 4.5}}
    missed = figures.table(one).partition("Not reached:")[2]

    assert "all three editions, against the bare loop of the three: 4.50; a save is" in missed
    assert "the first new edition" not in missed


def test_what_is_just_not_reached_is_not_rounded_to_its_goal() -> None:
    near = figures.Ratio("one word changed", 0.02, None, 0.0204)

    assert (near.reached, near.cells()[3]) == (False, "0.020")


def test_the_shares_of_a_build_are_a_whole() -> None:
    run = _run(10, 20)
    text = figures.shares_table({"runs": [run], "staged": 20, "printing": 0.75})

    assert [line.split("|")[2].strip() for line in text.splitlines()[4:]] == ["9 %", "75 %", "16 %"]


HOLDING = """
import subprocess, sys, time
child = "held = bytearray(120_000_000); import time; time.sleep(0.6)"
subprocess.run([sys.executable, "-c", child])
"""


def test_memory_is_measured_in_the_main_process_and_in_others(tmp_path) -> None:
    done = running.run([sys.executable, "-c", HOLDING], tmp_path / "log")

    assert done.child > 120 > done.main > 0
    assert done.memory > done.child


def test_a_measured_run_waits_for_what_outlives_it_and_for_no_other_process(tmp_path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    before = psutil.Process().children()
    orphan = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{}'])"
    lasting = orphan.format("import time; time.sleep(0.3)")

    done = running.run([sys.executable, "-c", lasting], tmp_path / "log")

    assert (done.failed, psutil.Process().children()) == (False, before)
    other.communicate(b"\n")


def test_a_process_that_prints_takes_no_more_memory_for_more_handouts() -> None:
    kept = json.loads((KEPT / "speed.json").read_text("utf-8"))
    first, last = kept["runs"][0], kept["runs"][-1]
    held, now = (run["steps"]["cold, -j 1"]["child"] for run in (first, last))

    assert last["topics"] >= 500
    assert last["sheets"] > 40 * first["sheets"]
    assert now <= 1.2 * held


def test_no_sheet_of_a_topic_could_be_set_better(project, engine, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("HANDOUTS_TODAY")
    monkeypatch.setenv("KEPT", str(tmp_path / "kept"))
    project(_files_of_topics(tmp_path / "topics", 2)).build(handouts_executor="keeping:keeper")
    kept = [pickle.loads(path.read_bytes()) for path in sorted((tmp_path / "kept").iterdir())]
    press = engine.Engine(kept[0][0].css, THEME_FONTS, kept[0][0].furniture)

    assert [one for job, chosen in kept for one in _better(engine, press, job, chosen)] == []


ESTIMATED = 0.0025
"""Part of a page by which an estimate may be wrong about what stays free."""


def _better(
    engine: Any, press: Any, job: Job, chosen: Any
) -> Iterator[tuple[str, int, TypeSetting]]:
    """Yield each preferred choice that fits as well, of those not far too long."""
    (plan,) = job.plans
    for setting, kept in ((one.setting, one.kept) for one in chosen):
        sheet = engine.ParsedSheet(press, job.html)
        for option in Search(sheet, plan, sheet.optional).options:
            better = plan.settings[option.setting]
            if (option.kept, better) == (kept, setting):
                break
            if sheet.estimate(plan, better, option.kept) > 1.1:
                continue
            layout = sheet.lay_out(plan, better, option.kept)
            # How much of the page stays free need not be exact; the last setting may fill it.
            full = 1 if better == plan.settings[-1] or not plan.free else 1 - plan.free - ESTIMATED
            if layout.pages == 1 and min(layout.used, 1) <= full:
                yield job.docname, option.kept, better

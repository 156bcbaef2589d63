"""When Python looks for garbage: what is frozen thaws, and what is left over goes."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from handouts.jobs import THEME_FONTS, Job, Printed, Setting, SheetPlan
from handouts.workers.memory import THRESHOLDS, collect, frozen
from handouts.workers.pool import Workers
from handouts.workers.worker import print_and_collect

FONTS = Path(__file__).parents[2] / "src" / "handouts" / "theme" / "fonts"
PLAN = SheetPlan("a5", (148.0, 210.0), 1, (Setting(12.0, 1.3, 0.7),))
HTML = (
    '<!doctype html><html lang="en"><head><title>T</title></head>'
    "<body><main><h1>T</h1></main></body></html>"
)


class Loop:
    """As nodes of a doctree do, it knows itself by way of another."""

    def __init__(self) -> None:
        self.itself = self


def test_what_lives_is_frozen_for_as_long_as_something_lasts() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()

    with frozen():
        assert gc.get_freeze_count() > before[1]
        assert gc.get_threshold()[:2] == THRESHOLDS
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_ends_badly_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()

    with pytest.raises(KeyError), frozen():
        raise KeyError

    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_refers_to_itself_is_freed_when_asked() -> None:
    with frozen():
        loop = Loop()
        left = weakref.ref(loop)
        del loop
        assert left() is not None
        collect()
        assert left() is None


LOOPS: list[weakref.ref[Loop]] = []


def litter(job: Job) -> list[Printed]:
    """Print, and tell of the process: whether it is frozen, and how much garbage it still has."""
    loop = Loop()
    LOOPS.append(weakref.ref(loop))
    if job.docname == "broken":
        print_and_collect(Job("broken", loop, (), "", (), "", ""))  # type: ignore[arg-type]
    del loop
    (printed,) = print_and_collect(job)
    settled = gc.get_threshold()[:2] == THRESHOLDS and gc.get_freeze_count() > 10_000
    garbage = sum(left() is not None for left in LOOPS)
    return [Printed(f"{job.docname}: {len(printed.pdf) > 0}", kept=int(settled), words=garbage)]


def run(*names: str) -> list[Printed]:
    fonts = tuple(FONTS / name for name in THEME_FONTS)
    jobs = [Job(name, HTML, (PLAN,), "", fonts, "T", "en") for name in names]
    return [one for _, printed in Workers(1, 60.0, 4096, litter).run(jobs) for one in printed]


def test_a_worker_freezes_what_it_has_loaded_and_leaves_no_garbage() -> None:
    names = ("first", "second", "third")

    assert run(*names) == [Printed(f"{name}: True", kept=1) for name in names]


def test_what_a_failed_first_handout_has_made_is_freed() -> None:
    *_, second = run("broken", "second")

    assert second == Printed("second: True", kept=1)


ENDS = """
from pathlib import Path
from handouts.workers import memory
from handouts.workers import worker
worker.write_font_settings(Path.cwd())
worker.load_engine(Path.cwd())
from weasyprint.text.fonts import FontConfiguration
kept = FontConfiguration()
memory.freeze()
"""


def test_a_frozen_process_ends_without_a_word(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENDS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")

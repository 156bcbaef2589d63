"""When Python collects garbage: what is frozen thaws, and what is left over goes."""

from __future__ import annotations

import atexit
import gc
import resource
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from handouts.workers.memory import (
    COLLECT_AFTER,
    COLLECT_ALL,
    COLLECT_PAGES,
    MOST_LEFT,
    LeftByLayouts,
    SeldomCollected,
    collect_seldom,
    leave_at_once,
    loading,
    with_room_for_frames,
)


class Loop:
    """As nodes of a doctree do, it knows itself by way of another."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_frozen() -> Iterator[None]:
    """Begin as Python does, and let the collector of the tests pass over what it did before."""
    gc.unfreeze()
    yield
    gc.freeze()


def test_what_lives_is_frozen_until_the_end_of_a_build() -> None:
    before = gc.get_freeze_count()

    frozen = SeldomCollected()
    first = gc.get_freeze_count()
    assert first > before
    made = [Loop()]
    frozen.freeze()
    assert gc.get_freeze_count() > first
    frozen.end()

    assert made
    assert gc.get_freeze_count() == before


def test_a_process_that_prints_looks_for_garbage_after_some_sheets_only() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()

        assert gc.get_threshold()[0] == MOST_LEFT
        assert gc.get_freeze_count() > 0
        left = weakref.ref(Loop())
        layouts = LeftByLayouts()
        layouts.add(COLLECT_AFTER - 1)
        assert left() is not None
        used = [Loop()]
        known = gc.get_freeze_count()
        layouts.add(1)
        assert left() is None
        assert gc.get_freeze_count() > known + len(used)
    finally:
        gc.set_threshold(*before)


def test_what_the_host_has_frozen_stays_frozen_alone() -> None:
    gc.freeze()
    count = gc.get_freeze_count()
    frozen = SeldomCollected()
    made = [Loop()]
    frozen.freeze()
    frozen.end()

    assert made
    assert 0 < gc.get_freeze_count() <= count


def test_what_pages_leave_is_freed_after_some_when_it_is_no_longer_in_use(monkeypatch) -> None:
    before, collect = gc.get_threshold(), gc.collect
    kinds: list[int] = []
    collector = SeldomCollected()
    try:
        assert gc.get_threshold()[0] > before[0]
        left, used = weakref.ref(Loop()), [Loop()]
        for _ in range(COLLECT_PAGES):
            assert left() is not None
            collector.collect()
        assert left() is None

        later = weakref.ref(used.pop())
        with monkeypatch.context() as patched:
            patched.setattr(gc, "collect", lambda kind: (kinds.append(kind), collect(kind)))
            for _ in range(COLLECT_ALL - COLLECT_PAGES):
                collector.collect()
        assert later() is None
        assert kinds == [1] * (COLLECT_ALL // COLLECT_PAGES - 2) + [2]
    finally:
        collector.end()
    assert gc.get_threshold() == before


def test_the_end_of_a_build_brings_no_search_through_all_of_it() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    generations: list[int] = []

    def note(_phase: str, info: dict[str, int]) -> None:
        generations.append(info["generation"])

    gc.callbacks.append(note)
    try:
        collector = SeldomCollected()
        kept = [[Loop()] for _ in range(100_000)]
        for _ in range(12):  # Python looks through old objects after ten times among younger ones.
            gc.collect(1)
        collector.end()
        generations.clear()
        kept.extend([Loop()] for _ in range(3_000))
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*before)

    assert generations
    assert 2 not in generations


def test_a_build_after_one_that_failed_ends_what_that_began() -> None:
    before = gc.get_threshold()
    SeldomCollected()

    again = SeldomCollected()

    assert gc.get_freeze_count() > 0
    again.end()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_a_copy_of_the_process_frees_nothing_until_pages_have_left_much(monkeypatch) -> None:
    collector = SeldomCollected()
    monkeypatch.setattr("os.getpid", lambda: 1)
    left = weakref.ref(Loop())
    try:
        collector.collect()
        assert (gc.get_threshold()[0], left() is None) == (MOST_LEFT, False)
    finally:
        collector.end()


def test_python_ends_without_a_last_search_for_garbage(monkeypatch) -> None:
    registered: list[object] = []
    monkeypatch.setattr(atexit, "register", registered.append)
    leave_at_once.cache_clear()
    SeldomCollected().end()

    assert registered == [gc.freeze]


def test_what_refers_to_itself_is_freed_by_a_collection() -> None:
    frozen = SeldomCollected()
    loop = Loop()
    left = weakref.ref(loop)
    del loop
    assert left() is not None
    gc.collect()
    frozen.end()

    assert left() is None


def test_the_garbage_collector_rests_only_while_programs_are_loaded() -> None:
    with loading():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_a_garbage_collector_that_was_off_before_stays_off() -> None:
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_calls_at_any_depth_take_no_memory_from_the_system() -> None:
    def call_often(levels: int) -> None:
        for _ in range(300):
            nothing()
        if levels:
            call_often(levels - 1)

    def nothing() -> None:
        """Take a frame that is larger than others."""

    nothing.__code__ = nothing.__code__.replace(co_stacksize=100)

    @with_room_for_frames
    def call_deeply() -> None:
        call_often(300)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    with ThreadPoolExecutor(1) as pool:  # The tests themselves have room already.
        pool.submit(call_deeply).result()

    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < 100

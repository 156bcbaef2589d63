"""How processes that print start."""

from __future__ import annotations

from multiprocessing import forkserver

import pytest

from handouts.workers import start


def test_processes_are_copies_of_one_with_the_engine(monkeypatch) -> None:
    monkeypatch.setattr(start, "START_METHOD", "forkserver")
    monkeypatch.setattr(forkserver, "ensure_running", lambda: None)

    assert start.context().get_start_method() == "forkserver"


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_processes_are_new_where_none_can_be_copied(method: str, monkeypatch) -> None:
    def fail() -> None:
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(start, "START_METHOD", method)
    monkeypatch.setattr(forkserver, "ensure_running", fail)

    assert start.context().get_start_method() == "spawn"

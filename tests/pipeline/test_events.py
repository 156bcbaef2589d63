"""What is done at Sphinx's events."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.pipeline import events


@pytest.mark.parametrize(
    ("builder", "read_before", "printing", "executor", "loads"),
    [
        ("handouts", {}, True, None, True),
        ("handouts", {"index": 1}, True, None, False),
        ("linkcheck", {}, True, None, False),
        ("html", {}, False, None, False),
        ("html", {}, True, print, False),
    ],
)
def test_the_engine_is_loaded_ahead_if_all_pages_will_be_printed(
    builder: str,
    read_before: dict[str, int],
    printing: bool,
    executor: object,
    loads: bool,
    monkeypatch,
) -> None:
    begun: list[bool] = []
    settings = SimpleNamespace(printing=printing, executor=executor)
    monkeypatch.setattr(events, "settings_of", lambda config: settings)
    monkeypatch.setattr(events, "context", lambda: begun.append(True))
    app: Any = SimpleNamespace(
        builder=SimpleNamespace(name=builder),
        env=SimpleNamespace(all_docs=read_before),
        config=None,
    )

    events.load_engine_ahead(app)

    assert bool(begun) is loads

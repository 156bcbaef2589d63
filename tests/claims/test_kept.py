"""What was read from the data files is kept for the next build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handouts.claims import ledger_reader
from handouts.claims.kept import _Kept
from projects import HERE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from projects import Project

CLAIM = '[rest]\nstatement = "Rest helps."\nsources = []\ncertainty = "low"\nchecked = 2026-11-22\n'
FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\n'
    f'handouts_executor = "{HERE}"\nhandouts_editions = {{"a5": {{"paper": "A5"}}}}\n',
    "index.md": "---\nhandout: patients\n---\n# Knees\n\n{claim}`Rest helps. <rest>`\n",
    "claims.toml": CLAIM,
}


def test_a_ledger_is_read_again_only_when_it_has_changed(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = project(FILES)
    warnings = written.build().warnings
    parse, read = ledger_reader.parse_toml, []
    monkeypatch.setattr(
        ledger_reader, "parse_toml", lambda *given, **more: read.append(1) or parse(*given, **more)
    )

    assert (written.build().warnings, read) == (warnings, [])
    written.write({"claims.toml": f"{CLAIM}quote = 3\n"})
    assert written.build().warnings != warnings
    assert read


@pytest.mark.parametrize("damage", [b"", b"damaged", b"\x80\x04K\x01."])
def test_what_was_kept_and_is_damaged_is_made_again(tmp_path: Path, damage: bytes) -> None:
    kept = _Kept()
    kept.begin(tmp_path / "kept")
    kept.get("key", lambda: "made")
    kept.save()
    kept.begin(kept.path)
    assert kept.get("key", lambda: pytest.fail("made again")) == "made"

    (tmp_path / "kept").write_bytes(damage)
    kept.begin(kept.path)

    assert kept.get("key", lambda: "made again") == "made again"

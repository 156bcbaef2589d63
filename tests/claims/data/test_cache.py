"""What was read of the data files is kept from build to build, for each project its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.claims.data.cache import DataCache, data_cache, on_build_finished, setup_cache
from handouts.claims.ledger import reader as ledger_reader
from projects import HERE

UNSOURCED = (
    '[rest]\nstatement = "Rest helps."\nsources = []\ncertainty = "low"\nchecked = 2026-11-22\n'
)
FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\n'
    f'handouts_executor = "{HERE}"\nhandouts_editions = {{"a5": {{"paper": "A5"}}}}\n',
    "index.md": "---\nhandout: patients\n---\n# Knees\n\n{claim}`Rest helps. <rest>`\n",
    "claims.toml": UNSOURCED,
}


def test_a_ledger_is_read_again_only_when_it_has_changed(project, monkeypatch) -> None:
    written = project(FILES)
    warnings = written.build().warnings
    parse, read = ledger_reader.parse_toml, []
    monkeypatch.setattr(
        ledger_reader, "parse_toml", lambda *given, **more: read.append(1) or parse(*given, **more)
    )

    assert (written.build().warnings, read) == (warnings, [])
    written.write({"claims.toml": f"{UNSOURCED}quote = 3\n"})
    assert written.build().warnings != warnings
    assert read


@pytest.mark.parametrize("damage", [b"", b"damaged", b"\x80\x04K\x01."])
def test_what_was_kept_and_is_damaged_is_made_again(tmp_path, damage: bytes) -> None:
    cache = DataCache(tmp_path / "kept")
    cache.get(written, "made")
    cache.save()
    cache.begin()
    assert cache.get(lambda _: pytest.fail("made again"), "made") == "made"

    (tmp_path / "kept").write_bytes(damage)
    cache.begin()

    assert cache.get(lambda _: "made again", "made") == "made again"


def test_a_data_file_is_read_once_a_build(tmp_path) -> None:
    cache, path = DataCache(), tmp_path / "claims.toml"
    path.write_text("before", "utf-8")
    cache.text_of(path)
    path.write_text("after", "utf-8")

    first = cache.text_of(path).text
    cache.begin()

    assert (first, cache.text_of(path).text) == ("before", "after")


def test_two_projects_that_are_built_in_one_process_each_keep_their_own(tmp_path) -> None:
    apps: list[Any] = [
        SimpleNamespace(doctreedir=tmp_path / name, config=SimpleNamespace(), connect=print)
        for name in ("first", "second")
    ]
    for app in apps:
        setup_cache(app)
    for app in apps:
        data_cache(app.config).get(written, app.doctreedir.name)
    for app in apps:
        on_build_finished(app, None)

    assert [*map(known, apps)] == ["first", "second"]


def known(app: Any) -> str:
    """Return what is kept for a project, which is not read again."""
    return data_cache(app.config).get(lambda _: pytest.fail("read again"), app.doctreedir.name)


def written(name: str) -> str:
    """Return what is kept for a name."""
    return name

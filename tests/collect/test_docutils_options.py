"""Docutils' options are described once, and say the same for each page."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from docutils.frontend import OptionParser
from docutils.parsers.rst import Parser

from handouts.collect import docutils_options
from handouts.collect.docutils_options import MOST_KNOWN, describe_options_once


@pytest.fixture(autouse=True)
def _described_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OptionParser, "populate_from_components", None)
    monkeypatch.setattr("handouts.collect.docutils_options._known", {})
    describe_options_once()


def parser(**given: object) -> OptionParser:
    """Return a parser as Sphinx makes one for each page."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        made = OptionParser(components=(Parser(),), defaults=given, read_config_files=True)
    assert made.defaults.pop("record_dependencies").list == []
    return made


def test_options_are_described_once() -> None:
    first, second = parser(), parser()

    assert first.get_option_by_dest("raw_enabled") is second.get_option_by_dest("raw_enabled")
    for name in ("defaults", "lists", "relative_path_settings"):
        assert getattr(first, name) == getattr(second, name)


def test_a_process_that_builds_again_and_again_remembers_no_more() -> None:
    for _ in range(3 * MOST_KNOWN):
        kind = type("OfOneBuild", (Parser,), {})
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            OptionParser(components=(kind,))

    assert 0 < len(docutils_options._known) <= MOST_KNOWN


def test_an_object_with_options_of_its_own_keeps_them() -> None:
    kept = []
    for name in ("one", "other"):
        component = Parser()
        component.settings_defaults = {"whose": name}
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            kept.append(OptionParser(components=(component,)).defaults["whose"])

    assert kept == ["one", "other"]


def test_what_one_page_is_given_says_nothing_of_the_next() -> None:
    plain = parser().defaults
    assert parser(raw_enabled=False, of_page=1).defaults == {
        **plain,
        "raw_enabled": False,
        "of_page": 1,
    }
    assert parser().defaults == plain


def test_a_file_of_settings_is_read_for_each_page(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "docutils.conf"
    monkeypatch.setenv("DOCUTILSCONFIG", str(path))
    assert parser().defaults["raw_enabled"] == 1
    path.write_text("[restructuredtext parser]\nraw_enabled: off\n", "utf-8")
    assert parser().defaults["raw_enabled"] is False
    path.unlink()
    assert parser().defaults["raw_enabled"] == 1

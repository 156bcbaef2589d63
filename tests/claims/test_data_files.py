"""The files of data that pages are judged by, and when they have pages read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Built, Project

LEDGER = (
    '[a]\nstatement = "Most knees settle down."\nsources = []\ncertainty = "fact"\n'
    "checked = 2026-11-22\n"
)
PAGE = "# Knees\n\n{claim}`Most knees settle down. <a>`\n"


def read(built: Built) -> str:
    """Return what Sphinx says of the pages that it reads."""
    (line,) = (line for line in built.status.splitlines() if " added, " in line)
    return line.partition(": ")[2]


def test_a_page_is_read_again_only_when_a_data_file_changes(
    project: Callable[..., Project],
) -> None:
    pages = project({"index.md": PAGE, "claims.toml": LEDGER})
    pages.build("dummy")

    assert read(pages.build("dummy")) == "0 added, 0 changed, 0 removed"
    pages.write({"claims.toml": f"{LEDGER}\n"})
    assert read(pages.build("dummy")) == "0 added, 1 changed, 0 removed"
    pages.write({"services.toml": ""})
    assert read(pages.build("dummy")) == "0 added, 1 changed, 0 removed"
    assert read(pages.build("dummy")) == "0 added, 0 changed, 0 removed"

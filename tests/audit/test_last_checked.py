"""A page prints the oldest day on which one of its facts was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

CLAIM = """[{name}]
statement = "Walking helps."
sources = ["walk2020"]
certainty = "fact"
checked = {day}
"""
FILES: dict[str, str | bytes] = {
    "conf.py": f'{CONF}handouts_ledger = "claims.toml"\nbibtex_bibfiles = ["references.bib"]\n',
    "references.bib": "@misc{walk2020, title = {Walk}, note = {verified: abstract}}\n",
    "claims.toml": CLAIM.format(name="old", day="2026-09-02")
    + CLAIM.format(name="new", day="2026-11-20"),
    "index.md": "# Home\n\n```{toctree}\nold\nolder\nplain\nsheet\n```\n",
    "old.md": "---\nchecked: 2026-11-21\n---\n# Old\n\n(old)=\n{claim}`Walk. <new>`\n",
    "older.md": "---\nchecked: 2026-11-21\n---\n# Older\n\n(older)=\n{claim}`Walk. <old>`\n",
    "plain.md": "# Plain\n\n{claim}`Walk. <old>`\n",
    "sheet.md": "---\nhandout: patients\nchecked: 2026-11-28\n---\n# Sheet\n\n"
    "```{embed} #old\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTS_TODAY", "2026-12-01")
        return Project(tmp_path_factory.mktemp("checked"), FILES).build("html")


@pytest.mark.parametrize(
    ("page", "day"),
    [("old", "20 November 2026"), ("older", "2 September 2026"), ("sheet", "20 November 2026")],
)
def test_a_page_says_the_oldest_day_of_its_facts(site: Built, page: str, day: str) -> None:
    assert f"Facts last checked {day}." in site.html(f"{page}.html")


def test_a_page_without_a_day_of_its_own_says_none(site: Built) -> None:
    assert "Facts last checked" not in site.html("plain.html")

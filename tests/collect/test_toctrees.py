"""Toctrees that lead from a page back to it."""

from __future__ import annotations

import pytest

from handouts.collect.toctrees import CircleError, circle


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ({"index": ["a", "b"], "a": ["b", "c"], "b": ["c"], "c": ["c"]}, []),
        ({"index": ["a"], "a": ["b"], "b": ["c", "a"]}, ["a", "b", "a"]),
        ({"index": ["b", "a"], "a": ["index"]}, ["index", "a", "index"]),
        ({"index": [], "x": ["y"], "y": ["x"]}, []),
    ],
)
def test_the_first_circle_below_a_page_is_found(entries: dict, found: list[str]) -> None:
    assert circle(entries, "index") == found


def test_a_site_of_toctrees_in_a_circle_is_refused_with_its_pages(project) -> None:
    pages = {
        "index.md": "# Home\n\n```{toctree}\na\n```\n",
        "a.md": "# A\n\n```{toctree}\nindex\n```\n",
    }
    conf = 'extensions = ["myst_parser", "handouts"]\n'

    with pytest.raises(CircleError, match=r"^index\.md → a\.md → index\.md; take an entry out"):
        project({"conf.py": conf, **pages}).build("html")

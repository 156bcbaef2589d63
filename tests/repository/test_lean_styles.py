"""The style sheet of this site's pages, cut down to the rules that they use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import tinycss2

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS / "_ext"))
from lean_styles import lean, names_used  # noqa: E402


def cut(css: str, *names: str) -> str:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(lean(rules, set(names)))


@pytest.mark.parametrize(
    "css",
    [
        "a{color:red}",
        ".card>a.big{color:red}",
        ".gone,.card{color:red}",
        ".card:not(.gone){color:red}",
        "@media print{.card{color:red}}",
        "@font-face{font-family:x}",
    ],
)
def test_a_rule_that_can_apply_stays(css: str) -> None:
    assert cut(css, "card", "big") == css


@pytest.mark.parametrize(
    "css", [".gone{color:red}", ".card .gone{color:red}", "@media print{.gone{color:red}}"]
)
def test_a_rule_that_needs_a_class_of_no_page_goes(css: str) -> None:
    assert cut(css, "card") == ""


def test_classes_are_those_of_pages_and_what_scripts_may_give(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<p class="one two">three</p>', "utf-8")
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "a.js").write_text('box.classList.add("wide-box")', "utf-8")

    found = names_used(tmp_path)

    assert {"one", "two", "wide-box"} <= found
    assert "three" not in found

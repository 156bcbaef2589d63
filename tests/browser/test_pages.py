"""Every page of the site, in each window and colour scheme: what any reader meets.

Few colours depend on the width of the window, and a test of the style sheets says which: those of
each page are looked at in the widest window, and those of a page of each kind in all.
`make axe` asks every rule of every page, in each window and colour scheme.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from axe import findings
from sight import cut_off, spread_text, without_sign_of_focus
from visits import PAGES, WIDTHS, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASKS_ALL = os.environ.get("HANDOUTS_AXE") == "all"
OF_EACH_KIND = {
    "404.html",
    "contributing/settings.html",
    "faq.html",
    "handouts/index.html",
    "handouts/patients.html",
    "index.html",
    "search.html",
    "treatment/risks.html",
}
NARROWEST, WIDEST = WIDTHS[0], WIDTHS[-1]
COLOURS_BY_WIDTH = """() => {
    const colours = ["color", "background", "backgroundColor", "backgroundImage", "opacity"];
    const rules = (one) => [...one.cssRules ?? []].flatMap((rule) => [rule, ...rules(rule)]);
    return [...document.styleSheets].flatMap(rules)
        .filter((rule) => /width/.test(rule.media?.mediaText ?? ""))
        .flatMap(rules)
        .filter((rule) => rule.style && colours.some((name) => rule.style[name]))
        .map((rule) => rule.selectorText);
}"""


@pytest.fixture(scope="module")
def visit(browser, base) -> Iterator[Visit]:
    """Return a tab in which one page is opened after the other."""
    visit = Visit.begin(browser, base)
    yield visit
    visit.context.close()


def test_the_list_of_pages_is_what_was_built(site) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}

    assert {name for name in built if not name.startswith("_")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_every_reader(visit: Visit, name: str) -> None:
    """Ask everything of a page that was loaded once, and of each window while it is open."""
    visit.forget()
    page = visit.open(name)

    found = {
        f"{width} px: {what}": one
        for width in WIDTHS
        for what, one in faults_in_a_window(visit, width, name).items()
    }
    found |= {
        "other sites": visit.strangers(),
        "console": visit.complaints,
        "cookies": visit.context.storage_state()["cookies"],
        "stored": page.evaluate("Object.keys({...localStorage, ...sessionStorage})"),
    }

    assert {what: one for what, one in found.items() if one} == {}


def test_the_colours_that_depend_on_the_width_of_the_window_are_few(visit: Visit) -> None:
    page = visit.open("treatment/risks.html")
    selectors = page.evaluate(COLOURS_BY_WIDTH)

    # The contents beside a page, in the widest window; what folds, in others.
    parts = {re.split("[ :]", one)[0] for one in selectors}
    assert parts == {".page-toc", ".menu", ".site-footer", "table.stacks"}
    assert page.locator("table.stacks").count() > 0


def faults_in_a_window(visit: Visit, width: int, name: str) -> dict[str, list[str]]:
    """Return what is wrong with a page in a window that is so wide, in light and dark."""
    light, dark = rules_for(width, name)
    page = visit.show(width)
    over = page.evaluate("document.documentElement.scrollWidth") - width
    found = {
        "width": [f"{over} px too wide"] * (over > 0),
        "axe": findings(page, light),
        "focus": without_sign_of_focus(page),
    }
    if width == NARROWEST:
        found["cut off"] = cut_off(page)
        with spread_text(page):
            found["spread text"] = too_wide(page)
    if dark:
        found["axe, dark"] = findings(visit.show(width, "dark"), dark)
    return found


def rules_for(width: int, name: str) -> tuple[str, str]:
    """Return the rules by which a page is looked at in light, and in dark."""
    if ASKS_ALL:
        return "all", "all"
    if width == WIDEST or name in OF_EACH_KIND:
        return "all", "colours"
    return "all but colours", ""


def too_wide(page: Page) -> list[str]:
    """Return what does not fit into 320 pixels."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"the page is {width} px wide"] * (width > 320) + cut_off(page)


def test_a_stacked_cell_is_labelled_with_the_first_words_of_its_column(visit: Visit) -> None:
    page = visit.open("evidence/trials.html")

    labels = page.evaluate(
        "[...document.querySelectorAll('td')].map(({dataset}) => dataset.column)"
    )

    assert "Difference (95% CI), ours" in labels
    assert not [label for label in labels if "→" in label]


@pytest.mark.parametrize("name", ["evidence/trials.html", "deciding/costs.html"])
def test_a_stacked_cell_without_words_is_left_out(visit: Visit, name: str) -> None:
    page = visit.open(name)
    page.set_viewport_size({"width": 320, "height": 800})

    # A dash says as little as an empty cell.
    assert page.locator("td[data-none]").count() > 0
    assert page.locator("td[data-none]:visible").count() == 0


def test_a_stacked_picture_of_a_difference_says_which_side_is_better(visit: Visit) -> None:
    page = visit.open("evidence/trials.html")

    sides = page.evaluate(
        "[...document.querySelectorAll('td:has(.ho-interval)')].map(({dataset}) => dataset.sides)"
    )

    assert set(sides) == {"Better: ← control | cells →"}


def test_the_answers_of_the_front_page_stand_close_together(visit: Visit) -> None:
    visit.open("index.html")
    page = visit.show(WIDEST)

    boxes = [one.bounding_box() for one in page.locator(".admonition.important > p").all()]

    assert len(boxes) == 4
    gaps = [below["y"] - above["y"] - above["height"] for above, below in pairwise(boxes)]
    assert max(gaps) < 24  # As high as a line of the text, and no higher.

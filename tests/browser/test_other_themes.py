"""What is ours on pages of other themes: it can be read, and breaks no page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projects import CLAIM_FILES, Project
from visits import Visit

CELLS = " | ".join(["{claim}`We do not know if cells reduce pain <cells-effect>`"] * 7)
TABLE = f"| {'Heading | ' * 7}\n| {'--- | ' * 7}\n| {CELLS} |\n"
FIGURE = (
    "```{icon-array}\n:claim: no-better\n:rows: cells, sham\n:captions: cells, sham\nOne dot.\n```"
)
FILES: dict[str, str | bytes] = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\nhtml_title = "Cells"\n',
    "index.md": f"# Cells\n\nWords.\n\n{FIGURE}\n\n{TABLE}",
    **CLAIM_FILES,
}


@pytest.fixture(
    scope="module", params=["alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme"]
)
def visit(browser, request, tmp_path_factory) -> Iterator[Visit]:
    built = Project(tmp_path_factory.mktemp("themed"), FILES).build(
        "html", html_theme=request.param
    )
    visit = Visit.begin(browser, f"{built.outdir.as_uri()}/")
    visit.open("index.html")
    yield visit
    visit.context.close()


def test_a_wide_table_of_sources_does_not_widen_a_narrow_page(visit: Visit) -> None:
    page = visit.show(390)
    right = "one => one.getBoundingClientRect().right"

    assert page.locator("table").evaluate("one => one.scrollWidth") > 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("section > p").first.evaluate(right) <= 390


def test_what_the_dots_mean_is_set_as_the_text(visit: Visit) -> None:
    page = visit.show(1280)
    style = "one => [getComputedStyle(one).fontWeight, getComputedStyle(one).fontFamily]"

    text, caption = page.locator("section > p"), page.locator(".icon-array figcaption")
    assert caption.first.evaluate(style) == text.first.evaluate(style)

"""A project of others with the theme: all that Sphinx, MyST and sphinx-design may write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from axe import findings
from sight import cut_off, without_sign_of_focus
from visits import Visit

PAGES = ["index.html", "all.html", "design.html", "deep/page.html", "genindex.html"]


@pytest.fixture(scope="module")
def visit(browser, theme_site) -> Iterator[Visit]:
    visit = Visit.begin(browser, f"{theme_site.outdir.as_uri()}/")
    yield visit
    visit.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_every_reader(visit: Visit, name: str) -> None:
    visit.forget()
    visit.open(name)

    found = {
        "light": findings(visit.show(1280)),
        "dark": findings(visit.show(1280, "dark"), "colours"),
        "narrow": findings(visit.show(320)) + cut_off(visit.page),
        "focus": without_sign_of_focus(visit.page),
        "console": visit.complaints,
    }

    assert {what: one for what, one in found.items() if one} == {}
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_picture_is_as_wide_as_its_page_says(visit: Visit) -> None:
    visit.open("all.html")
    widths = visit.show().locator("article img").evaluate_all("all => all.map((one) => one.width)")

    assert widths[0] == pytest.approx(0.3 * 592, abs=1)
    assert widths[1] == 100


def test_words_before_dots_on_the_home_page_stand_one_below_the_other(visit: Visit) -> None:
    visit.open("index.html")
    page = visit.show(1280)
    added = "<section><p>One.</p><p>Two.</p><figure class='icon-array'></figure></section>"
    page.locator("article > section").evaluate(
        "(one, more) => one.insertAdjacentHTML('beforeend', more)", added
    )

    inside = page.locator("section:has(> .icon-array) > *")

    assert len(set(inside.evaluate_all("all => all.map((one) => one.offsetLeft)"))) == 1


def test_a_long_name_of_the_site_breaks_its_own_line_and_not_the_links(visit: Visit) -> None:
    visit.open("index.html")
    page = visit.show(1280)
    before = page.locator(".menu").bounding_box()["height"]  # type: ignore[index]
    name = "one => { one.textContent = 'Bandscheibendegenerationsbehandlungsnachsorge '.repeat(3) }"
    page.locator(".site-name span").evaluate(name)

    assert page.locator(".menu").bounding_box()["height"] == before  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    assert not cut_off(page)


def test_a_search_speaks_the_language_of_the_pages(visit: Visit) -> None:
    visit.forget()
    page = visit.open("search.html?q=footnote")
    page.locator(".search-summary").get_by_text("Gefundene Seiten: 1").wait_for()

    assert page.locator("#search-results h2").inner_text() == "Suchergebnisse"
    assert visit.complaints == []


def test_the_groups_of_the_foot_are_open_on_a_desk_and_open_by_a_tap_on_a_phone(
    visit: Visit,
) -> None:
    visit.open("all.html")
    group = visit.page.locator(".site-footer details").first
    link = group.get_by_role("link").first

    visit.page.set_viewport_size({"width": 1280, "height": 800})
    assert link.is_visible()
    assert group.locator("summary").evaluate("one => one.tabIndex") == -1
    visit.page.set_viewport_size({"width": 390, "height": 800})
    link.wait_for(state="hidden")
    group.locator("summary").click()
    assert link.is_visible()
    assert link.bounding_box()["height"] >= 44  # type: ignore[index]


def test_foot_and_contents_are_open_on_a_desk_without_scripts(browser, theme_site) -> None:
    visit = Visit.begin(browser, f"{theme_site.outdir.as_uri()}/", java_script_enabled=False)
    page = visit.open("all.html")

    for place in (".site-footer details", ".page-toc"):
        assert page.locator(place).first.get_by_role("link").last.is_visible()
    visit.context.close()

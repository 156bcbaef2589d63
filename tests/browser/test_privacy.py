"""What the site keeps of a reader, and what it lets its pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()"
FORBIDDEN = """() => new Promise((tell) => {
    document.addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
})"""


def choose_all(page: Page) -> None:
    """Make every choice that a reader can make."""
    page.get_by_role("button", name="Dark colours").click()
    page.get_by_text("For referrers", exact=True).first.click()
    page.get_by_role("searchbox").fill("injection")
    page.get_by_role("searchbox").press("Enter")
    page.locator("#search-results li").first.wait_for()
    page.go_back()


def test_all_that_is_stored_is_named_in_the_privacy_note(visit) -> None:
    page = visit("faq.html").page
    choose_all(page)

    stored = page.evaluate(STORED)

    page.goto(page.url.replace("faq", "about/privacy"))
    assert stored == sorted(page.locator("table code").all_inner_texts())


def test_no_cookie_is_set(visit) -> None:
    page = visit("faq.html").page
    choose_all(page)

    assert page.context.cookies() == []


def test_a_chosen_colour_scheme_is_kept(visit) -> None:
    page = visit("index.html").page
    page.get_by_role("button", name="Dark colours").click()

    page.goto(page.url.replace("index", "faq"))

    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in background[4:-1].split(",")) < 3 * 64


def test_a_script_that_was_smuggled_into_a_page_does_not_run(visit) -> None:
    page = visit("index.html").page

    assert page.evaluate(FORBIDDEN).startswith("script-src")
    assert page.evaluate("window.ran") is None


def test_the_policy_lets_pages_load_from_their_own_site_alone(visit) -> None:
    page = visit("index.html").page
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    allowed = {word for part in policy.split(";") for word in part.split()[1:]}

    assert allowed == {"'none'", "'self'", "data:"}


def test_a_site_that_is_left_does_not_show_which_page_was_read(visit) -> None:
    page = visit("index.html", fresh=True).page

    with page.expect_request("https://example.org/elsewhere") as request:
        page.evaluate("location.href = 'https://example.org/elsewhere'")

    assert "referer" not in request.value.all_headers()

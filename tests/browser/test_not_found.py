"""An address that leads nowhere, at any depth."""

from __future__ import annotations

ADDRESSES = ["gone.html", "deciding/gone.html", "a/b/c/"]


LOOK = "getComputedStyle(document.querySelector('h1')).fontFamily"


def test_an_address_that_leads_nowhere_gives_ways_on(visit) -> None:
    look = visit("faq.html").page.evaluate(LOOK)
    lost = visit(ADDRESSES[0])
    for address in ADDRESSES:
        page = lost.open(address)
        links = page.locator("main a").evaluate_all("all => all.map((one) => one.href)")

        assert len(links) >= 3
        assert {page.request.get(link).status for link in links} == {200}
        assert page.evaluate(LOOK) == look
    assert lost.strangers() == []

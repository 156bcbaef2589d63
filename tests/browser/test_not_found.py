"""An address that leads nowhere, at any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visits import Visit

ADDRESSES = ["gone.html", "deciding/gone.html", "a/b/c/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_leads_nowhere_gives_ways_on(
    visit: Callable[..., Visit], address: str
) -> None:
    page = visit(address).page

    links = page.locator("main a").evaluate_all("all => all.map((one) => one.href)")

    assert len(links) >= 3
    assert {page.request.get(link).status for link in links} == {200}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_for_such_an_address_looks_like_the_others(
    visit: Callable[..., Visit], address: str
) -> None:
    lost = visit(address)
    look = "getComputedStyle(document.querySelector('h1')).fontFamily"

    assert lost.page.evaluate(look) == visit("faq.html").page.evaluate(look)
    assert lost.strangers() == []

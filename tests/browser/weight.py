"""What a page costs a reader with a slow phone: bytes, requests, and time until it can be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from browsers import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
SLOWER = 4
"""How many times slower than this machine the phone is."""
NETWORK = {
    "offline": False,
    "latency": 150,  # milliseconds, there and back
    "downloadThroughput": 1_600_000 / 8,  # bytes a second
    "uploadThroughput": 750_000 / 8,
}
"""The slow 4G that page speed is commonly given for."""
PAINT = """() => new Promise((tell) => new PerformanceObserver((list) => {
    tell(list.getEntries().at(-1).startTime);
}).observe({type: "largest-contentful-paint", buffered: true}))"""
SHIFT = """() => new Promise((tell) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        list.getEntries().forEach((entry) => { sum += entry.value; });
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => tell(sum)));
})"""


@dataclass(frozen=True)
class Weight:
    """What came over the wire for one page; the icon of the tab is not counted."""

    requests: int
    transferred: int
    """Bytes, with the headers."""


@dataclass(frozen=True)
class Speed:
    """How a page came up on a slow phone."""

    largest_paint: float
    """Milliseconds from the tap until the largest piece of the page was drawn."""
    shift: float
    """How much of the page moved while it loaded: nothing is 0, and 0.1 is bad."""


@contextlib.contextmanager
def tab(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a tab with nothing stored."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def weigh(browser: Browser, address: str, encoding: str = "gzip") -> Weight:
    """Load a page, with all that it asks for; a host that compresses nothing is `identity`."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    with tab(browser, extra_http_headers={"Accept-Encoding": encoding}) as page:
        page.on("request", note)
        page.goto(address, wait_until="networkidle")
        sizes = [request.sizes() for request in asked]
    heavy = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    return Weight(len(asked), heavy)


def time(browser: Browser, address: str) -> Speed:
    """Load a page on a phone with a slow processor and a slow network."""
    with tab(browser, **PHONE) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle")
        return Speed(page.evaluate(PAINT), page.evaluate(SHIFT))

"""What the pages of the site weigh, and how soon they can be read on a slow phone.

Usage: python benchmarks/pages.py [FILE]
Prints a table, and writes the figures as JSON into FILE.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

ROOT = Path(__file__).parents[1]
# The tests build, serve and open the site in the same way.
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

from playwright.sync_api import sync_playwright  # noqa: E402

from browsers import launch  # noqa: E402
from material import build_once  # noqa: E402
from served import serving  # noqa: E402
from weight import time, weigh  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = [
    "index.html",
    "treatment/results.html",
    "faq.html",
    "referrers/index.html",
    "handouts/index.html",
    "handouts/patients.html",
]
LOADS = 5


class Figures(TypedDict):
    """The figures of one page; times are medians."""

    page: str
    requests: int
    transferred_bytes: int
    largest_paint_ms: int
    shift: float


def measure(browser: Browser, base: str, page: str) -> Figures:
    """Weigh a page once, and load it some times on a slow phone."""
    weight = weigh(browser, base + page)
    loads = [time(browser, base + page) for _ in range(LOADS)]
    return {
        "page": page,
        "requests": weight.requests,
        "transferred_bytes": weight.transferred,
        "largest_paint_ms": round(statistics.median(load.largest_paint for load in loads)),
        "shift": round(statistics.median(load.shift for load in loads), 3),
    }


def measure_site() -> list[Figures]:
    """Build the site, serve it to this machine alone, and measure its pages."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with serving(build_once(Path(folder)) / "html") as base:
            figures = [measure(browser, base, page) for page in PAGES]
        browser.close()
    return figures


def table(figures: list[Figures]) -> str:
    """Return the figures as rows of text."""
    head = f"{'page':<26}{'requests':>9}{'KB':>7}{'largest paint':>15}{'shift':>8}"
    rows = [
        f"{one['page']:<26}{one['requests']:>9}{one['transferred_bytes'] / 1000:>7.1f}"
        f"{one['largest_paint_ms']:>12} ms{one['shift']:>8.3f}"
        for one in figures
    ]
    return "\n".join([head, *rows])


def main() -> list[Figures]:
    """Measure, print, and return the figures."""
    figures = measure_site()
    print(table(figures))
    return figures


if __name__ == "__main__":
    found = main()
    for name in sys.argv[1:]:
        Path(name).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")

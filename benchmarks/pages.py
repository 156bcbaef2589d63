"""What the pages of the site weigh, and how soon they can be read on a slow phone.

Prints a table, in which times are medians.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
# The tests build, serve and open the site in the same way.
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "browser")]

from playwright.sync_api import sync_playwright  # noqa: E402

from browsers import WITH_WINDOWS, launch  # noqa: E402
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


def measure(browser: Browser, base: str, page: str) -> str:
    """Weigh a page once, load it some times on a slow phone, and return a row of the table."""
    weight = weigh(browser, base + page)
    loads = [time(browser, base + page) for _ in range(LOADS)]
    paint = statistics.median(load.largest_paint for load in loads)
    shift = statistics.median(load.shift for load in loads)
    size = weight.transferred / 1000
    return f"{page:<26}{weight.requests:>9}{size:>7.1f}{paint:>12.0f} ms{shift:>8.3f}"


def main() -> None:
    """Build the site, serve it to this machine alone, and measure its pages."""
    print(f"{'page':<26}{'requests':>9}{'KB':>7}{'largest paint':>15}{'shift':>8}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright.chromium, WITH_WINDOWS)
        with serving(build_once(Path(folder)) / "html") as base:
            for page in PAGES:
                print(measure(browser, base, page))
        browser.close()


if __name__ == "__main__":
    main()

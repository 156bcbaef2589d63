"""Faults of access on a page, as axe finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """rules => axe.run({runOnly: rules, resultTypes: ["violations"], preload: false})"""


def findings(page: Page) -> list[str]:
    """Return what breaks WCAG 2.2 AA or good practice: the rule, the element, and the remedy."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, RULES)["violations"]
        for node in rule["nodes"]
    ]

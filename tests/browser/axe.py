"""Faults of access on a page, as axe finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Rules whose result depends on the colour scheme; all others were asked in the light one."""
RUN = """rules => axe.run({runOnly: rules, resultTypes: ["violations"], preload: false})"""


def findings(page: Page, *, colours_only: bool = False) -> list[str]:
    """Return what breaks WCAG 2.2 AA or good practice: the rule, the element, and the remedy."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, OF_COLOURS if colours_only else RULES)["violations"]
        for node in rule["nodes"]
    ]

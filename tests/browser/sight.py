"""What can be seen of a page: text that is cut off, a focus that is hidden or has no sign."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def _measure(page: Page, call: str) -> Any:
    if page.evaluate("typeof sight") == "undefined":
        page.evaluate(SCRIPT)
    return page.evaluate(f"sight.{call}")


def cut_off(page: Page) -> list[str]:
    """Return the elements whose text runs out of the window or out of their own box."""
    found: list[str] = _measure(page, "cutOff()")
    return found


def without_sign_of_focus(page: Page) -> list[str]:
    """Return what, when it has the focus, is covered, off the screen, or looks as before."""
    found: list[str] = _measure(page, "withoutSignOfFocus()")
    return found


@contextlib.contextmanager
def spread_text(page: Page) -> Iterator[None]:
    """Set the text as wide as WCAG 2.2 (1.4.12) lets a reader set it."""
    _measure(page, "spread(true)")
    yield
    _measure(page, "spread(false)")

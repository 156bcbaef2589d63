"""Find claims that were changed without a new day on which somebody checked them."""

from __future__ import annotations

import tomllib
from typing import Any

MOST = 5_000_000
"""Characters of a ledger that is compared; a build refuses a larger one."""


def unchecked_changes(before: str, after: str) -> list[str]:
    """Return the names of claims that differ in two texts of a ledger and kept their day.

    >>> old = '[steps]\\nstatement = "30 walked."\\nchecked = 2026-11-22'
    >>> unchecked_changes(old, old.replace("30", "31"))
    ['steps']
    """
    old, new = _claims(before), _claims(after)
    return [
        name
        for name, claim in new.items()
        if name in old and claim != old[name] and claim.get("checked") == old[name].get("checked")
    ]


def _claims(text: str) -> dict[str, dict[str, Any]]:
    """Return claims and comparisons by their names, without notes; nothing of a faulty ledger."""
    try:
        tables = tomllib.loads(text) if len(text) <= MOST else {}
    except (ValueError, RecursionError):
        return {}  # The build reports it.
    comparisons = tables.pop("comparisons", {})
    both = [*tables.items(), *(comparisons.items() if isinstance(comparisons, dict) else ())]
    return {
        name: {key: value for key, value in claim.items() if key != "note"}
        for name, claim in both
        if isinstance(claim, dict)
    }

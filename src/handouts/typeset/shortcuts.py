"""Shortcuts through WeasyPrint for a process that only prints: the same pages in less time.

Replaces private names of WeasyPrint, cssselect2 and pydyf, so they are taken only in the versions
with which `tests/typeset/test_shortcuts.py` has printed the same bytes with and without them.
"""

from __future__ import annotations

import sys
from typing import Any

from handouts.typeset import (
    shortcuts_in_boxes,
    shortcuts_in_cascade,
    shortcuts_in_drawing,
    shortcuts_in_lines,
    shortcuts_in_matching,
    shortcuts_in_styles,
    shortcuts_in_text,
    shortcuts_in_trees,
)

PARTS = (
    shortcuts_in_styles,
    shortcuts_in_cascade,
    shortcuts_in_boxes,
    shortcuts_in_lines,
    shortcuts_in_matching,
    shortcuts_in_text,
    shortcuts_in_drawing,
    shortcuts_in_trees,
)


def take_shortcuts() -> None:
    """Put the shortcuts in place of what WeasyPrint does, for the life of this process."""
    for home, name, function in shortcuts():
        setattr(home, name, function)


def shortcuts() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [found for part in PARTS for one in part.replaced() for found in _everywhere(*one)]


def _everywhere(home: Any, name: str, function: Any) -> list[tuple[Any, str, Any]]:
    """Return the replacement of a function in each module that has imported it from its own."""
    original = getattr(home, name)
    if getattr(original, "__module__", "") != home.__name__:
        return [(home, name, function)]
    modules = [module for key, module in sys.modules.items() if key.startswith("weasyprint.")]
    others = [one for one in modules if one is not home and vars(one).get(name) is original]
    return [(one, name, function) for one in (home, *others)]

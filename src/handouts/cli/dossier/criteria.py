"""Say for which criteria of four standards a dossier has evidence; `criteria.toml` has them.

A program can show evidence; people judge whether a criterion is met. What only people can do is
named in `left`, and stays open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Criterion:
    """One criterion of a standard."""

    standard: str
    words: str
    evidence: tuple[str, ...]
    """Keys of `SECTIONS`."""
    left: str
    """What no program can show."""


_DATA = tomllib.loads(files("handouts.cli.dossier").joinpath("criteria.toml").read_text("utf-8"))
SECTIONS: Mapping[str, tuple[str, str]] = _DATA["evidence"]
"""The section of the page that holds each kind of evidence, and its name in words."""
CRITERIA = tuple(
    Criterion(standard, words, tuple(evidence.split()), left)
    for standard, rows in _DATA["standards"].items()
    for words, evidence, left in rows
)


def judged(present: Mapping[str, bool]) -> Iterator[dict[str, Any]]:
    """Yield each criterion with its evidence and with what is open.

    :param present: for each key of `SECTIONS`, whether the dossier has such evidence
    """
    for one in CRITERIA:
        shown = [name for name in one.evidence if present[name]]
        missing = [SECTIONS[name][1] for name in one.evidence if not present[name]]
        left = [f"missing: {words}" for words in missing] + ([one.left] if one.left else [])
        yield {
            "standard": one.standard,
            "criterion": one.words,
            "evidence": shown,
            "state": "open" if not shown else "in part" if left else "evidence here",
            "open": left,
        }

"""What `conf.py` can say of handouts, as frozen values, with the defaults and the options.

Knows nothing of Sphinx; `settings` makes the values, and all other modules only take them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handouts.i18n import mark
from handouts.jobs import Setting

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from handouts.prose.limits import Limits


PAPERS: dict[str, tuple[float, float]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
"""Width and height of each paper, in millimetres."""


@dataclass(frozen=True)
class Audience:
    """Whom a handout is for, and how its sheets are set."""

    name: str
    label: str
    """Words for readers, such as “For patients”."""
    columns: int
    """Number of columns in which ordinary sections flow."""
    settings: tuple[Setting, ...]
    """Settings for ordinary editions, the preferred one first, the floor last."""
    large_print_settings: tuple[Setting, ...]
    """The same for large-print editions."""
    large_print_pages: int
    """Most pages that a large-print sheet may have."""
    sources: bool
    """Whether claims carry the numbers of their sources, and a short list ends the sheet."""
    limits: Limits | None = None
    """What the language is held to; nothing where the project sets no limits."""
    claims_months: int = 0
    """Months after which a claim must be checked again; 0 is never."""


@dataclass(frozen=True)
class Edition:
    """A form in which every handout is printed."""

    name: str
    label: str
    """Words for readers, such as “A4” or “Large print”."""
    paper: tuple[float, float]
    """Width and height in millimetres."""
    paper_name: str
    large_print: bool

    def pages(self, audience: Audience) -> int:
        """Return how many pages a sheet of this edition may have."""
        return audience.large_print_pages if self.large_print else 1

    def settings(self, audience: Audience) -> tuple[Setting, ...]:
        """Return the settings to choose from, the preferred one first."""
        return audience.large_print_settings if self.large_print else audience.settings


@dataclass(frozen=True)
class Publisher:
    """Who gives the handout out; printed at the foot of each sheet."""

    name: str = ""
    contact: str = ""
    """Address, telephone number or e-mail address for readers."""
    notice: str = ""
    """A sentence that each sheet must carry, such as “Not yet checked by a clinician.”"""


@dataclass(frozen=True)
class HandoutsConfig:
    """All that `conf.py` says about handouts."""

    audiences: Mapping[str, Audience]
    editions: Mapping[str, Edition]
    publisher: Publisher
    fonts: tuple[Path, ...]
    """Font files, the project's own after the theme's."""
    base_url: str
    """Address of the public site with a slash at its end, or nothing."""
    site_builder: str
    """Builder that makes the public site: `html` or `dirhtml`."""
    edit_url: str
    """Address of a source file in an editor, with `{path}` and perhaps `{line}`, or nothing."""
    lay_words: Mapping[str, str]
    """Word of the pages for each word that readers search with instead."""
    structured_data: Mapping[str, Any]
    """What schema.org's words say of every page with dates, or nothing."""
    only: str
    """Audience to print, when not all."""
    today: datetime.date = field(repr=False)
    """The day to judge by."""
    time_limit: float
    """Seconds that one handout may take."""
    memory_limit: int
    """Megabytes of address space that a worker process may use."""
    printing: bool = True
    """Whether sheets are printed at all."""
    executor: Callable[[int], Executor] | None = None
    """What makes the executor that prints elsewhere; without it, processes of this machine do."""


def _settings(*rows: tuple[float, float, float]) -> tuple[Setting, ...]:
    return tuple(Setting(*row) for row in rows)


LARGE_PRINT = _settings((18, 1.35, 1.0), (18, 1.3, 0.8), (18, 1.3, 0.6), (18, 1.25, 0.5))

DEFAULT_AUDIENCES: dict[str, Audience] = {
    "patients": Audience(
        name="patients",
        label=mark("For patients"),
        columns=1,
        settings=_settings(
            (14, 1.42, 1.5),
            (14, 1.36, 1.15),
            (14, 1.3, 0.8),
            (13.5, 1.3, 0.8),
            (13, 1.28, 0.75),
            (12.5, 1.28, 0.7),
            (12, 1.28, 0.7),
            (12, 1.25, 0.5),
        ),
        large_print_settings=LARGE_PRINT,
        large_print_pages=2,
        sources=False,
    ),
    "referrers": Audience(
        name="referrers",
        label=mark("For referrers"),
        columns=2,
        settings=_settings(
            (12, 1.36, 1.3),
            (12, 1.3, 1.0),
            (11.5, 1.3, 0.85),
            (11, 1.28, 0.75),
            (10.5, 1.28, 0.7),
            (10, 1.28, 0.7),
            (10, 1.25, 0.5),
        ),
        large_print_settings=(
            *LARGE_PRINT[:3],
            *_settings((17, 1.3, 0.8), (16, 1.3, 0.8), (16, 1.3, 0.6)),
        ),
        large_print_pages=4,
        sources=True,
    ),
}

DEFAULT_EDITIONS: dict[str, dict[str, Any]] = {
    "a4": {"label": "A4", "paper": "A4"},
    "letter": {"label": mark("US Letter"), "paper": "Letter"},
    "large-print": {"label": mark("Large print"), "paper": "A4", "large-print": True},
}

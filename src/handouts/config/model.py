"""What `conf.py` can say of handouts, as frozen values with their defaults.

`read` makes the values for all other modules. Each field declares what an author may write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handouts.config.brand import Brand
from handouts.config.readers import PAPERS, country, limits, paper, type_settings
from handouts.config.validate import key, mail_address, text, whole, yes_or_no
from handouts.i18n import mark
from handouts.jobs import Font, TypeSetting

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from handouts.prose.limits import Limits


@dataclass(frozen=True)
class Audience:
    """Whom a handout is for, and how its sheets are typeset."""

    name: str
    label: str = key("words for readers, such as “For patients”", text)
    columns: int = key("1 or 2, in which ordinary sections flow", whole(1, 2))
    settings: tuple[TypeSetting, ...] = key(
        "list of size in points, leading and spacing, the preferred one first, the floor last",
        type_settings,
    )
    large_print_settings: tuple[TypeSetting, ...] = key(
        "the same for large-print editions", type_settings
    )
    large_print_pages: int = key("most pages that a large-print sheet may have", whole(1, 20))
    sources: bool = key(
        "whether claims carry the numbers of their sources, and a short list ends the sheet",
        yes_or_no,
    )
    link_addresses: bool = key(
        "whether the address of each link is printed after its words, to be typed",
        yes_or_no,
        default=False,
    )
    limits: Limits | None = key(
        "True for the built-in limits; `'report'` for the same, but no sheet is refused; or a "
        "dictionary of those that differ, in which `rules` says of each rule, by its code, "
        "whether it is `'off'`, or is to `'report'` or to `'refuse'`",
        limits,
        name="language",
        default=None,
    )
    claims_months: int = key(
        "months after which a claim must be checked again; 0 is never", whole(0, 120), default=0
    )


@dataclass(frozen=True)
class Edition:
    """A form in which every handout is printed."""

    name: str
    label: str = key("words for readers, such as “A4” or “Large print”", text)
    paper: tuple[float, float] = key("its name, or width and height in millimetres", paper)
    large_print: bool = key("whether the large-print settings are used", yes_or_no)
    country: str = key(
        "code of the country whose numbers to call it prints, such as GB", country, default=""
    )

    @property
    def paper_name(self) -> str:
        """Name of the paper, or its measures in words."""
        width, height = self.paper
        names = (name for name, size in PAPERS.items() if size == self.paper)
        return next(names, f"{width:g} × {height:g} mm")

    def pages(self, audience: Audience) -> int:
        """Return how many pages a sheet of this edition may have."""
        return audience.large_print_pages if self.large_print else 1

    def settings(self, audience: Audience) -> tuple[TypeSetting, ...]:
        """Return the settings to choose from, the preferred one first."""
        return audience.large_print_settings if self.large_print else audience.settings


@dataclass(frozen=True)
class Publisher:
    """Who gives the handout out; printed at the foot of each sheet."""

    name: str = key("who it is", text, default="")
    contact: str = key("address, telephone number or e-mail address for readers", text, default="")
    notice: str = key(
        "a sentence that each sheet must carry, such as “Not yet checked by a clinician.”",
        text,
        default="",
    )
    notice_approved: str = key(
        "the sentence in place of `notice` on a sheet whose words somebody has approved with "
        "`handouts approve`",
        text,
        default="",
    )
    authors: str = key("who writes the handouts, for the dossier", text, default="")
    funding: str = key("who pays for them, for the dossier", text, default="")
    tested: str = key("which readers tried them out, and when, for the dossier", text, default="")
    reports: str = key(
        "e-mail address for readers who find a mistake, on paper and on the web",
        mail_address,
        default="",
    )


@dataclass(frozen=True)
class HandoutsConfig:
    """All that `conf.py` says about handouts."""

    audiences: Mapping[str, Audience]
    editions: Mapping[str, Edition]
    publisher: Publisher
    fonts: tuple[Font, ...]
    """The theme's fonts, those of the brand, and those for characters that both lack."""
    css: str
    """The project's own style sheets for sheets of paper, one after the other."""
    templates: tuple[Path, ...]
    """Folders with the project's own template of a sheet."""
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
    language: str
    """Language of the pages, as Sphinx writes it."""
    brand: Brand = field(default_factory=Brand)
    """Colour and logo of the publisher."""
    keep_last: int = 0
    """Days that the last good sheet stays in place of one that is refused; 0 removes it."""
    printing: bool = True
    """Whether sheets are printed at all."""
    executor: Callable[[int], Executor] | None = None
    """What makes the executor that prints elsewhere; without it, processes of this machine do."""


def _settings(*rows: tuple[float, float, float]) -> tuple[TypeSetting, ...]:
    return tuple(TypeSetting(*row) for row in rows)


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

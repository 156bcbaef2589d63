"""Audiences of handouts, and the editions that are printed: what `conf.py` may say of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from handouts.config.language_limits import limits
from handouts.config.papers import PAPERS, paper, type_settings
from handouts.config.structures import key, read_structure
from handouts.config.values import Spot, country, mapping, text, whole, yes_or_no
from handouts.i18n import _, mark
from handouts.jobs import TypeSetting
from handouts.prose.limits import LIMITS, Limits


@dataclass(frozen=True)
class Audience:
    """The readers of a handout, and how its sheets are typeset."""

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
    free: int = key(
        "percent of a page that stays free where a later setting of the list allows it",
        whole(0, 20),
        default=0,
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
        "code of the country whose numbers and words it prints, such as GB", country, default=""
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

    def free(self, audience: Audience) -> float:
        """Return the share of the page that stays free; large print ends where it ends."""
        return 0.0 if self.large_print else audience.free / 100

    def settings(self, audience: Audience) -> tuple[TypeSetting, ...]:
        """Return the settings to choose from, the preferred one first."""
        return audience.large_print_settings if self.large_print else audience.settings


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
Named = TypeVar("Named", Audience, Edition)


NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _each(
    value: object, spot: Spot, read: Callable[[str, dict[str, Any], Spot], Named]
) -> dict[str, Named]:
    """Return what `read` makes of each entry of a dictionary, by its name."""
    if value == {}:
        advice = "remove it from conf.py to have the built-in ones, or name at least one"
        spot.fault(f"it is empty, so that nothing can be printed; {advice}")
    found = {}
    for name, raw in mapping(value, spot).items():
        at = spot.inside(name)
        if not NAME.fullmatch(name):
            form = "small letters, digits and single hyphens, such as 'patients'"
            at.fault(f"a name is made of {form}")
        given = mapping(raw, at)
        if isinstance(raw, dict):
            found[name] = read(name, given, at)
    return found


def _audience(name: str, raw: dict[str, Any], spot: Spot) -> Audience:
    base = DEFAULT_AUDIENCES.get(name) or replace(
        DEFAULT_AUDIENCES["patients"], label=_("For {audience}", audience=name.replace("-", " "))
    )
    # Language is checked only where a project asks for it; then these are the built-in limits.
    given = {"language": False, **raw}
    found = read_structure(given, replace(base, name=name, limits=LIMITS.get(name)), spot)
    return replace(found, label=_(found.label))


def _edition(name: str, raw: dict[str, Any], spot: Spot) -> Edition:
    label = name.replace("-", " ").capitalize()
    base = Edition(name, label, PAPERS["A4"], large_print=False)
    found = read_structure({"paper": None, **raw}, base, spot)
    return replace(found, label=_(found.label))


def read_audiences(value: object, base: object, spot: Spot) -> dict[str, Audience]:
    """Return the audiences by name."""
    return _each(value, spot, _audience)


def read_editions(value: object, base: object, spot: Spot) -> dict[str, Edition]:
    """Return the editions by name.

    The sheets of two pages, `knee` and `knee-large`, must not be one file.
    """
    found = _each(value, spot, _edition)
    for name, other in itertools.permutations(found, 2):
        if name.endswith(f"-{other}"):
            message = f"the name ends with that of '{other}', so that files could be mixed up"
            spot.inside(name).fault(f"{message}; rename one of them")
    return found

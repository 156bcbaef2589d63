"""Plain values that a worker process is given to print one handout, and those that it returns.

Knows neither Sphinx nor the layout engine, so that a job can be sent to any process.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from handouts.files import FONTS

if TYPE_CHECKING:
    from handouts.problems import Fault, Place


@dataclass(frozen=True)
class Font:
    """A font file, and how style sheets name it."""

    path: Path
    family: str
    weight: int = 0
    """As in CSS; 0 for the only file of its family."""


SANS, MONO, EXTRA = "IBM Plex Sans", "IBM Plex Mono", "handouts-extra"
BODY, HEADING = "handouts-body", "handouts-heading"
"""Families: the theme's, the project's for characters that others lack, and those of its brand."""

THEME_FONTS = (
    Font(FONTS / "HandoutsSans-Regular.ttf", SANS, 400),
    Font(FONTS / "HandoutsSans-Medium.ttf", SANS, 500),
    Font(FONTS / "HandoutsSans-SemiBold.ttf", SANS, 600),
    Font(FONTS / "HandoutsSans-Bold.ttf", SANS, 700),
    Font(FONTS / "HandoutsMono-Regular.ttf", MONO, 400),
)

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""Formats that Pillow may open, whatever a file is called: for others, such as EPS, it would run a
program on the file's content."""

MEDIA_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif")
"""What a sheet prints, the form that prints best first."""

QR_CODE = "handouts:code/"
"""How a sheet's HTML names the QR code of an address, which follows, quoted."""


OPEN, CLOSE = "\ue100", "\ue101"
"""Characters for private use, around each mark of a sheet's HTML that stands for words to come."""
NOTICE = f"{OPEN}notice{CLOSE}"
"""Stands for the publisher's notice, which depends on who approved the words."""
SCAN = f"{OPEN}scan{CLOSE}"
"""Stands for what a reader finds at the sheet's address, which may be large print."""


@dataclass(frozen=True)
class TypeSetting:
    """Type size and spacing that are used together."""

    size: float
    """Size of the body text in points; no word of the sheet is smaller."""
    leading: float
    """Height of a line, as a multiple of the size."""
    space: float
    """Multiplier of every vertical gap between blocks; 1 is normal."""

    @property
    def em(self) -> float:
        """Size of the body text in CSS pixels."""
        return self.size * 96 / 72


@dataclass(frozen=True)
class SheetPlan:
    """One edition to print: its paper, its settings, and how many pages it may have."""

    edition: str
    paper: tuple[float, float]
    """Width and height in millimetres."""
    pages: int
    settings: tuple[TypeSetting, ...]
    """The preferred setting first, the floor last."""
    large_print: bool = False
    marks: tuple[tuple[str, str], ...] = ()
    """What to write for each mark of the HTML that stands for words of the edition's country."""
    free: float = 0.0
    """Share of a page that stays free with any setting but the floor."""


Edges = tuple[float, float, float, float]
"""The left, lower, right and upper edge of a glyph, in ems from where it begins."""


class GlyphRun(NamedTuple):
    """Glyphs of a line as they were laid out, without blanks, and where a PDF must draw each."""

    texts: Sequence[str]
    """The characters that each stands for."""
    xs: Sequence[float]
    """Their distances from the left edge of the page, in points."""
    ys: Sequence[float]
    """The heights of their base lines above the lower edge, in points."""
    size: float
    """In points."""
    font: str
    """Family and weight, as a PDF names them: `IBM-Plex-Sans-Bold`."""
    inks: Sequence[Edges] = ()
    """The edges of each glyph's shape."""
    outlines: Callable[[Edges], Sequence[Edges]] = lambda _: ()
    """Gives for such edges those of the points of curves, which may lie outside of the shape."""


REPEATED = frozenset({"ho-row", "ho-interval"})
"""Classes of elements with a drawing whose text is beside it."""
PICTURE = "handouts:picture/"
"""How a sheet's HTML names a picture, which is given beside it; a digest follows."""


@dataclass(frozen=True)
class Picture:
    """The file of a picture, not yet decoded."""

    name: str
    """Path in the source folder."""
    kind: str
    """Media type."""
    data: bytes = field(repr=False)
    width: float
    """Width and height in CSS pixels."""
    height: float
    shown_at: Place | None = None
    """Where a page shows it first."""

    @property
    def address(self) -> str:
        """How the HTML names it: by its content, so that a change of it is a change of the HTML."""
        return PICTURE + hashlib.sha256(self.data).hexdigest()[:32]


@dataclass(frozen=True)
class SideBySide:
    """How the editions of a handout are printed side by side, in several processes."""

    first: str = ""
    """The edition that is wanted first."""
    kept: int | None = None
    """How many of the optional blocks large print kept last time; nothing if nobody knows."""


@dataclass(frozen=True)
class Job:
    """One handout to print in all its editions."""

    docname: str
    html: str
    plans: tuple[SheetPlan, ...]
    css: str
    fonts: tuple[Font, ...]
    title: str
    language: str
    furniture: Mapping[str, str] = field(default_factory=dict)
    """`css` for page numbers on sheets of several pages, and the words in it."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """The pictures of the HTML by their addresses, each once."""
    at_most: int | None = None
    """How many of the blocks marked `:if-room:` an edition may keep; nothing: all of them."""
    side_by_side: SideBySide | None = None
    """How the editions are printed side by side; nothing: one after the other."""
    scan: tuple[str, str] = ("", "")
    """What to write for `SCAN`, and what where a promise of large print is no use."""

    def html_for(self, plan: SheetPlan) -> str:
        """Return the HTML of one edition, in the words of its country.

        Large print does not say that there is large print: its reader has it.
        """
        return filled(self.html, ((SCAN, self.scan[plan.large_print]), *plan.marks))

    def title_for(self, plan: SheetPlan) -> str:
        """Return the title of one edition, which may say a word of its country."""
        return unescape(filled(escape(self.title, quote=False), plan.marks))

    def with_words(self, change: Callable[[str], str]) -> Job:
        """Return the job with its HTML, title and what is filled in, as a function changes them."""
        plans = (
            replace(plan, marks=tuple((mark, change(text)) for mark, text in plan.marks))
            for plan in self.plans
        )
        scan = (change(self.scan[0]), change(self.scan[1]))
        title = unescape(change(escape(self.title, quote=False)))
        return replace(self, html=change(self.html), title=title, scan=scan, plans=tuple(plans))

    def for_others(self, printed: Iterable[Printed]) -> Job:
        """Return the job as other editions are printed after those in large print.

        :param printed: the sheets in large print, with those that were refused
        """
        large = {plan.edition for plan in self.plans if plan.large_print}
        found = [bool(one.pdf) for one in printed if one.edition in large]
        refused = bool(found) and not any(found)
        return replace(self, scan=(self.scan[1], self.scan[1])) if refused else self

    def refused(self, fault: Fault) -> list[Printed]:
        """Return the sheets, all refused for one fault."""
        return [Printed(plan.edition, faults=(fault,)) for plan in self.plans]


@functools.lru_cache(maxsize=4)  # Asked for again and again while an edition is printed.
def filled(html: str, words: tuple[tuple[str, str], ...]) -> str:
    """Return HTML with words, given as HTML, in place of marks."""
    for mark, text in words:
        html = html.replace(mark, text)
    return html


@dataclass(frozen=True)
class Printed:
    """One sheet: the finished file, or the faults that refuse it."""

    edition: str
    pdf: bytes = field(default=b"", repr=False)
    pages: int = 0
    setting: TypeSetting | None = None
    kept: int = 0
    """How many of the blocks marked `:if-room:` are printed, the first ones."""
    full: float = 0.0
    """Share of the pages' height that is used, from 0 to 1."""
    words: int = 0
    layouts: int = 0
    """How often the sheet was laid out to find its setting."""
    faults: tuple[Fault, ...] = ()

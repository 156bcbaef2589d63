"""Lay a sheet out: parsed once, with one setting after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handouts.typeset.boxes import fullness
from handouts.typeset.columns import Columns
from handouts.typeset.engine import VARIANT, Engine
from handouts.typeset.estimate import share, try_of, width_of
from handouts.typeset.estimate_html import Outline
from handouts.typeset.forms import other_forms
from handouts.typeset.tags import spoken_of

if TYPE_CHECKING:
    from weasyprint.document import Document

    from handouts.jobs import SheetPlan, TypeSetting

APART = "\f"
"""Between parts of the style sheet of one try: what is kept for a part serves other tries, too."""
SMALL_PARTS = (
    "* { break-inside: auto !important; break-before: auto !important;"
    " break-after: auto !important } img, svg { max-height: 50mm !important }"
)
"""Lets the engine lay out nearly anything, to find how much too long it is."""


class NoLayoutError(Exception):
    """A sheet that the engine cannot lay out, because something in it is higher than a page."""


@dataclass(frozen=True)
class Layout:
    """A sheet laid out once."""

    document: Document
    setting: TypeSetting
    kept: int
    used: float
    """Height used, in pages: 1.2 is a page and a fifth."""
    pages: int


class ParsedSheet:
    """One handout, parsed once, to be laid out for one edition after the other."""

    def __init__(
        self,
        engine: Engine,
        html: str,
        pictures: Mapping[str, tuple[str, bytes]] | None = None,
        form: str = "",
    ) -> None:
        self.engine = engine
        self.source = html
        self.pictures = pictures
        self.form = form
        """Classes of the body for a layout other than the usual one."""
        self.html = engine.parse(html, pictures)
        self.body = self.html.etree_element.find("body")
        self.classes = self.body.get("class", "")
        self.outline = Outline(self.body, engine.widths, engine.measures)
        self.columns = [Columns(box, known) for box, known in self.outline.columns.items()]
        marks = (element.get("data-if-room") for element in self.body.iter())
        numbers = [int(number) for number in marks if number]
        self.optional = max(numbers, default=-1) + 1
        self.spoken = spoken_of(self.body)
        self.missing = tuple(engine.coverage.missing(self.body))
        """Faults of characters that a typeface of the project lacks."""
        self.cache: dict[str, Any] = {}

    def in_other_forms(self, plan: SheetPlan, *, clipped: bool) -> Iterator[ParsedSheet]:
        """Yield the sheet in each form that may have room where the usual one has none."""
        for html, classes in other_forms(self.source, clipped=clipped, pages=plan.pages):
            yield ParsedSheet(self.engine, html, self.pictures, classes)

    def block_holding(self, text: str) -> tuple[int, ...]:
        """Return the number of the first block that holds a text, if one does."""
        for element in self.body.iter():
            if text and element.get("data-block") and text in "".join(element.itertext()):
                return (int(element.get("data-block")),)
        return ()

    def reset(self) -> None:
        """Discard what earlier layouts have measured: no edition may change another."""
        for columns in self.columns:
            # Not read anew: the box may hold the columns of an earlier layout.
            columns.heights = []

    def estimate(self, plan: SheetPlan, setting: TypeSetting, kept: int) -> float:
        """Return how many pages the sheet should take, without laying it out."""
        return share(self.outline.body, try_of(plan, setting, kept, self.engine.measures), plan)

    def lay_out(self, plan: SheetPlan, setting: TypeSetting, kept: int) -> Layout:
        """Lay the sheet out with the first `kept` of the blocks that may be left out.

        :raises NoLayoutError: if the engine makes no pages of it
        """
        large = "ho-large-print" if plan.large_print else ""
        self.body.set("class", " ".join(filter(None, (self.classes, large, self.form))))
        measures = self.engine.measures
        for columns in self.columns:
            one = try_of(plan, setting, kept, measures)
            columns.split(one, width_of(plan, measures), plan.pages)
        css = sheet_css(plan, setting, kept, self.optional, self.engine.furniture)
        document, least = self.render(css, setting.space), 1
        if document is None:
            # Something is higher than a page.
            document, least = self.render(css + SMALL_PARTS, setting.space), plan.pages + 1
        if document is None:
            raise NoLayoutError
        for columns in self.columns:
            columns.measure(document)
        pages = max(len(document.pages), least)
        used = pages - 1 + fullness(document.pages[-1])
        return Layout(document, setting, kept, used, pages)

    def render(self, css: str, space: float) -> Document | None:
        """Return the sheet laid out with the theme and one more style sheet.

        Nothing if the engine fails, as it does with some boxes that are higher than a page.
        """
        try:
            return self.html.render(
                stylesheets=[
                    *self.engine.theme(space),
                    *map(self.engine.setting, css.split(APART)),
                ],
                font_config=self.engine.fonts,
                cache=self.cache,
                pdf_variant=VARIANT,
            )
        except AssertionError:
            return None


def sheet_css(
    plan: SheetPlan, setting: TypeSetting, kept: int, optional: int, furniture: Mapping[str, str]
) -> str:
    """Return the style sheet of one try: paper, type, and the blocks that are left out.

    :param kept: how many optional blocks are kept
    :param optional: how many there are
    :param furniture: the style of the margins of several pages, as `css`
    """
    width, height = plan.paper
    rules = [
        f"@page{{size:{width:g}mm {height:g}mm}}",
        f"html{{font-size:{setting.size:g}pt;line-height:{setting.leading:g}}}",
    ]
    if plan.pages > 1:
        rules.append(furniture.get("css", ""))
    left_out = [f'[data-if-room="{number}"]' for number in range(kept, optional)]
    if left_out:
        rules.append(",".join(left_out) + "{display:none !important}")
    return APART.join(rules)

"""Copyfit: from one HTML document and a list of settings to pages that hold all of it.

The only module that knows the layout engine (WeasyPrint, whose box tree is not a public
interface: the version is pinned, and a test holds each thing used here). Knows nothing of Sphinx.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from handouts.jobs import Fault, Setting, SheetPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

VARIANT = "pdf/ua-1"
TOLERANCE = 0.5
"""CSS pixels by which a box may stick out before it counts as clipped."""
MOST_STRETCH = 0.75
"""Most that a gap between blocks grows to fill a page, in ems."""
PRINT_FLAG = 4
NOTDEF = re.compile(r"\.notdef glyph.*?: \"(.)\" \(U\+", re.DOTALL)


class SheetFetcher(URLFetcher):  # type: ignore[misc]  # the engine has no types
    """Give the engine what is in the HTML itself and our fonts, and nothing else."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.fonts = {f"handouts:font/{index}": path for index, path in enumerate(fonts)}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what is at `url`; raises FatalURLFetchingError for any address of elsewhere."""
        if url in self.fonts:
            return URLFetcherResponse(url, self.fonts[url].read_bytes())
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"a sheet must not fetch {url[:80]!r}")


@dataclass(frozen=True)
class Layout:
    """A sheet laid out once."""

    document: Document
    setting: Setting
    kept: int
    used: float
    """Height used, in pages: 1.2 is a page and a fifth."""
    pages: int


@dataclass
class Fit:
    """What copyfit chose, or why nothing will do."""

    layout: Layout
    fits: bool
    layouts: int


class Engine:
    """The layout engine with our fonts and theme, to be used for many sheets."""

    def __init__(self, css: str, fonts: Sequence[Path], furniture: Mapping[str, str]) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = SheetFetcher(fonts)
        self.furniture = furniture
        self.theme = [self.css(font_faces(len(fonts))), self.css(css)]

    def css(self, text: str) -> CSS:
        """Return a style sheet; without the font configuration its fonts would be ignored."""
        return CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)

    def parse(self, html: str) -> HTML:
        """Return a document that can be laid out many times."""
        return HTML(string=html, base_url="handouts:sheet", url_fetcher=self.fetcher)


def font_faces(count: int) -> str:
    """Return CSS that names our fonts: the theme's first, then the project's own."""
    names = ["IBM Plex Sans", *("handouts-extra",) * (count - 1)]
    return "\n".join(
        f'@font-face{{font-family:"{name}";src:url(handouts:font/{index})}}'
        for index, name in enumerate(names)
    )


class Sheet:
    """One handout, parsed once, to be laid out for one edition after the other."""

    def __init__(self, engine: Engine, html: str) -> None:
        self.engine = engine
        self.html = engine.parse(html)
        self.body = self.html.etree_element.find("body")
        self.classes = self.body.get("class", "")
        self.columns = [Columns(box) for box in self.body.iter("div") if _is_columns(box)]
        numbers = [
            int(element.get("data-if-room"))
            for element in self.body.iter()
            if element.get("data-if-room")
        ]
        self.optional = max(numbers, default=-1) + 1
        self.cache: dict[str, Any] = {}

    def block_holding(self, text: str) -> tuple[int, ...]:
        """Return the number of the first block that holds a text, if one does."""
        for element in self.body.iter():
            if text and element.get("data-block") and text in "".join(element.itertext()):
                return (int(element.get("data-block")),)
        return ()

    def forget(self) -> None:
        """Forget what earlier layouts showed, so that one edition does not sway another."""
        self.columns = [Columns(columns.box) for columns in self.columns]

    def lay_out(self, plan: SheetPlan, setting: Setting, kept: int) -> Layout:
        """Lay the sheet out with the first `kept` of the blocks that may be left out."""
        self.body.set("class", f"{self.classes} large-print" if plan.large_print else self.classes)
        for columns in self.columns:
            columns.split(kept, plan.large_print)
        css = sheet_css(plan, setting, kept, self.optional, self.engine.furniture)
        document = self.html.render(
            stylesheets=[*self.engine.theme, self.engine.css(css)],
            font_config=self.engine.fonts,
            cache=self.cache,
            pdf_variant=VARIANT,
        )
        for columns in self.columns:
            columns.measure(document)
        pages = len(document.pages)
        used = pages - 1 + _fullness(document.pages[-1])
        return Layout(document, setting, kept, used, pages)


def _is_columns(element: Any) -> bool:
    return "columns" in (element.get("class") or "").split()


class Columns:
    """A run of sections in two columns, told where the second column begins.

    Left to balance columns, the engine lays them out up to a hundred times.
    """

    def __init__(self, box: Any) -> None:
        self.box = box
        self.sections = list(box)
        self.classes = [
            (section.get("class") or "").replace("next-column", "").strip()
            for section in self.sections
        ]
        # Before anything is laid out: about 52 characters in a line, and a heading is two lines.
        self.heights = [len("".join(one.itertext())) / 52 + 2 for one in self.sections]

    def split(self, kept: int, large_print: bool) -> None:
        """Mark the section that begins the second column."""
        shown = [
            index
            for index, section in enumerate(self.sections)
            if int(section.get("data-if-room") or -1) < kept
        ]
        total = sum(self.heights[index] for index in shown)

        def taller(first: int) -> float:
            left = sum(self.heights[index] for index in shown if index < first)
            return max(left, total - left)

        second = min(shown[1:], key=taller, default=None)
        for index, section in enumerate(self.sections):
            mark = " next-column" if index == second and not large_print else ""
            section.set("class", f"{self.classes[index]}{mark}".strip())

    def measure(self, document: Document) -> None:
        """Take the heights of the sections as they were laid out, for the next try."""
        heights = dict.fromkeys(range(len(self.sections)), 0.0)
        numbers = {id(section): index for index, section in enumerate(self.sections)}
        for page in document.pages:
            for child in _content(page):
                for box in _walk(child):
                    index = numbers.get(id(getattr(box, "element", None)))
                    if index is not None and isinstance(box, boxes.BlockLevelBox):
                        heights[index] += box.margin_height()
        self.heights = [heights[index] or old for index, old in enumerate(self.heights)]


def sheet_css(
    plan: SheetPlan, setting: Setting, kept: int, optional: int, furniture: Mapping[str, str]
) -> str:
    """Return the style sheet of one try: paper, type, and the blocks that are left out."""
    width, height = plan.paper
    rules = [
        f"@page{{size:{width:g}mm {height:g}mm}}",
        f"html{{font-size:{setting.size:g}pt;line-height:{setting.leading:g}}}",
        f":root{{--space:{setting.space:g}}}",
    ]
    if plan.pages > 1:
        rules.append(furniture.get("css", ""))
    left_out = [f'[data-if-room="{number}"]' for number in range(kept, optional)]
    if left_out:
        rules.append(",".join(left_out) + "{display:none !important}")
    return "\n".join(rules)


# Choosing.


def copyfit(sheet: Sheet, plan: SheetPlan, at_most: int | None = None) -> Fit:
    """Choose what to print: as many blocks as fit, then the best setting that holds them.

    Of the blocks that may be left out, no more than `at_most` are kept, because an edition for
    other readers has no room for the rest. The choice depends on nothing but what is given.
    """
    sheet.forget()
    tried: dict[tuple[int, int], Layout] = {}

    def lay_out(setting: int, kept: int) -> Layout:
        if (setting, kept) not in tried:
            tried[setting, kept] = sheet.lay_out(plan, plan.settings[setting], kept)
        return tried[setting, kept]

    def fits(setting: int, kept: int) -> bool:
        return lay_out(setting, kept).pages <= plan.pages

    floor = len(plan.settings) - 1
    kept = most = sheet.optional if at_most is None else at_most
    setting = 0
    if not fits(0, kept):
        guess = _guess(plan, lay_out(0, kept).used)
        setting = _first(lambda index: fits(index, kept), 1, floor, guess)
    if setting > floor:
        if not fits(floor, 0):
            return Fit(lay_out(floor, 0), False, len(tried))
        kept = most - _first(lambda dropped: fits(floor, most - dropped), 1, most, 1)
        setting = _first(lambda index: fits(index, kept), 0, floor, floor)
    layout = lay_out(setting, kept)
    if plan.pages > 1 and layout.pages == 1:
        # One page has no number, and nothing overleaf.
        layout = sheet.lay_out(replace(plan, pages=1), layout.setting, kept)
    return Fit(layout, True, len(tried))


def _first(good: Callable[[int], bool], low: int, high: int, guess: int) -> int:
    """Return the smallest index from `low` to `high` that is good, or `high + 1`.

    Everything after a good index is good. Starts at `guess` and goes step by step: with a fair
    guess that takes two looks.
    """
    bad, best, probe = low - 1, high + 1, guess
    while best - bad > 1:
        probe = min(max(probe, bad + 1), best - 1)
        if good(probe):
            best, probe = probe, probe - 1
        else:
            bad, probe = probe, probe + 1
    return best


def _guess(plan: SheetPlan, used: float) -> int:
    """Return the setting at which a sheet that used too many pages should fit."""
    best = plan.settings[0]
    for index, setting in enumerate(plan.settings):
        shrink = (setting.size / best.size) ** 2 * setting.leading / best.leading
        # Gaps are roughly a sixth of a page's height.
        gaps = (setting.space * setting.size) / (best.space * best.size or 1)
        if used * (0.84 * shrink + 0.16 * gaps) <= plan.pages:
            return index
    return len(plan.settings) - 1


# Looking at pages.


def _content(page: Page) -> list[Any]:
    """Return the boxes of a page but for its margins: those of `html`."""
    return [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]


def _walk(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)  # An absolutely placed box stands behind a placeholder.
    yield box
    for child in getattr(box, "children", ()):
        yield from _walk(child)


def _drawn(page: Page) -> Iterator[Any]:
    for child in _content(page):
        for box in _walk(child):
            if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
                yield box


def _lines(page: Page) -> list[Any]:
    return [
        box
        for child in _content(page)
        for box in _walk(child)
        if isinstance(box, boxes.LineBox) and _text_of(box).strip()
    ]


def _text_of(box: Any) -> str:
    return " ".join(getattr(inner, "text", "") for inner in _walk(box))


def _bottom(box: Any) -> float:
    return float(box.position_y + box.margin_height())


def _fullness(page: Page) -> float:
    drawn = [_bottom(box) for child in _content(page) for box in _walk(child) if _has_ink(box)]
    page_box = page._page_box
    top = page_box.content_box_y()
    return float(max((bottom - top for bottom in drawn), default=0.0) / page_box.height)


def _has_ink(box: Any) -> bool:
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        return True
    return getattr(box, "element_tag", "") in {"div", "table", "li"} and isinstance(
        box, boxes.BlockLevelBox
    )


def clipped(layout: Layout) -> Iterator[Fault]:
    """Yield a fault for each text or picture that is not wholly inside its page."""
    for page in layout.document.pages:
        area = page._page_box
        left, top = area.content_box_x() - TOLERANCE, area.content_box_y() - TOLERANCE
        right = area.content_box_x() + area.width + TOLERANCE
        bottom = area.content_box_y() + area.height + TOLERANCE
        for box in _drawn(page):
            x, y = box.position_x, box.position_y
            inside = x >= left and y >= top
            inside = inside and x + box.margin_width() <= right
            if not (inside and y + box.margin_height() <= bottom):
                what = getattr(box, "text", "").strip()
                message = f"“{what[:60] or 'a picture'}” sticks out of the page"
                yield Fault("clipped", message, about=what)


def overflow(sheet: Sheet, layout: Layout, plan: SheetPlan) -> Fault:
    """Return what to say of a sheet that is too long: by how much, and the longest blocks."""
    line = layout.setting.size * 96 / 72 * layout.setting.leading
    lines = max(math.ceil(_too_much(sheet, layout, plan) / line), 1)
    drawn = [box for page in layout.document.pages for box in _lines(page)]
    words = sum(len(_text_of(box).split()) for box in drawn) / max(len(drawn), 1)
    # Columns are as long as their halves: a line less of the page is a line less of each.
    halves = 2 if sheet.columns and not plan.large_print else 1
    cut = max(math.ceil(lines * words * halves), 1)
    heights: dict[int, float] = {}
    for page in layout.document.pages:
        for child in _content(page):
            for box in _walk(child):
                number = _block_of(box)
                # A table is two boxes, of which the outer one, for its caption, is a block box.
                if number is not None and isinstance(box, boxes.BlockBox):
                    heights[number] = heights.get(number, 0.0) + box.margin_height()
    longest = sorted(heights, key=lambda number: -heights[number])[:3]
    return Fault("overflow", f"too long by about {cut} words ({lines} lines)", tuple(longest))


def _too_much(sheet: Sheet, layout: Layout, plan: SheetPlan) -> float:
    """Return by how many pixels a layout is too high."""
    *_, last = inside = layout.document.pages[: plan.pages]
    if len(inside) > 1:
        over = sum(_fullness(page) for page in layout.document.pages[plan.pages :])
        return float((over - 1 + _fullness(last)) * last._page_box.height)
    # What does not fit may leave the page, or a column of it, half empty: so on endless paper.
    width, height = plan.paper
    endless = replace(plan, paper=(width, height * 20))
    whole = sheet.lay_out(endless, layout.setting, layout.kept).document.pages[0]
    return float(_fullness(whole) * whole._page_box.height - last._page_box.height)


def _block_of(box: Any) -> int | None:
    element = getattr(box, "element", None)
    number = element.get("data-block") if element is not None else None
    return int(number) if number is not None else None


# Finishing.


def seat(layout: Layout) -> Layout:
    """Share the height left on a single page among the gaps, and seat the imprint at its foot.

    Moves boxes that are already laid out, which costs nothing beside a second layout.
    """
    if layout.pages != 1:
        return layout
    page_box = layout.document.pages[0]._page_box
    body = _child(_child(page_box, "html"), "body")
    main, foot = _child(body, "main"), _child(body, "footer")
    if main is None:
        return layout
    parts = [child for child in main.children if child.is_in_normal_flow()]
    free = page_box.content_box_y() + page_box.height - _bottom(foot or parts[-1])
    gaps = len(parts) - 1 + (foot is not None)
    if free <= 0 or gaps < 1:
        return layout
    em = layout.setting.size * 96 / 72
    # A standfirst stays close to its title.
    movable = [part for part in parts[1:] if "standfirst" not in _classes(part)]
    step = min(free / (len(movable) + (foot is not None) or 1), MOST_STRETCH * em)
    for index, part in enumerate(movable, 1):
        _move(part, step * index)
    if foot is not None:
        _move(foot, free)
    pages = [Page(page_box), *layout.document.pages[1:]]
    return _with_pages(layout, pages)


def _move(part: Any, dy: float) -> None:
    """Move a box down, with the backgrounds in it, which the engine has placed already."""
    part.translate(dy=dy)
    for box in _walk(part):
        if box.background is not None:
            layers = [_moved(layer, dy) for layer in box.background.layers]
            box.background = box.background._replace(layers=layers)


def _moved(layer: Any, dy: float) -> Any:
    x, y, *size = layer.painting_area
    layer = layer._replace(
        painting_area=(x, y + dy, *size),
        clipped_boxes=[(left, top + dy, *rest) for left, top, *rest in layer.clipped_boxes],
    )
    if layer.positioning_area == "unused":  # A layer of plain colour.
        return layer
    x, y, *size = layer.positioning_area
    return layer._replace(positioning_area=(x, y + dy, *size))


def _with_pages(layout: Layout, pages: list[Page]) -> Layout:
    layout.document.pages[:] = pages
    return Layout(layout.document, layout.setting, layout.kept, layout.used, layout.pages)


def _child(box: Any, tag: str) -> Any:
    for child in getattr(box, "children", ()):
        if child.element_tag == tag:
            return child
    return None


def _classes(box: Any) -> list[str]:
    element = getattr(box, "element", None)
    return (element.get("class") or "").split() if element is not None else []


def write(layout: Layout) -> bytes:
    """Return a layout as a PDF."""
    with _clock_stopped():
        data = layout.document.write_pdf(pdf_variant=VARIANT, finisher=_finish)
    assert isinstance(data, bytes)
    return data


@contextlib.contextmanager
def _clock_stopped() -> Iterator[None]:
    """Keep the time of day out of the PDF: fontTools puts it into each weight of our font."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Complete the tags: links are to be printed, header cells say what they head."""
    objects = {
        item.reference: item for item in pdf.objects if getattr(item, "number", None) is not None
    }
    for item in objects.values():
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("Subtype") == "/Link":
            item["F"] = PRINT_FLAG
        elif item.get("S") == "/TH":
            group = objects.get(objects[item["P"]]["P"]) if item.get("P") in objects else None
            in_head = group is not None and group.get("S") == "/THead"
            item["A"]["Scope"] = "/Column" if in_head else "/Row"


class Log(logging.Handler):
    """What the engine complains of while it works on one sheet."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())

    def __enter__(self) -> Log:
        LOGGER.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        LOGGER.removeHandler(self)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each complaint, once."""
        for message in dict.fromkeys(self.messages):
            found = NOTDEF.search(message)
            if found:
                mark = found[1]
                name = f"{mark} (U+{ord(mark):04X})"
                yield Fault("glyph", f"no font has the character {name}", about=mark)
            else:
                short = re.sub(r"data:[\w/+-]+;base64,\S+", "a picture", message)
                yield Fault("engine", f"the layout engine says: {short[:300]}")


def full(layout: Layout, plan: SheetPlan) -> float:
    """Return which share of the pages that may be used is used."""
    return math.floor(min(layout.used / plan.pages, 1.0) * 1000) / 1000

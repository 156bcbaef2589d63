"""Read a sheet's HTML into the parts from which its height is estimated."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from handouts.typeset.estimate import (
    BREAK,
    SPACE,
    Around,
    Beside,
    Fixed,
    Flow,
    Part,
    Table,
    Text,
    TwoColumns,
    Widths,
)
from handouts.typeset.measures import IN_MARGIN, Measures

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LOWER_HEADINGS = HEADINGS - {"h1", "h2"}
TIED = {"ho-source-refs", "ho-unbroken", "ho-pair", "ho-drawn"}
"""Classes of what stands in one line."""
MOST_BESIDE = 3.0
"""Lines that a box's title may have beside its text, without the blanks in it."""
QUOTE_INDENT = 1.1
"""Ems before a quotation: its padding and its rule."""
LARGER = 0.14
"""Rems that the larger number beside dots adds to its line."""
RULE = 0.26
"""Millimetres of a thin rule."""
LAST_REMS, LAST_MILLIMETRES = 0.2, 1.9
"""Height of the frame and the gaps of a paragraph that ends an alarm, less the padding below."""
SPACED = {"p", "ul", "ol", "dl", "table", "figure", "pre", "blockquote", "figcaption"}
APART = {"ho-box", "ho-grid", "ho-columns"}
LEADS = {"standfirst", "wide"}
WEIGHTS = {
    **dict.fromkeys(("strong", "b", "th", "dt", *HEADINGS), 700),
    **dict.fromkeys(("em", "i", "cite"), 600),
    "a": 500,
}
"""Weights of words in elements, or of those around them if that is more."""
BLOCKS = {*SPACED, *HEADINGS, "div", "section", "li", "dt", "dd", "svg", "img", "hr", "aside"}


class Outline:
    """The parts of a sheet's body, read with the widths of one typeface."""

    def __init__(self, body: Any, widths: Widths, theme: Measures) -> None:
        self.widths, self.theme = widths, theme
        self.sizes = {
            "h1": (theme.h1_size, theme.h1_line),
            "h2": (theme.h2_size, theme.heading_line),
            **dict.fromkeys(("h3", "h4", "h5", "h6"), (1.0, theme.heading_line)),
        }
        """Size and leading of each kind of heading."""
        self.indents = {
            "ul": theme.bullet_indent,
            "ol": theme.number_indent,
            "blockquote": QUOTE_INDENT,
        }
        self.columns: dict[Any, TwoColumns] = {}
        """The sections of each element that is set in two columns."""
        self.weights = _unusual_weights(body)
        self.alarm_titles = set(_alarm_titles(body))
        self.last_of_alarms = set(_last_of_alarms(body))
        self.body = self.flow(body)

    def flow(self, element: Any, *, across: float = 0.0, down: float = 0.0) -> Flow:
        """Return the parts of an element, one below the other."""
        flow = Flow(across=across, down=down, number=_number(element))
        before = lead = _words_before_blocks(element) if element.tag == "li" else None
        children = _elements(element)
        if lead is not None:
            flow.parts.append((0.0, self.words(lead, element)))
            children = dropwhile(_is_inline, children)
        for child in children:
            if IN_MARGIN.intersection(_classes(child)):
                continue
            part = self.part(child, element)
            if _tag(child) == "p" and before is not None and before.tag in {"h1", "table"}:
                for words in _words_in(part):
                    words.leads = True
            if not isinstance(part, Flow) and (number := _number(child)) >= 0:
                part = Flow([(0.0, part)], number=number)  # Only a flow can be left out.
            gap = 0.0 if before is None else gap_above(before, child, self.theme)
            if child in self.last_of_alarms:
                frame = Fixed(millimetres=LAST_MILLIMETRES, rems=LAST_REMS)
                gap, part = 0.0, Flow([(0.0, part), (0.0, frame)])
                for words in _words_in(part):
                    words.capped = False
            flow.parts.append((gap, part))
            before = child
        return flow

    def part(self, element: Any, parent: Any) -> Part:
        """Return an element as a part."""
        tag, names = _tag(element), _classes(element)
        if "ho-imprint" in names:
            return self.imprint(element)
        if "ho-columns" in names:
            self.columns[element] = TwoColumns(
                [self.whole(child, element) for child in _elements(element)]
            )
            return self.columns[element]
        if "ho-grid" in names or "ho-rows" in names:
            return self.beside(element, stacks="ho-grid" in names)
        if tag == "section" and "ho-sources" in _classes(
            list(element)[-1] if len(element) else None
        ):
            return Flow([(0.0, self.run_in(element[-1]))], number=_number(element))
        if tag in {"svg", "img"}:
            return Fixed(rems=self.theme.dots if tag == "svg" else 12.0)
        return self.table(element) if tag == "table" else self.whole(element, parent)

    def whole(self, element: Any, parent: Any) -> Flow:
        """Return an element as a flow: of its parts, or of its own words."""
        tag, names = element.tag, _classes(element)
        across, down = self.indents.get(tag, 0.0), 0.0
        if "checklist" in names and tag == "ul":
            across = self.theme.tick_indent
        if "ho-box" in names:
            across = 2 * self.theme.box_side
            down = self.theme.box_top + self.theme.box_bottom
        if any(_tag(child) in BLOCKS for child in _elements(element)):
            flow = self.flow(element, across=across, down=down)
            if "ho-box" in names and parent.tag == "main":
                flow.title = self.title_beside(element)
            return flow
        flow = Flow(across=across, down=down, number=_number(element))
        if "write-in" in _classes(parent):
            flow.parts.append((0.0, Fixed(millimetres=self.theme.write_line + 0.3, rems=-1.3)))
        flow.parts.append((0.0, self.words(element, parent)))
        return flow

    def title_beside(self, box: Any) -> float:
        """Return the rems that a box's title takes beside its text; 0 where it is above.

        A title with a word that is too wide, or of too many lines, is set above the text.
        """
        title = next(_elements(box))
        if "ho-box-title" not in _classes(title):
            return 0.0
        widths = [width * self.theme.h2_size for width in self.pieces(title)]
        widest, lines = max(widths, default=0.0), sum(widths) / self.theme.side
        if widest <= self.theme.side and lines <= MOST_BESIDE:
            return self.theme.side + self.theme.side_gap
        box.set("class", f"{box.get('class')} ho-title-above")
        return 0.0

    def words(self, element: Any, parent: Any) -> Text:
        """Return the text of an element without blocks."""
        size, line = self.sizes.get(element.tag, (1.0, 0.0))
        if "ho-box-title" in _classes(element) and element.tag not in {"h4", "h5", "h6"}:
            size = self.theme.h2_size
            if element in self.alarm_titles:
                size = self.theme.alarm_title
        if "ho-row" in _classes(parent):
            line = self.theme.tight_line
        return Text(self.pieces(element), size, line, element.tag not in HEADINGS)

    def pieces(self, element: Any) -> list[float]:
        """Return the widths in ems of an element's words, with its line breaks."""
        found: list[float] = []
        glued = False
        for text, weight, tied in self.texts(element, 400, tied=False):
            if text == "\n\n":
                found.append(BREAK)
                glued = False
                continue
            parts = [text] if tied else re.split(r"[ \t\n]+", text)
            for index, word in enumerate(parts):
                width = self.widths.of(word, weight, heading=element.tag in HEADINGS)
                if word and glued and not index and found and found[-1] != BREAK:
                    found[-1] += width
                elif word:
                    found.append(width)
                glued = bool(word) or (glued and not index)
        return found

    def texts(self, element: Any, weight: int, *, tied: bool) -> Iterator[tuple[str, int, bool]]:
        """Yield the texts of an element, the weight of each, and whether it stays on one line."""
        weight = max(weight, self.weights.get(element) or WEIGHTS.get(element.tag, 400))
        if element.text:
            yield element.text, weight, tied
        for child in (one for one in element if isinstance(one.tag, str)):
            if child.tag == "br":
                yield "\n\n", weight, False
            elif _tag(child) not in {"svg", "img"}:
                inner = tied or not TIED.isdisjoint(_classes(child))
                yield from self.texts(child, weight, tied=inner)
            if child.tail:
                yield child.tail, weight, tied

    def beside(self, element: Any, *, stacks: bool) -> Part:
        """Return the items of a grid with their shares of its width."""
        if not stacks and {"ho-wide", "ho-alone"} & set(_classes(next(_elements(element), None))):
            rows = [self.beside_dots(row) for row in _elements(element)]
            return Flow([(2 * self.theme.half, row) for row in rows])
        items: list[tuple[float, Part]] = []
        for child in _elements(element):
            share = re.search(r"ho-span-(\d+)", child.get("class") or "")
            items.append((float(share[1]) if share else 1.0, flow := self.whole(child, element)))
            if "ho-row" in _classes(child) and child is not element[-1]:
                flow.across = self.theme.cell_side
        return Beside(items, stacks, 12.0 if "ho-short" in _classes(element) else 0.0)

    def beside_dots(self, row: Any) -> Around:
        """Return a row of an icon array whose words stand beside its dots."""
        dots, *words = _elements(row)
        *_, width, height = map(float, dots.get("viewBox").split())
        side = self.theme.wide_dots if "ho-wide" in _classes(row) else self.theme.dots
        lines = [(self.theme.step, self.words(one, row)) for one in words]
        flow = Flow([(0.0, Fixed(rems=LARGER)), *lines])
        down = self.theme.dots_top + side * height / width
        return Around(flow, side + self.theme.dots_right, down)

    def table(self, element: Any) -> Table:
        """Return the cells of a table, and the widths that its columns need."""
        rows: list[list[Flow]] = []
        least: list[float] = []
        most: list[float] = []
        drawn: list[float] = []
        for row in element.iter("tr"):
            cells = []
            for index, cell in enumerate(_elements(row)):
                flow = self.whole(cell, row)
                flow.across = self.theme.cell_side if index < len(row) - 1 else 0.0
                for words in _words_in(flow):
                    words.line, words.capped = words.line or self.theme.tight_line, False
                    widths = [width for width in words.widths if width != BREAK]
                    while len(least) <= index:
                        least.append(0.0)
                        most.append(0.0)
                        drawn.append(0.0)
                    line = sum(widths) + SPACE * (len(widths) - 1)
                    least[index] = max(least[index], max(widths, default=0.0) + flow.across)
                    most[index] = max(most[index], line + flow.across)
                    if cell.find("*[@class='ho-drawn']") is not None:
                        line += flow.across + self.theme.interval_right
                        drawn[index] = max(drawn[index], line)
                cells.append(flow)
            rows.append(cells)
        return Table(rows, least, most, drawn)

    def run_in(self, element: Any) -> Text:
        """Return a list of sources, whose heading and items are run in."""
        found = [self.widths.of("Sources", 700) + self.theme.run_in - SPACE]
        numbers = [-1]
        for number, item in enumerate(_elements(element), 1):
            # The items are inline blocks with a margin, and no space between them.
            label = self.widths.of(f"{number} ", 700)
            words = self.pieces(item)
            numbers.append(_number(item))
            found.append(label + sum(words) + SPACE * (len(words) - 2) + self.theme.source_gap)
        return Text(found, capped=False, numbers=numbers)

    def imprint(self, element: Any) -> Part:
        """Return the foot, at least as high as its QR code, if it has one."""
        if "ho-empty" in _classes(element):
            return Fixed()
        text = self.flow(element[0])
        text.beside = self.theme.imprint_side
        text.least = 0.0 if "ho-no-code" in _classes(element) else self.theme.imprint_height
        for words in _words_in(text):
            words.capped = False
        return Flow([(0.0, Fixed(millimetres=self.theme.imprint_top + RULE)), (0.0, text)])


def gap_above(before: Any, element: Any, theme: Measures) -> float:
    """Return the gap between two neighbours, in multiples of the gap between blocks."""
    names, names_before = set(_classes(element)), set(_classes(before))
    apart = element.tag == "section" or bool(names & set(APART))
    if before.tag in LOWER_HEADINGS | {"h2"}:
        return theme.half if apart or element.tag in LOWER_HEADINGS else theme.step
    if before.tag == "h1" and element.tag == "p":
        return theme.step if "standfirst" in names else theme.half
    after_apart = before.tag in {"h1", "section", "hr"} or names_before & {*APART, *LEADS}
    if apart or element.tag in {"h2", "hr", "footer"} or after_apart:
        return 1.0
    # Or the words of an item, before a list in it.
    if _tag(before) in {"svg", "span"} or (before.tag, element.tag) in {("li", "li"), ("dd", "dt")}:
        return theme.step
    if element.tag in LOWER_HEADINGS:
        return theme.group
    spaced = element.tag in SPACED or (element.tag == "img" and before.tag in SPACED)
    return theme.half if spaced else 0.0


def _words_before_blocks(item: Any) -> Any:
    """Return an element with the words of an item that stand before a list in it, if it has any."""
    found = Element("span")
    found.text = item.text
    found.extend(takewhile(_is_inline, item))
    return found if "".join(found.itertext()).strip() else None


def _is_inline(element: Any) -> bool:
    return not isinstance(element.tag, str) or _tag(element) not in BLOCKS


def _unusual_weights(body: Any) -> dict[Any, int]:
    """Return the weight of each element that is set in another one than others of its kind."""
    found = dict.fromkeys(body.iterfind(".//table[@class='evidence']/tbody/tr/th"), 400)
    found |= dict.fromkeys(body.iterfind(".//thead/tr/*"), 600)
    for box in (one for one in body.iter() if "ho-answer" in _classes(one)):
        if box in body.findall("main/*"):
            found |= {one: max(WEIGHTS.get(one.tag, 500), 500) for one in box.iter()}
        found |= dict.fromkeys(box.iter("strong"), 600)
    return found


def _alarm_titles(body: Any) -> Iterator[Any]:
    """Yield the title of each alarm that takes the width of the sheet."""
    for holder in body.iterfind(".//main"):
        wide = [item for grid in holder if "ho-whole" in _classes(grid) for item in grid]
        for alarm in (box for one in (holder, *wide) for box in one if "ho-alarm" in _classes(box)):
            yield from alarm.iterfind("h2")


def _last_of_alarms(body: Any) -> Iterator[Any]:
    """Yield each paragraph in a frame of its own, which follows a list at the end of an alarm."""
    for alarm in (one for one in body.iter() if "ho-alarm" in _classes(one)):
        for element in alarm.iter():
            if [one.tag for one in element[-2:]] == ["ul", "p"]:
                yield element[-1]


def _elements(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str) and not _in_line(child))


def _in_line(element: Any) -> bool:
    """Return whether an element is a picture as high as a letter."""
    return not {"ho-tick", "ho-icon", "ho-line"}.isdisjoint(_classes(element))


def _tag(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag.rpartition("}")[2])


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split() if element is not None else []


def _number(element: Any) -> int:
    """Return an element's number among the optional blocks, or -1."""
    return int(element.get("data-if-room") or -1)


def _words_in(part: Part) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, Flow):
        for _, inner in part.parts:
            yield from _words_in(inner)

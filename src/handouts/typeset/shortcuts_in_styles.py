"""Shortcuts through what WeasyPrint does for each style: values, lengths and markers.

Boxes of one style have the same values, so most are worked out once for each style:

* `HTML._ua_stylesheets`: the style sheet of HTML, which gives six pseudo-elements to each element,
  if `Engine.parse` has found nothing in a sheet that needs them;
* `StyleFor.set_computed_styles`: the style of the markers of a list, which its items share;
* `ComputedStyle.__init__`, `AnonymousStyle.__init__`: initial values, filled in all at once;
* `ComputedStyle.__missing__`: the value of a property that is inherited, or set to a length;
* `layout.percent.resolve_percentages`: the lengths of boxes that have none in per cent;
* `layout.percent.resolve_radii_percentages`: the corners of boxes, if they are square;
* `Box.is_in_normal_flow`: whether a box is neither floated nor positioned;
* `ParentBox.page_values`: the name of the page that a box asks for, until a rule sets one.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from weasyprint import CSS, HTML, css
from weasyprint.css import COMPUTER_FUNCTIONS, INHERITED, INITIAL_VALUES, PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_NOT_COMPUTED, Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent

UNUSED = re.compile(r"^::(foot)?note-.*\n", re.MULTILINE)
"""Rules of pseudo-elements that usual sheets do not have."""
SIDES = ("top", "right", "bottom", "left")
PARTS_OF_LINES = {"first-line", "first-letter"}
"""Pseudo-elements whose styles are added to others, with all values that they have."""
SPECIAL = {"display", "float", "position", "page", "direction"}
"""Properties whose values depend on one another."""
PLAIN = {
    name for name in INITIAL_VALUES.keys() - SPECIAL if not name.startswith("text_decoration_")
}
FROM_PARENT = (PLAIN | {"direction"}) & INHERITED - PHYSICAL_FUNCTIONS.keys()
BORDERS = {
    f"{line}_style": f"{line}_width" for line in (*(f"border_{side}" for side in SIDES), "outline")
}
"""The width of each line that may be drawn, by its style: 0 where there is none."""
INITIAL = {name: INITIAL_VALUES[name] for name in PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
INITIAL |= dict.fromkeys(BORDERS.values(), 0)
"""The values of properties that no rule sets, if they are not inherited or computed."""
IN_FLOW = {"position": "static", "float": "none"}
"""The values of an element that has its place after the one before it."""
CORNERS = [f"border_{y}_{x}_radius" for y in ("top", "bottom") for x in ("left", "right")]
SQUARE = dict.fromkeys(CORNERS, (0, 0))
LOGICAL = {
    side: {name: of(block="ttb", inline=side) for name, of in PHYSICAL_FUNCTIONS.items()}
    for side in ("ltr", "rtl")
}
"""The name of each property that has one for lines that run in a direction, by both."""
EDGES = [f"{part}_{side}" for part in ("margin", "padding") for side in SIDES]
LENGTHS = [
    *EDGES,
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
]
"""Properties that may be a share of what is around a box."""
BORDER_WIDTHS = [f"border_{side}_width" for side in SIDES]


def _may_set() -> dict[str, set[str]]:
    """Return the properties that may lose their initial value when another one is set."""
    found = {style: {width} for style, width in BORDERS.items()}
    for names in LOGICAL.values():
        for one, logical in names.items():
            found.setdefault(logical, set()).update({one, BORDERS.get(one, one)})
    return found


MAY_SET = _may_set()


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (HTML, "_ua_stylesheets", _style_sheets_of_html),
        (css.StyleFor, "set_computed_styles", _share_styles_of_markers),
        (css.ComputedStyle, "__init__", _begin_computed),
        (css.AnonymousStyle, "__init__", _begin_anonymous),
        (css.ComputedStyle, "__missing__", _missing),
        (percent, "resolve_percentages", _resolve_percentages),
        (percent, "resolve_radii_percentages", _resolve_radii_percentages),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow),
        (boxes.ParentBox, "page_values", _page_values),
    ]


_whole = HTML._ua_stylesheets


def _style_sheets_of_html(self: Any, forms: bool = False) -> list[CSS]:
    """Return the short style sheet of HTML, or the whole one where a sheet may need it."""
    return [_html_style_sheet()] if getattr(self, "is_usual", False) else _whole(self, forms)


@functools.cache
def _html_style_sheet() -> CSS:
    """Return WeasyPrint's style sheet of HTML without the pseudo-elements of unusual sheets."""
    text = resources.files("weasyprint").joinpath("css", "html5_ua.css").read_text("utf-8")
    return CSS(string=UNUSED.sub("", text).replace("\n::marker", "\nli::marker"))


_set_styles = css.StyleFor.set_computed_styles


def _share_styles_of_markers(
    self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, **given: Any
) -> None:
    """Let markers whose items share a style share theirs, if the same rules set it."""
    if pseudo_type != "marker":
        _set_styles(self, element, parent, root, pseudo_type, **given)
        return
    styles, key = self.get_computed_styles(), (element, pseudo_type)
    known = vars(styles[parent, None]).setdefault("markers", {})
    rules = tuple((name, id(one[0])) for name, one in self.get_cascaded_styles()[key].items())
    if rules not in known:
        _set_styles(self, element, parent, root, pseudo_type, **given)
        known[rules] = styles[key]
    styles[key] = known[rules]


_begin_computed_style = css.ComputedStyle.__init__
_begin_anonymous_style = css.AnonymousStyle.__init__


def _begin_computed(
    self: Any, parent_style: Any, cascaded: Any, pseudo_type: Any, *given: Any
) -> None:
    """Begin the style of an element with initial values, but for what a rule may set."""
    _begin_computed_style(self, parent_style, cascaded, pseudo_type, *given)
    if "page" in cascaded:
        vars(self.font_config)["has_named_pages"] = True  # In all sheets of this engine.
    if pseudo_type in PARTS_OF_LINES:
        return
    self.update(INITIAL)
    for name in cascaded:
        for one in (name, *MAY_SET.get(name, ())):
            self.pop(one, None)
    if IN_FLOW.keys().isdisjoint(cascaded):
        self.update(IN_FLOW)
        self.specified.update(IN_FLOW)


def _begin_anonymous(self: Any, parent_style: Any) -> None:
    """Begin the style of an anonymous box with initial values."""
    self.update(INITIAL)
    _begin_anonymous_style(self, parent_style)


_compute = css.ComputedStyle.__missing__


def _missing(self: Any, name: str) -> Any:
    """Return the value of a property that was not asked for before."""
    if name in FROM_PARENT and name not in self.cascaded and self.parent_style is not None:
        self[name] = value = self.parent_style[name]
        return value
    if name not in PLAIN or LOGICAL[self["direction"]].get(name) in self.cascaded:
        return _compute(self, name)
    value = self.cascaded.get(name, (None,))[0]
    if value.__class__ is Dimension:
        if name in COMPUTER_FUNCTIONS:
            value = COMPUTER_FUNCTIONS[name](self, name, value)
    elif (
        value.__class__ is not str or name in COMPUTER_FUNCTIONS or value in {"inherit", "initial"}
    ):
        return _compute(self, name)  # It may ask for other properties.
    self[name] = value
    return value


_resolve = percent.resolve_percentages


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box its lengths, which are the same for all boxes of a style without percentages."""
    style = box.style
    known = vars(style)
    if "lengths" not in known:
        is_fixed = all(_is_fixed(style[name]) for name in LENGTHS)
        known["lengths"] = _lengths(style) if is_fixed else None
    # Borders that collapse have their widths before.
    is_plain = style["border_collapse"] != "collapse" or not hasattr(box, "border_top_width")
    if is_plain and known["lengths"]:
        vars(getattr(box, "_box", box)).update(known["lengths"])
    else:
        _resolve(box, containing_block)


def _lengths(style: Any) -> dict[str, Any]:
    """Return the lengths of the boxes of a style in pixels."""
    box = boxes.Box("", style, None)
    lengths = vars(box)
    lengths |= {name: getattr(style[name], "value", style[name]) for name in LENGTHS}
    lengths |= {name: 0 for name in ("min_width", "min_height") if style[name] == "auto"}
    lengths |= {name: style[name] for name in BORDER_WIDTHS}
    percent.adjust_box_sizing(box, "width")
    percent.adjust_box_sizing(box, "height")
    return {name: lengths[name] for name in (*LENGTHS, *BORDER_WIDTHS)}


_resolve_radii = percent.resolve_radii_percentages


def _resolve_radii_percentages(box: Any) -> None:
    """Give a box its round corners, if it has some."""
    known = vars(box.style)
    if "is_square" not in known:
        known["is_square"] = all((0, "px") in box.style[name] for name in CORNERS)
    if known["is_square"]:
        vars(getattr(box, "_box", box)).update(SQUARE)
    else:
        _resolve_radii(box)


def _is_fixed(length: Any) -> bool:
    return length == "auto" or (length.__class__ is Dimension and length.unit == "px")


def _is_in_normal_flow(self: Any) -> bool:
    """Return whether a box has its place after the one before it."""
    style = self.style
    return style["float"] == "none" and style["position"] in {"static", "relative"}


_pages_of_parts = boxes.ParentBox.page_values


def _page_values(self: Any) -> tuple[str, str]:
    """Return the names of the pages on which a box begins and ends."""
    style = self.style
    if "has_named_pages" in vars(style.font_config):
        return _pages_of_parts(self)  # type: ignore[no-any-return]  # the engine has no types
    return style["page"], style["page"]

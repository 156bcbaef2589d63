"""Shortcuts through what WeasyPrint asks of each box: its lengths, corners, background and flow.

Few boxes have lengths in per cent, round corners or a background, and boxes of one style have the
same answers:

* `layout.percent.resolve_percentages`: the lengths of boxes of one style in the same place;
* `layout.percent.resolve_radii_percentages`: the corners of boxes, if they are square;
* `layout.background.layout_box_backgrounds`: the background of boxes that have none;
* `layout.block.collapse_margin`: the largest margin of some that meet;
* `layout.preferred.shrink_to_fit`: the width of a marker, which others of its list share;
* `layout.float.avoid_collisions`: the place of a line, if there are no floats beside it;
* `Box.is_in_normal_flow`: whether a box is neither floated nor positioned;
* `ParentBox.page_values`: the name of the page that a box asks for, until a rule sets one.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from weasyprint.css import INITIAL_VALUES
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, percent, preferred
from weasyprint.layout import float as floats

SIDES = ("top", "right", "bottom", "left")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
SHARES = (
    *(f"{part}_{side}" for part in ("margin", "padding") for side in SIDES),
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
)
"""Lengths of a box that may be a share of what is around it."""
LENGTHS = (*SHARES, *BORDERS)
LEAST = {"min_width", "min_height"}
SIZES = itemgetter("width", "height", *LEAST, "max_width", "max_height")
NO_SIZES = SIZES(INITIAL_VALUES)
CORNERS = [f"border_{y}_{x}_radius" for y in ("top", "bottom") for x in ("left", "right")]
SQUARE = dict.fromkeys(CORNERS, (0, 0))
PICTURES = ("border_image_source", "mask_border_source", "background_image", "box_shadow")
LOOK = itemgetter(*CORNERS, *PICTURES)
"""What a style may have behind a box, beside a colour."""
NOTHING = LOOK(INITIAL_VALUES)
MOST_PLACES = 100
"""Sizes of what is around boxes that are remembered for a style."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (percent, "resolve_percentages", _resolve_percentages),
        (percent, "resolve_radii_percentages", _resolve_radii_percentages),
        (background, "layout_box_backgrounds", _layout_box_backgrounds),
        (block, "collapse_margin", _collapse_margin),
        (preferred, "shrink_to_fit", _shrink_to_fit),
        (floats, "avoid_collisions", _avoid_collisions),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow),
        (boxes.ParentBox, "page_values", _page_values),
    ]


_resolve = percent.resolve_percentages


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box its lengths, which are the same for all boxes of a style in the same place."""
    style, values = box.style, vars(getattr(box, "_box", box))
    # Borders that collapse have widths already.
    is_collapsed = style["border_collapse"] == "collapse" and "border_top_width" in values
    if "lengths" not in vars(style):
        vars(style)["lengths"] = _lengths(style)
    if vars(style)["lengths"] and not is_collapsed:
        values.update(vars(style)["lengths"])
        return
    known: dict[Any, dict[str, Any]] = vars(style).setdefault("resolved", {})
    place: Any = containing_block
    if isinstance(containing_block, boxes.Box):
        place = containing_block.width, containing_block.height
    if is_collapsed:
        place = (*place, *map(values.get, BORDERS))
    if place not in known:
        if len(known) > MOST_PLACES:
            known.clear()
        _resolve(box, containing_block)
        known[place] = {name: values[name] for name in LENGTHS}
    values.update(known[place])


def _lengths(style: Any) -> dict[str, Any]:
    """Return the lengths of boxes of a style, if none depends on what is around them."""
    if style["box_sizing"] != "content-box" and SIZES(style) != NO_SIZES:
        return {}  # Borders and padding count as a part of the sizes.
    found = {name: style[name] for name in LENGTHS}
    for name in SHARES:
        if (value := found[name]) == "auto":
            found[name] = 0 if name in LEAST else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return {}
    return found


_resolve_radii = percent.resolve_radii_percentages


def _resolve_radii_percentages(box: Any) -> None:
    """Give a box its round corners, if it has some."""
    if all((0, "px") in box.style[name] for name in CORNERS):
        vars(getattr(box, "_box", box)).update(SQUARE)
    else:
        _resolve_radii(box)


_layout_backgrounds = background.layout_box_backgrounds


def _layout_box_backgrounds(
    page: Any, box: Any, fetch: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Give a box its background and corners, and all in it, if it may have some."""
    known = vars(box.style)
    if "is_bare" not in known:
        is_clear = box.style["background_color"].__class__ is not str
        is_clear = is_clear and box.style["background_color"].alpha == 0
        known["is_bare"] = is_clear and LOOK(box.style) == NOTHING
    if not known["is_bare"] or box is page:
        _layout_backgrounds(page, box, fetch, layout_children, style)
        return
    vars(getattr(box, "_box", box)).update(SQUARE, background=None)
    for child in box.all_children() if layout_children else ():
        _layout_box_backgrounds(page, child, fetch)


def _collapse_margin(margins: list[float]) -> float:
    """Return how far boxes are apart whose margins meet."""
    some = [0, *margins]
    return max(some) + min(some)


_fit = preferred.shrink_to_fit


def _shrink_to_fit(context: Any, box: Any, available: float) -> Any:
    """Return the width of a box as wide as its text; markers of one style share theirs."""
    if not box.is_outside_marker or [*map(type, box.children)] != [boxes.LineBox]:
        return _fit(context, box, available)
    texts = [getattr(child, "text", None) for child in box.children[0].children]
    known = vars(box.style.parent_style).setdefault("widths_of_markers", {})
    key = (available, *texts)
    if key not in known or None in texts:
        known[key] = _fit(context, box, available)
    return known[key]


_avoid = floats.avoid_collisions


def _avoid_collisions(context: Any, box: Any, around: Any, outer: bool = True) -> Any:
    """Return the place and the width that a box may have: all there is, for a line without floats.

    Each sum is made as WeasyPrint makes it, because they are not exact.
    """
    if outer or context.excluded_shapes or around.style["direction"] != "ltr":
        return _avoid(context, box, around, outer)
    top, left = box.border_box_y(), around.content_box_x()
    right = left + around.width
    left += box.margin_left
    return left - box.margin_left, top - box.margin_top, right - box.margin_right - left


_in_flow = boxes.Box.is_in_normal_flow


def _is_in_normal_flow(self: Any) -> bool:
    """Return whether a box has its place after the one before it."""
    style = self.style
    if style["float"] != "none":  # WeasyPrint lets no item of a flex box or a grid float.
        return bool(_in_flow(self))
    return style["position"] in {"static", "relative"}


_pages_of_parts = boxes.ParentBox.page_values


def _page_values(self: Any) -> tuple[str, str]:
    """Return the names of the pages on which a box begins and ends."""
    style = self.style
    if "has_named_pages" in vars(style.font_config):
        return _pages_of_parts(self)  # type: ignore[no-any-return]  # the engine has no types
    return style["page"], style["page"]

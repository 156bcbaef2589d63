"""Shortcuts through what WeasyPrint does for each style: values, lengths and markers.

Boxes of one style have the same values, so most are worked out once for each style:

* `HTML._ua_stylesheets`: the style sheet of HTML, which gives six pseudo-elements to each element,
  if `Engine.parse` has found nothing in a sheet that needs them;
* `ComputedStyle.__init__`, `AnonymousStyle.__init__`: initial values, and those of the style around
  it, filled in all at once;
* `ComputedStyle.__missing__`: the value of a property that is inherited, or set to a length;
* `css.functions.check_math`: whether a value is a function, which words and lengths are not.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from weasyprint import CSS, HTML, css
from weasyprint.css import (
    COMPUTER_FUNCTIONS,
    INHERITED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    functions,
)
from weasyprint.css.properties import INITIAL_NOT_COMPUTED, Dimension

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
PROPAGATED = {name for name in INITIAL_VALUES if name.startswith("text_decoration_")} | {"page"}
"""Properties that an element without a rule for them has from its parent, but does not inherit."""
FROM_PARENT = PROPAGATED | ((PLAIN | {"direction"}) & INHERITED - PHYSICAL_FUNCTIONS.keys())
BORDERS = {
    f"{line}_style": f"{line}_width" for line in (*(f"border_{side}" for side in SIDES), "outline")
}
"""The width of each line that may be drawn, by its style: 0 where there is none."""
INITIAL = {name: INITIAL_VALUES[name] for name in PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
INITIAL |= dict.fromkeys(BORDERS.values(), 0)
"""The values of properties that no rule sets, if they are not inherited or computed."""
NO_FUNCTIONS = {str, int, float, type(None), Dimension}
PLAIN_KINDS = {str, int, float, type(None)}
PLAIN_KINDS |= {css.tinycss2.ast.HashToken, css.tinycss2.ast.IdentToken}
UNITS = {None, "px", "pt", "mm", "cm", "in", "em", "rem", "%"}
"""Kinds of values, and units of lengths, that are right on any page."""
IN_FLOW = {"position": "static", "float": "none"}
"""The values of an element that has its place after the one before it."""
SPECIAL_BOXES = {"flex", "grid"}
INLINE = (INITIAL_VALUES["display"],)
LOGICAL = {
    side: {name: of(block="ttb", inline=side) for name, of in PHYSICAL_FUNCTIONS.items()}
    for side in ("ltr", "rtl")
}
"""The name of each property that has one for lines that run in a direction, by both."""


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
        (css.ComputedStyle, "__init__", _begin_computed),
        (css.AnonymousStyle, "__init__", _begin_anonymous),
        (css.ComputedStyle, "__missing__", _missing),
        (functions, "check_math", _check_math),
    ]


_whole = HTML._ua_stylesheets


def _style_sheets_of_html(self: Any, forms: bool = False) -> list[CSS]:
    """Return the short style sheet of HTML, or the whole one where a sheet may need it."""
    return [style_sheet_of_html()] if getattr(self, "is_usual", False) else _whole(self, forms)


@functools.cache
def style_sheet_of_html() -> CSS:
    """Return WeasyPrint's style sheet of HTML without the pseudo-elements of unusual sheets."""
    text = resources.files("weasyprint").joinpath("css", "html5_ua.css").read_text("utf-8")
    return CSS(string=UNUSED.sub("", text).replace("\n::marker", "\nli::marker"))


_begin_computed_style = css.ComputedStyle.__init__
_begin_anonymous_style = css.AnonymousStyle.__init__


def _begin_computed(
    self: Any, parent_style: Any, cascaded: Any, pseudo_type: Any, *given: Any
) -> None:
    """Begin the style of an element with initial values, but for what a rule may set."""
    _begin_computed_style(self, parent_style, cascaded, pseudo_type, *given)
    if "page" in cascaded:
        vars(self.font_config)["has_named_pages"] = True  # In all sheets of this engine.
    display = cascaded.get("display", INLINE)[0]
    if display.__class__ not in {tuple, str} or not SPECIAL_BOXES.isdisjoint(display):
        vars(self.font_config)["has_special_boxes"] = True
    if "outline_style" in cascaded:
        vars(self.font_config)["has_outlines"] = True
    if pseudo_type in PARTS_OF_LINES:
        return
    self.update(INITIAL)
    if parent_style is not None:
        self.update(inherited_from(parent_style) or ())
    for name in cascaded:
        for one in (name, *MAY_SET.get(name, ())):
            self.pop(one, None)
    if IN_FLOW.keys().isdisjoint(cascaded):
        self.update(IN_FLOW)
        self.specified.update(IN_FLOW)
        if display.__class__ is tuple and parent_style is not None:
            self["display"] = self.specified["display"] = display


def _begin_anonymous(self: Any, parent_style: Any) -> None:
    """Begin the style of an anonymous box with initial values."""
    self.update(INITIAL)
    self.update(inherited_from(parent_style) or ())
    _begin_anonymous_style(self, parent_style)
    if "is_kept" in vars(parent_style):
        self.is_kept = True


class Inherited(dict[str, Any]):
    """The values that styles have from the one around them, where no rule sets others."""

    def __init__(self, values: dict[str, Any], above: Inherited | None = None) -> None:
        super().__init__(values)
        self.above = above
        """From which it differs, and by whose address it is known, so that must stay."""


def inherited_from(style: Any) -> Inherited | None:
    """Return what the styles in one have from it: one object for all that give the same.

    Nothing where the engine might warn of a value that nothing else asks for.
    """
    known = vars(style)
    if "inherited" not in known:
        known["inherited"] = _inherited_anew(style)
    found: Inherited | None = known["inherited"]
    return found


def _inherited_anew(style: Any) -> Inherited | None:
    parent, cascaded = style.parent_style, getattr(style, "cascaded", {})
    own = [
        name
        for name in cascaded
        if name in FROM_PARENT or (parent is not None and name[:2] == "__")
    ]
    if not all(_is_plain(cascaded[name][0]) for name in own):
        return None  # So are custom properties, which the engine parses only for what uses them.
    if parent is None:
        return Inherited({name: style[name] for name in FROM_PARENT})
    above = inherited_from(parent)
    if above is None or getattr(style, "pseudo_type", None) in PARTS_OF_LINES:
        return None
    # WeasyPrint sets some properties of styles in place, such as those of markers.
    if not own and above.items() <= style.items():
        return above
    return _with_changes(style, above)


def _with_changes(style: Any, above: Inherited) -> Inherited:
    """Return what styles have from one that differs in some values from the one around it."""
    changed = {
        name: style[name]
        for name in FROM_PARENT
        if style[name] is not above[name] and str(style[name]) != str(above[name])
    }
    kept = vars(style.font_config).setdefault("styles", {})
    key = (id(above), str(changed))
    if changed and key not in kept:
        kept[key] = Inherited(above | changed, above)
    found: Inherited = kept[key] if changed else above
    return found


def _is_plain(value: Any) -> bool:
    """Return whether a value, or each of some, is of a kind of which the engine never warns."""
    if value.__class__ is tuple:
        return all(map(_is_plain, value))
    return value.__class__ in PLAIN_KINDS or (value.__class__ is Dimension and value.unit in UNITS)


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


_check = functions.check_math


def _check_math(value: Any) -> Any:
    """Return whether a value is a function of numbers."""
    return value.__class__ not in NO_FUNCTIONS and _check(value)

"""Shortcuts through WeasyPrint for a process that only prints: the same pages in less time.

WeasyPrint looks up each property of each element in the same long way, and measures the same words
again and again. Replaces private names of WeasyPrint, so they are taken only in the versions with
which `tests/typeset/test_shortcuts.py` has printed the same bytes with and without them:

* `HTML._ua_stylesheets`: the style sheet of HTML, which gives six pseudo-elements to each element,
  if `Engine.parse` has found nothing in a sheet that needs them;
* `StyleFor.set_computed_styles`: the style of the markers of a list, which its items share;
* `ComputedStyle.__init__`, `AnonymousStyle.__init__`: initial values, filled in all at once;
* `ComputedStyle.__missing__`: the value of a property that is inherited, or set to a length;
* `layout.percent.resolve_percentages`: the lengths of boxes that have none in per cent;
* `Box.is_in_normal_flow`: whether a box is neither floated nor positioned;
* `text.line_break.get_font_description`: what Pango must know of a font;
* `text.line_break.Layout.setup`: the context of Pango in which a line is laid out;
* `layout.percent.resolve_radii_percentages`: the round corners that a box has not;
* `text.line_break.line_size`: the size of a line, read by way of one rectangle;
* `text.line_break.strut`: the height of a line, and its base line;
* `draw.color.get_color`: a colour, which is compared with no other;
* `svg.SVG.point`: a point of a path, in numbers without a unit;
* `svg.TAGS`: how a path is drawn that is rows of level lines only, as codes and dots are;
* `text.line_break.Layout`: a line that is kept as it was laid out, until it is drawn;
* `layout.preferred.split_first_line`: the width of words, for tables, markers and inline blocks.
"""

from __future__ import annotations

import functools
import re
import sys
from importlib import resources
from typing import Any

from weasyprint import CSS, HTML, css, svg
from weasyprint.css import COMPUTER_FUNCTIONS, INHERITED, INITIAL_VALUES, PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_NOT_COMPUTED, Dimension
from weasyprint.draw import color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent, preferred
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p

UNUSED = re.compile(r"^::(foot)?note-.*\n", re.MULTILINE)
"""Rules of pseudo-elements that usual sheets do not have."""
SEPARATOR = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What begins another line, in a text that is not drawn yet."""
MOST_WIDTHS = 20_000
"""Widths that are remembered for the fonts of one engine."""
SIDES = ("top", "right", "bottom", "left")
FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_language_override"),
)
"""Properties that change how a font is used, and that most styles leave as they are."""
MEASURED = (
    *FEATURES,
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight"),
    *("font_variation_settings", "lang", "direction", "letter_spacing", "word_spacing"),
    *("white_space", "tab_size", "word_break", "overflow_wrap", "hyphens"),
    *("hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""Properties that decide how wide a line of text is, and where it ends."""
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


def take_shortcuts() -> None:
    """Put the shortcuts in place of what WeasyPrint does, for the life of this process."""
    for home, name, function in shortcuts():
        setattr(home, name, function)


def shortcuts() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (HTML, "_ua_stylesheets", _style_sheets_of_html),
        (css.StyleFor, "set_computed_styles", _share_styles_of_markers),
        (css.ComputedStyle, "__init__", _begin_computed),
        (css.AnonymousStyle, "__init__", _begin_anonymous),
        (css.ComputedStyle, "__missing__", _missing),
        *_everywhere(percent, "resolve_percentages", _resolve_percentages),
        *_everywhere(percent, "resolve_radii_percentages", _resolve_radii_percentages),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow),
        (line_break, "get_font_description", _once_for_a_style(line_break.get_font_description)),
        *_everywhere(line_break, "line_size", _line_size),
        (line_break.Layout, "setup", _set_up),
        *_everywhere(line_break, "strut", _once_for_a_style(line_break.strut)),
        *_everywhere(color, "get_color", _color),
        (svg.SVG, "point", _point),
        (svg, "TAGS", {**svg.TAGS, "path": _draw_path}),
        (line_break.Layout, "set_text", _set_text_to_draw),
        (line_break.Layout, "deactivate", lambda _: None),
        (line_break.Layout, "reactivate", _reactivate_if_gone),
        (preferred, "split_first_line", _split_first_line),
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


def _everywhere(home: Any, name: str, function: Any) -> list[tuple[Any, str, Any]]:
    """Return the replacement of a function in each module that has imported it."""
    found = [module for key, module in sys.modules.items() if key.startswith("weasyprint.")]
    original = getattr(home, name)
    return [(one, name, function) for one in found if vars(one).get(name) is original]


def _once_for_a_style(function: Any) -> Any:
    """Return a function of a style that is called once for each."""

    def remembered(style: Any) -> Any:
        known = vars(style)
        if function not in known:
            known[function] = function(style)
        return known[function]

    return remembered


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


def _color(style: Any, name: str) -> Any:
    """Return a colour of a style, or its text's."""
    value = style[name]
    return style["color"] if value.__class__ is str and value == "currentcolor" else value


def _is_in_normal_flow(self: Any) -> bool:
    """Return whether a box has its place after the one before it."""
    style = self.style
    return style["float"] == "none" and style["position"] in {"static", "relative"}


_calculate = svg.SVG.point


def _point(self: Any, x: Any, y: Any, font_size: float) -> Any:
    """Return a point of a picture."""
    try:
        return float(x), float(y)
    except (TypeError, ValueError):  # Not given, or with a unit.
        return _calculate(self, x, y, font_size)


LEVEL = re.compile(r"(?:M[\d.]+ [\d.]+|m-?[\d.]+ [\d.]+|h[\d.]+)+")
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: ([\d.]+))?")
_draw_any_path = svg.TAGS["path"]


def _draw_path(picture: Any, node: Any, font_size: float) -> None:
    """Draw a path that is moves and level lines only, as a code for telephones is."""
    text = node.get("d", "")
    if not LEVEL.fullmatch(text) or any("marker" in name for name in node.attrib):
        _draw_any_path(picture, node, font_size)
        return
    x: float = 0
    y: float = 0
    picture.stream.move_to(x, y)
    for letter, across, up in STEP.findall(text):
        if letter == "M":
            x, y = float(across), float(up)
        else:
            x, y = x + float(across), y + float(up or 0)
        (picture.stream.line_to if letter == "h" else picture.stream.move_to)(x, y)


EXTENTS = ffi.new("PangoRectangle *")


def _line_size(line: Any, style: Any) -> tuple[float, float]:
    """Return the width and the height of a line of text."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, EXTENTS)
    spacing = style["letter_spacing"]
    width = EXTENTS.width * FROM_UNITS
    return width if spacing == "normal" else width + spacing, EXTENTS.height * FROM_UNITS


_set_up_anew = line_break.Layout.setup


def _set_up(self: Any, style: Any) -> None:
    """Begin a line, in the context of its style if that only chooses a font and a language."""
    known = vars(style)
    if "context" not in known:
        is_plain = all(style[name] == INITIAL_VALUES[name] for name in FEATURES)
        is_plain = is_plain and style["text_decoration_line"] == "none" and bool(style["lang"])
        known["context"] = _context(style) if is_plain else None
    if known["context"] is None:
        _set_up_anew(self, style)
        return
    context, self.language = known["context"]
    self.style, self.first_line_direction = style, 0
    self.ascent = self.underline_position = self.strikethrough_position = None
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, line_break.get_font_description(style))


def _context(style: Any) -> tuple[Any, Any]:
    """Return the context of Pango for the lines of a style, and its language."""
    made = pango.pango_font_map_create_context(style.font_config.font_map)
    context = ffi.gc(made, gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _text = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, language


_set_text = line_break.Layout.set_text
_reactivate = line_break.Layout.reactivate


def _set_text_to_draw(self: Any, text: str, justify: bool = False) -> None:
    """Set the text of a line as it is drawn, so that it need not be shaped anew for that."""
    if not hasattr(self, "is_drawn"):  # A text that is cut for an ellipsis is set while drawn.
        is_one = not SEPARATOR.search(text)
        line_break.pango.pango_layout_set_single_paragraph_mode(self.layout, is_one)
    _set_text(self, text, justify)


def _reactivate_if_gone(self: Any, style: Any) -> None:
    """Lay a line out once more, if it is drawn otherwise than it was laid out."""
    self.is_drawn = True
    if self.justification_spacing or not hasattr(self, "layout"):
        _reactivate(self, style)


_split = line_break.split_first_line


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    *,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Return where a line ends, and its width, at the places at which WeasyPrint returns them."""
    known = vars(style)
    if "measured" not in known:
        known["measured"] = str([style[name] for name in MEASURED])
    widths = vars(style.font_config).setdefault("line_widths", {})
    key = (text, known["measured"], max_width, justification_spacing, is_line_start, minimum)
    if key not in widths:
        if len(widths) > MOST_WIDTHS:
            widths.clear()
        found = _split(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        widths[key] = (None, None, *found[2:4], None, None)
    return widths[key]

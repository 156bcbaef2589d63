"""Shortcuts through WeasyPrint for a process that only prints: the same pages in less time.

WeasyPrint looks up each property of each element in the same long way, and measures the same words
again and again. Replaces private names of WeasyPrint, so they are taken only in the versions with
which `tests/typeset/test_shortcuts.py` has printed the same bytes with and without them:

* `HTML._ua_stylesheets`: the style sheet of HTML, which gives six pseudo-elements to each element,
  if `Engine.parse` has found nothing in a sheet that needs them;
* `ComputedStyle.__missing__`: the value of a property, where no rule sets it, or to a length;
* `layout.percent.resolve_one_percentage`: a length in pixels;
* `text.line_break.get_font_description`: what Pango must know of a font;
* `text.line_break.Layout`: a line that is kept as it was laid out, until it is drawn;
* `layout.preferred.split_first_line`: the width of words, for tables, markers and inline blocks.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from weasyprint import CSS, HTML, css
from weasyprint.css import COMPUTER_FUNCTIONS, INHERITED, INITIAL_VALUES, PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_NOT_COMPUTED, Dimension
from weasyprint.layout import percent, preferred
from weasyprint.text import line_break

UNUSED = re.compile(r"^::(foot)?note-.*\n", re.MULTILINE)
"""Rules of pseudo-elements that usual sheets do not have."""
SEPARATOR = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What begins another line, in a text that is not drawn yet."""
MOST_WIDTHS = 20_000
"""Widths that are remembered for the fonts of one engine."""
MEASURED = (
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override", "lang"),
    *("direction", "letter_spacing", "word_spacing", "white_space", "tab_size", "word_break"),
    *("overflow_wrap", "hyphens", "hyphenate_character", "hyphenate_limit_chars"),
    "hyphenate_limit_zone",
)
"""Properties that decide how wide a line of text is, and where it ends."""
SPECIAL = {"display", "float", "position", "page", "direction"}
"""Properties whose values depend on one another."""
PLAIN = {
    name for name in INITIAL_VALUES.keys() - SPECIAL if not name.startswith("text_decoration_")
}
FROM_PARENT = PLAIN & INHERITED - PHYSICAL_FUNCTIONS.keys()
LOGICAL = {
    side: {name: of(block="ttb", inline=side) for name, of in PHYSICAL_FUNCTIONS.items()}
    for side in ("ltr", "rtl")
}
"""The name of each property that has one for lines that run in a direction, by both."""


def take_shortcuts() -> None:
    """Put the shortcuts in place of what WeasyPrint does, for the life of this process."""
    for home, name, function in shortcuts():
        setattr(home, name, function)


def shortcuts() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (HTML, "_ua_stylesheets", _style_sheets_of_html),
        (css.ComputedStyle, "__missing__", _missing),
        (percent, "resolve_one_percentage", _resolve_one_percentage),
        (line_break, "get_font_description", _font_description),
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


_compute = css.ComputedStyle.__missing__


def _missing(self: Any, name: str) -> Any:
    """Return the value of a property that was not asked for before."""
    if name in FROM_PARENT and name not in self.cascaded and self.parent_style is not None:
        self[name] = value = self.parent_style[name]
        return value
    if name not in PLAIN or LOGICAL[self["direction"]].get(name) in self.cascaded:
        return _compute(self, name)
    if name in self.cascaded:
        value = self.cascaded[name][0]
        if value.__class__ is not Dimension:  # It may ask for other properties.
            return _compute(self, name)
    elif name in INHERITED:
        return _compute(self, name)
    else:
        value = INITIAL_VALUES[name]
        if name not in INITIAL_NOT_COMPUTED:
            self[name] = value
            return value
    if name in COMPUTER_FUNCTIONS:
        value = COMPUTER_FUNCTIONS[name](self, name, value)
    self[name] = value
    return value


_resolve = percent.resolve_one_percentage


def _resolve_one_percentage(box: Any, name: str, whole: Any) -> None:
    """Give a box the length of a property, as most are: in pixels, or as a share of the whole."""
    value = box.style[name]
    if value.__class__ is Dimension and value.unit == "px":
        setattr(box, name, value.value)
    else:
        _resolve(box, name, whole)


_describe = line_break.get_font_description


def _font_description(style: Any) -> Any:
    """Return what Pango must know of the font of a style, made once for each."""
    known = vars(style)
    if "font_description" not in known:
        known["font_description"] = _describe(style)
    return known["font_description"]


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

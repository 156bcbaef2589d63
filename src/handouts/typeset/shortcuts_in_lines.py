"""Shortcuts through what WeasyPrint does for each line of text, with Pango.

It begins each line anew, measures the same words again and again, and lays each line out once more
to draw it:

* `text.line_break.Layout`: a line begins in a context of Pango that its style has once, and is kept
  as it was laid out, until it is drawn;
* `text.line_break.get_font_description`: what Pango must know of a font;
* `text.line_break.strut`: the height of a line, and its base line;
* `text.line_break.line_size`: the size of a line, read by way of one rectangle;
* `layout.preferred.split_first_line`: the width of words, for tables, markers and inline blocks.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.css import INITIAL_VALUES
from weasyprint.layout import preferred
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p

SEPARATOR = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What begins another line, in a text that is not drawn yet."""
MOST_WIDTHS = 20_000
"""Widths that are remembered for the fonts of one engine."""
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
EXTENTS = ffi.new("PangoRectangle *")


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (line_break.Layout, "setup", _set_up),
        (line_break.Layout, "set_text", _set_text_to_draw),
        (line_break.Layout, "deactivate", lambda _: None),
        (line_break.Layout, "reactivate", _reactivate_if_gone),
        (line_break, "get_font_description", _once_for_a_style(line_break.get_font_description)),
        (line_break, "strut", _once_for_a_style(line_break.strut)),
        (line_break, "line_size", _line_size),
        (preferred, "split_first_line", _split_first_line),
    ]


def _once_for_a_style(function: Any) -> Any:
    """Return a function of a style that is called once for each."""

    def remembered(style: Any) -> Any:
        known = vars(style)
        if function not in known:
            known[function] = function(style)
        return known[function]

    return remembered


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
        pango.pango_layout_set_single_paragraph_mode(self.layout, is_one)
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

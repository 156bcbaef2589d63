"""Shortcuts through what WeasyPrint does for each line of text, with Pango.

It begins each line anew, measures the same words again and again, and lays each line out once more
to draw it:

* `text.line_break.Layout`: a line begins in a context of Pango that its font has once, and is kept
  as it was laid out, until it is drawn;
* `text.line_break.get_font_description`: what Pango must know of a font;
* `text.line_break.strut`: the height of a line, and its base line;
* `text.line_break.split_first_line`: where a line of plain text ends, or that of a marker;
* `text.line_break.line_size`: the size of a line, read by way of one rectangle;
* `layout.preferred.split_first_line`: the width of words, for tables, markers and inline blocks.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any

from weasyprint.css import INITIAL_VALUES
from weasyprint.layout import preferred
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION, PANGO_WRAP_MODE
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango, unicode_to_char_p

from handouts.typeset.shortcuts_in_styles import inherited_from

SEPARATOR = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What begins another line, in a text that is not drawn yet."""
MOST_WIDTHS = 20_000
"""Widths that are remembered for the fonts of one engine."""
MOST_FONTS = 1_000
"""Fonts, in one size and language each, that are remembered for one engine."""
TO_LEFT = "\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069"
"""What runs from right to left, or may let other text run so; more of it is among `RARE`."""
RARE = "\u0e00-\u0fff\u1100-\u11ff\u1780-\u17ff\u2e80-\U0010ffff"
"""Scripts without spaces between words, and pictographs: these are in fonts of their own."""
UNUSUAL = re.compile(rf"[\0\t\xad{TO_LEFT}{RARE}{SEPARATOR.pattern[1:]}")
"""What is not plain text: tabs, soft hyphens, and what ends lines in another way."""
WRAPPED = {"normal", "pre-wrap"}
WORD = re.compile(r"[0-9A-Za-zÀ-ɏ'’]+[,.;:?!)]?(?= [0-9A-Za-zÀ-ɏ])")
"""A word in which no line may end, but after which one may."""
MOST_MARKERS, MOST_IN_MARKER = 1_000, 5
"""Markers of lists that are remembered for a font, and characters of such a marker."""
MOST_WIDTH = 2**21
"""Pixels from which on WeasyPrint lets a line be as long as it is."""
MOST_IN_LINE = 2.8
"""Characters that stand in a line, for each em of its width."""
CLOSE = TO_UNITS // 2
"""How near to the end of its room a line ends of which WeasyPrint decides whether it fits."""
FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_language_override"),
)
"""Properties that change how a font is used, and that most styles leave as they are."""
PLAIN = tuple(INITIAL_VALUES[name] for name in FEATURES)
FONT = frozenset(FEATURES) | {
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight"),
    *("font_variation_settings", "lang", "direction"),
}
"""Properties that decide how Pango begins a line. All are inherited, as those of a text are."""
TEXT = FONT | {
    *("letter_spacing", "word_spacing", "white_space", "tab_size", "word_break", "overflow_wrap"),
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
}
"""Properties that decide how wide a line of text is, and where it ends."""
EXTENTS = ffi.new("PangoRectangle *")
POSITION = ffi.new("int *")
TRAILING = ffi.new("int *")
ffi.cdef("void pango_layout_line_index_to_x (PangoLayoutLine *, int, gboolean, int *);")
ffi.cdef("gboolean pango_layout_line_x_to_index (PangoLayoutLine *, int, int *, int *);")


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (line_break.Layout, "setup", _set_up),
        (line_break.Layout, "set_text", _set_text_to_draw),
        (line_break.Layout, "deactivate", lambda _: None),
        (line_break.Layout, "reactivate", _reactivate_if_gone),
        (line_break, "get_font_description", _font_description),
        (line_break, "strut", _strut),
        (line_break, "line_size", _line_size),
        (line_break, "split_first_line", _split_line),
        (preferred, "split_first_line", _split_first_line),
    ]


def _shared(style: Any, names: frozenset[str]) -> dict[Any, Any]:
    """Return what is remembered for all styles that have the same values of some properties.

    :param names: properties that are inherited
    """
    known: dict[Any, Any] = vars(style)
    if names not in known:
        known[names] = _shared_anew(style, names)
    shared: dict[Any, Any] = known[names]
    return shared


def _shared_anew(style: Any, names: frozenset[str]) -> dict[Any, Any]:
    has_parent = getattr(style, "parent_style", None) is not None  # Text in SVG has none.
    inherited = inherited_from(style) if has_parent else None
    known: dict[Any, Any] = {} if inherited is None else vars(inherited)
    if names not in known:
        fonts: dict[Any, Any] = vars(style.font_config).setdefault("shared", {})
        if len(fonts) > MOST_FONTS:
            fonts.clear()
        key = (names, str(itemgetter(*names)(style)))
        known[names] = fonts.setdefault(key, {"key": object()})
    shared: dict[Any, Any] = known[names]
    return shared


_describe = line_break.get_font_description


def _font_description(style: Any) -> Any:
    """Return a font as Pango describes it."""
    known = _shared(style, FONT)
    if "description" not in known:
        known["description"] = _describe(style)
    return known["description"]


_calculate_strut = line_break.strut


def _strut(style: Any) -> Any:
    """Return the height of a line and its base line."""
    known = vars(style)
    if "strut" not in known:
        struts = _shared(style, FONT).setdefault("struts", {})
        height = style["line_height"]
        if height not in struts:
            struts[height] = _calculate_strut(style)
        known["strut"] = struts[height]
    return known["strut"]


def _line_size(line: Any, style: Any) -> tuple[float, float]:
    """Return the width and the height of a line of text."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, EXTENTS)
    spacing = style["letter_spacing"]
    width = EXTENTS.width * FROM_UNITS
    return width if spacing == "normal" else width + spacing, EXTENTS.height * FROM_UNITS


_set_up_anew = line_break.Layout.setup


def _set_up(self: Any, style: Any) -> None:
    """Begin a line, in the context of its font if that has no features or lines."""
    known = _shared(style, FONT)
    if "context" not in known:
        is_plain = itemgetter(*FEATURES)(style) == PLAIN and style["lang"]
        known["context"] = _context(style) if is_plain else None
    if known["context"] is None or style["text_decoration_line"] != "none":
        _set_up_anew(self, style)
        return
    context, self.language, description = known["context"]
    self.style, self.first_line_direction = style, 0
    self.ascent = self.underline_position = self.strikethrough_position = None
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, description)


def _context(style: Any) -> tuple[Any, Any, Any]:
    """Return the context of Pango for the lines of a font, its language, and the font."""
    made = pango.pango_font_map_create_context(style.font_config.font_map)
    context = ffi.gc(made, gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _text = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, language, _font_description(style)


_reactivate = line_break.Layout.reactivate


_set_text = line_break.Layout.set_text


def _set_text_to_draw(self: Any, text: str, justify: bool = False) -> None:
    """Set the text of a line as it is drawn, so that it need not be shaped anew for that."""
    if "is_plain" in vars(self):
        self.text = text
        pango.pango_layout_set_text(self.layout, text.encode(), -1)
        return
    if hasattr(self, "is_drawn"):
        # A text is cut for an ellipsis between its words, where a word was parted too.
        pango.pango_layout_set_wrap(self.layout, PANGO_WRAP_MODE["WRAP_WORD"])
    else:
        is_one = not SEPARATOR.search(text)
        pango.pango_layout_set_single_paragraph_mode(self.layout, is_one)
    _set_text(self, text, justify)


def _reactivate_if_gone(self: Any, style: Any) -> None:
    """Lay a line out once more, if it is drawn otherwise than it was laid out."""
    self.is_drawn = True
    if self.justification_spacing or not hasattr(self, "layout"):
        _reactivate(self, style)


_split = line_break.split_first_line


def _split_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Return where a line ends, in fewer steps if its text is plain."""
    found = None
    if len(text) <= MOST_IN_MARKER and not spacing and _is_of_marker(style):
        return _split_marker(text, style, context, max_width, is_line_start, minimum)
    is_limited = max_width is not None and 0 < max_width < MOST_WIDTH
    if is_limited and not spacing and _is_plain(text, style):
        found = _split_plain(text, style, max_width)
    return found or _split(text, style, context, max_width, spacing, is_line_start, minimum)


def _is_of_marker(style: Any) -> bool:
    """Return whether a style is that of a marker beside its list, which has no lines.

    Other texts may be cut for an ellipsis where they are drawn, or drawn with lines.
    """
    marker = getattr(style, "parent_style", None)
    return (
        getattr(marker, "pseudo_type", None) == "marker"
        and style["list_style_position"] == "outside"
        and style["text_decoration_line"] == "none"
    )


def _split_marker(text: str, style: Any, context: Any, *given: Any) -> Any:
    """Return where the line of a marker ends, which has the same text as others of its list."""
    known = _shared(style, TEXT).setdefault("markers", {})
    if (text, *given) not in known:
        if len(known) > MOST_MARKERS:
            known.clear()
        width, *others = given
        known[text, *given] = _split(text, style, context, width, 0, *others)
    layout, *found = known[text, *given]
    own = object.__new__(line_break.Layout)  # Each is drawn, and noted, in its place.
    vars(own).update(vars(layout))
    return own, *found


def _is_plain(text: str, style: Any) -> bool:
    """Return whether no hyphens or spacing are added to a text that runs from left to right."""
    known = _shared(style, TEXT)
    if "is_plain" not in known:
        is_plain = style["white_space"] in WRAPPED and style["hyphens"] != "auto"
        is_plain = is_plain and style["letter_spacing"] == "normal" and not style["word_spacing"]
        known["is_plain"] = is_plain and style["direction"] == "ltr" and style["font_size"] > 1
    return bool(known["is_plain"] and not UNUSUAL.search(text))


def _split_plain(text: str, style: Any, max_width: Any) -> Any:
    """Return where a line of plain text ends; nothing if the next word might stand on it too.

    WeasyPrint gives more of a text to Pango, and always lays the line out with the next word too.
    """
    layout = line_break.Layout(style, 0, max_width)
    layout.is_plain = True
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    layout.set_text(text[: int(max_width / style["font_size"] * MOST_IN_LINE)])
    line, _ = layout.get_first_line()
    width, _ = _line_size(line, style)
    end = None
    if width > max_width:
        end = _end_of_line(layout, line, max_width) if style["white_space"] == "normal" else None
        if end is None:
            return None
        layout.set_text(text[:end].rstrip(" "))
        line, _ = layout.get_first_line()
    elif len(layout.text) < len(text):
        return None
    layout, length, _, *size = line_break.first_line_metrics(line, text, layout, None, True, style)
    return layout, length, end and len(text[:end].encode()), *size


def _end_of_line(layout: Any, line: Any, max_width: float) -> int | None:
    """Return where the next line begins, if what is before certainly fits, and no more does."""
    limit, text = int(max_width * TO_UNITS), layout.text
    pango.pango_layout_line_x_to_index(line, limit, POSITION, TRAILING)
    last = len(text.encode()[: POSITION[0]].decode())
    may_end = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    end = last + (text[last] == " ")
    while end and not may_end[end].is_line_break:
        end -= 1
    after = end + 1
    while after < len(text) and not may_end[after].is_line_break:
        after += 1
    places = []
    # Other spaces than the plain one may stand behind the end of a line, or make it too long.
    for part in (text[:end].rstrip(" "), text[:after].rstrip()):
        pango.pango_layout_line_index_to_x(line, len(part.encode()), False, POSITION)
        places.append(POSITION[0])
    is_sure = places[0] <= limit - CLOSE and places[1] >= limit + CLOSE
    return end if end and is_sure else None


def _first_word(text: str, style: Any) -> str | None:
    """Return the first word of a plain text, if it is the first line of the narrowest box."""
    is_parted = style["overflow_wrap"] == "anywhere" or style["word_break"] != "normal"
    if is_parted or style["white_space"] != "normal" or not _is_plain(text, style):
        return None
    word = WORD.match(text)
    return word and word[0]


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
    if max_width == 0 and not justification_spacing and (word := _first_word(text, style)):
        # WeasyPrint lays out the letter after it as well, and then the word twice more.
        _, _, _, width, _, _ = _split_first_line(word, style, context, 0, 0, minimum=minimum)
        return None, None, len(word.encode()) + 1, width, None, None
    widths = vars(style.font_config).setdefault("line_widths", {})
    key = (
        *(text, _shared(style, TEXT)["key"], max_width, justification_spacing),
        *(is_line_start, minimum),
    )
    if key not in widths:
        if len(widths) > MOST_WIDTHS:
            widths.clear()
        found = _split(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        widths[key] = (None, None, *found[2:4], None, None)
    return widths[key]

"""Make ahead what the first sheet of a process needs, for the copies of this process.

All of it is without threads, which do not live on in a copy: Pango, fontconfig and the validator of
PDF/UA start some.
"""

from __future__ import annotations

import importlib

from weasyprint.text import ffi
from weasyprint.urls import URLFetcherResponse

from handouts.files import THEME
from handouts.jobs import THEME_FONTS
from handouts.typeset.constants import with_constants
from handouts.typeset.estimate import advances
from handouts.typeset.rules import parsed
from handouts.typeset.shortcuts_in_styles import style_sheet_of_html

C_TYPES = (
    *("FcChar8 **", "PangoFcFontMap *", "PangoLogAttr[]", "char[4]", "char[]", "hb_tag_t[100]"),
    *("hb_codepoint_t[]", "uintptr_t", "unsigned int *"),
)
"""Names of types that WeasyPrint uses."""
LIBRARIES = ("fontconfig", "gobject", "harfbuzz", "harfbuzz_subset", "pango", "pangoft2")


def make_ahead() -> None:
    """Make what all sheets need."""
    importlib.import_module("handouts.typeset.pictures")
    URLFetcherResponse("handouts:none", b"")  # Imports modules, and compiles expressions.
    for name in C_TYPES:
        ffi.ffi.typeof(name)
    for library in (getattr(ffi, name) for name in LIBRARIES):
        for name in dir(library):
            getattr(library, name, None)  # Finds the function, and its type.
    for font in THEME_FONTS:
        advances(font.path)
    style_sheet_of_html()
    parsed(with_constants((THEME / "sheet.css").read_text(encoding="utf-8")))

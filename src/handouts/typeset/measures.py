"""Read the measures of the theme that decide a sheet's height from its style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from handouts.files import THEME

PROPERTY = re.compile(r"--([\w-]+):[^;]*?([\d.]+)(?:mm|r?em)?\)?\s*(?:;|\Z)")
"""A custom property; its last number is the measure, whatever it is multiplied with."""
IN_MARGIN = frozenset({"ho-logo", "ho-draft", "ho-version"})
"""Classes of what stands in the margins of a page."""


@dataclass(frozen=True)
class Measures:
    """Lengths in the units of the style sheet: millimetres, ems or rems.

    Each is the custom property of `:root` in `sheet.css` with the same name, without `--space`.
    """

    page_top: float
    page_side: float
    page_bottom: float
    page_bottom_numbered: float
    measure: float
    lead_measure: float
    gutter: float
    half: float
    step: float
    group: float
    side: float
    side_gap: float
    h1_size: float
    h1_line: float
    h2_size: float
    alarm_title: float
    heading_line: float
    tight_line: float
    bullet_indent: float
    number_indent: float
    tick_indent: float
    box_top: float
    box_side: float
    box_bottom: float
    cell_top: float
    cell_side: float
    cell_bottom: float
    dots: float
    dots_top: float
    dots_right: float
    wide_dots: float
    interval: float
    interval_right: float
    write_line: float
    run_in: float
    source_gap: float
    imprint_top: float
    imprint_height: float
    imprint_side: float

    @classmethod
    def read(cls, css: str = "") -> Measures:
        """Return the measures of the theme, and of a project's `css` where it sets them."""
        found: dict[str, str] = {}
        for text in ((THEME / "sheet.css").read_text("utf-8"), css):
            for block in re.findall(r":root\s*\{(.*?)\}", text, re.DOTALL):
                found |= PROPERTY.findall(block)
        # By default all lines have the same measure.
        found.setdefault("lead-measure", found["measure"])
        return cls(*(float(found[field.name.replace("_", "-")]) for field in fields(cls)))

"""Style sheets that put the brand of a project on its sheets and on its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.config.colours import NIGHT, WHITE, lightened, mixed, parse, written
from handouts.jobs import BODY, HEADING

if TYPE_CHECKING:
    from handouts.config.brand import Brand

LOGO_ROOM = 11
"""Millimetres that the margin with the logo has above and below it."""


def sheet_style(brand: Brand) -> str:
    """Return the brand as custom properties for the theme of sheets; nothing without a brand.

    The estimate of a sheet's height reads the same properties.
    """
    found: dict[str, str] = {}
    if brand.accent:
        accent = parse(brand.accent)
        found |= {"accent": brand.accent, "pale": written(mixed(accent, WHITE, 0.91))}
    if brand.logo:
        height = brand.logo_height
        found |= {"logo-height": f"{height:g}mm", "page-top": f"{height + LOGO_ROOM:g}mm"}
    if brand.body_font:
        found["type"] = BODY
    if brand.heading_font:
        found["heading-type"] = HEADING
    values = "".join(f"  --{name}: {value};\n" for name, value in found.items())
    return f":root {{\n{values}}}\n" if values else ""


def site_style(brand: Brand) -> str:
    """Return the same for the theme of the site, in both colour schemes."""
    found = {"logo-height": f"{brand.logo_height:g}mm"}
    if brand.accent:
        accent = parse(brand.accent)
        found |= {
            "accent": brand.accent,
            "accent-dark": written(lightened(accent)),
            "tint": written(mixed(accent, WHITE, 0.93)),
            "tint-dark": written(mixed(accent, NIGHT, 0.82)),
            "answer-dark": written(mixed(accent, NIGHT, 0.45)),
        }
    found |= {f"{one.family.removeprefix('handouts-')}-font": one.family for one in brand.fonts}
    values = "".join(f"  --handouts-{name}: {value};\n" for name, value in found.items())
    return f"{_font_faces(brand)}:root {{\n{values}}}\n"


def _font_faces(brand: Brand) -> str:
    return "".join(
        f'@font-face {{ font-family: "{font.family}"; src: url("{font.path.name}"); '
        f"font-weight: {'400 500' if font.weight == 400 else '600 700'}; font-display: swap; }}\n"
        for font in brand.fonts
    )

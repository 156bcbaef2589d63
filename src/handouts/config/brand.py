"""The brand of a project: colour, logo and type, checked when read, and written as style sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from handouts.config.colours import CONTRAST, NIGHT, WHITE, as_css, contrast, legible, mixed, rgb
from handouts.config.own_files import font_fault
from handouts.config.structures import key, read_structure
from handouts.config.values import Reader, Spot, mapping, reader, text
from handouts.jobs import BODY, HEADING, Font

KINDS = (".svg", ".png")
WORDS = re.compile(rb"<(?:\w+:)?text[\s>]")
"""Words in a drawing that are no shapes."""
LARGEST = 300_000
"""Bytes of a logo: each sheet and each page carries it."""


def _accent(value: object, base: str, spot: Spot) -> str:
    """Return a colour that can be read on white; note the nearest that can for another."""
    if not (isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value)):
        spot.fault(f"expected a colour such as '#7a1f5c', found {value!r}")
        return base
    colour = rgb(value)
    if contrast(colour, WHITE) < CONTRAST:
        near = as_css(legible(colour, WHITE))
        stands = f"{value} stands out from white by {contrast(colour, WHITE):.1f} to 1"
        needs = f"text needs {CONTRAST:g} to 1, on paper and after a photocopier"
        spot.fault(f"{stands}, and {needs}; the nearest that does is {near}")
        return base
    return value.lower()


def _height(value: object) -> float | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)mm", str(value))
    return float(found[1]) if found and 5 <= float(found[1]) <= 30 else None


def _font_files(count: int, expected: str) -> Reader:
    """Return what reads the names of so many files."""

    def names_in(value: object) -> tuple[str, ...] | None:
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list | tuple) and len(names) == count:
            return tuple(map(str, names))
        return None

    return reader(expected, names_in)


@dataclass(frozen=True)
class Brand:
    """The look of a publisher, on sheets and on the site."""

    accent: str = key("colour of headings, links and rules, such as `#7a1f5c`", _accent, default="")
    logo: str = key("an SVG or PNG file, relative to `conf.py`", text, default="")
    logo_alt: str = key("what the logo says, for those who do not see it", text, default="")
    logo_height: float = key(
        "such as `10mm`, on paper and on screens", reader("5mm to 30mm", _height), default=10.0
    )
    body_font: tuple[str, ...] = key(
        "two font files for all text, the ordinary one and the bold one, relative to `conf.py`",
        _font_files(2, "two font files, such as ['Body-Regular.ttf', 'Body-Bold.ttf']"),
        default=(),
    )
    heading_font: tuple[str, ...] = key(
        "a font file for headings",
        _font_files(1, "a font file, such as 'Heading-Bold.ttf'"),
        default=(),
    )
    folder: Path = Path()
    """Where `conf.py` lies."""

    @property
    def fonts(self) -> tuple[Font, ...]:
        """The fonts of the brand, as style sheets name them."""
        body = zip(self.body_font, (400, 700), strict=False)
        return (
            *(Font(self.folder / name, BODY, weight) for name, weight in body),
            *(Font(self.folder / name, HEADING, 700) for name in self.heading_font),
        )

    @property
    def logo_path(self) -> Path | None:
        """The file of the logo, if there is one."""
        return self.folder / self.logo if self.logo else None

    @property
    def logo_name(self) -> str:
        """The name of the logo on the site, or nothing."""
        return f"handouts-logo{Path(self.logo).suffix.lower()}" if self.logo else ""


def read_brand(value: object, base: object, spot: Spot) -> Brand:
    """Return the brand that `conf.py` sets, noting what cannot be used."""
    base = Brand(folder=spot.faults.folder)
    found = read_structure(mapping(value, spot), base, spot)
    if found.logo_path is not None:
        _check_logo(found, found.logo_path, spot)
    for font in found.fonts:
        if fault := font_fault(font.path):
            name = font.family.removeprefix("handouts-") + "-font"
            spot.inside(name).fault(fault)
    return found


def _check_logo(brand: Brand, path: Path, brand_spot: Spot) -> None:
    spot = brand_spot.inside("logo")
    if path.suffix.lower() not in KINDS:
        spot.fault(f"expected an .svg or .png file, found {brand.logo!r}")
    elif not path.is_file():
        spot.fault(f"no file {brand.logo!r} next to conf.py")
    elif path.stat().st_size > LARGEST:
        size = path.stat().st_size // 1000
        spot.fault(f"{brand.logo!r} has {size} KB; give one of at most {LARGEST // 1000} KB")
    elif path.suffix.lower() == ".svg" and WORDS.search(path.read_bytes()):
        spot.fault(
            f"{brand.logo!r} has words that are text, which look different where their typeface is "
            "missing; save them as paths (in Inkscape: Path, Object to Path)"
        )
    elif path.suffix.lower() == ".png" and path.read_bytes()[:8] != b"\x89PNG\r\n\x1a\n":
        spot.fault(f"{brand.logo!r} is no PNG picture")
    if not brand.logo_alt:
        brand_spot.inside("logo-alt").fault("say what the logo says, such as 'Knee Clinic'")


LOGO_ROOM = 11
"""Millimetres that the margin with the logo has above and below it."""


def sheet_style(brand: Brand) -> str:
    """Return the brand as custom properties for the theme of sheets; nothing without a brand.

    The estimate of a sheet's height reads the same properties.
    """
    found: dict[str, str] = {}
    if brand.accent:
        accent = rgb(brand.accent)
        found |= {"accent": brand.accent, "pale": as_css(mixed(accent, WHITE, 0.91))}
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
        accent = rgb(brand.accent)
        found |= {
            "accent": brand.accent,
            "accent-dark": as_css(legible(accent, NIGHT)),
            "tint": as_css(mixed(accent, WHITE, 0.93)),
            "tint-dark": as_css(mixed(accent, NIGHT, 0.82)),
            "answer-dark": as_css(mixed(accent, NIGHT, 0.45)),
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

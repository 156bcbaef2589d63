"""The brand of a project: its colour and its logo, checked when the configuration is read."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.config.validate import key, mapping, read_structure, text

if TYPE_CHECKING:
    from handouts.config.validate import Faults

WHITE, NIGHT = (255, 255, 255), (16, 23, 28)
"""What text stands on, by day and by night."""
CONTRAST = 7.0
"""Of text and its ground, by WCAG 2.2 AAA; so dark a colour also stays black on a photocopy."""
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
LARGEST = 300_000
"""Bytes of a logo: each sheet and each page carries it."""

Colour = tuple[int, int, int]


def _accent(value: object, base: Any, where: str, faults: Faults) -> Any:
    """Return a colour that can be read on white; say which one nearby can."""
    if not (isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value)):
        faults.add(where, f"expected a colour such as '#7a1f5c', found {value!r}")
        return base
    colour = parse(value)
    if contrast(colour, WHITE) < CONTRAST:
        near = written(_darkened(colour))
        faults.add(
            where,
            f"{value} stands out from white by {contrast(colour, WHITE):.1f} to 1, and text needs "
            f"{CONTRAST:g} to 1, on paper and after a photocopier; the nearest that does is {near}",
        )
        return base
    return value.lower()


def _height(value: object, base: Any, where: str, faults: Faults) -> Any:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)mm", str(value))
    if found and 5 <= float(found[1]) <= 30:
        return float(found[1])
    faults.add(where, f"expected 5mm to 30mm, found {value!r}")
    return base


@dataclass(frozen=True)
class Brand:
    """What makes a site and its sheets look like those of their publisher."""

    accent: str = field(
        default="",
        metadata=key("colour of headings, links and rules, such as `#7a1f5c`", _accent),
    )
    logo: str = field(default="", metadata=key("an SVG or PNG file, relative to `conf.py`", text))
    logo_alt: str = field(
        default="", metadata=key("what the logo says, for those who do not see it", text)
    )
    logo_height: float = field(
        default=10.0, metadata=key("such as `10mm`, on paper and on screens", _height)
    )
    folder: Path = Path()
    """Where `conf.py` lies."""

    @property
    def logo_path(self) -> Path | None:
        """Return the file of the logo, if there is one."""
        return self.folder / self.logo if self.logo else None

    @property
    def logo_name(self) -> str:
        """Return the name of the logo on the site, or nothing."""
        return f"handouts-logo{Path(self.logo).suffix.lower()}" if self.logo else ""


def read_brand(value: object, confdir: Path, faults: Faults) -> Brand:
    """Return the brand that `conf.py` sets, noting in `faults` what cannot be used."""
    where = "handouts_brand"
    found = read_structure(mapping(value, where, faults), Brand(folder=confdir), where, faults)
    if found.logo_path is not None:
        _check_logo(found, found.logo_path, faults)
    return found


def _check_logo(brand: Brand, path: Path, faults: Faults) -> None:
    where = "handouts_brand['logo']"
    if path.suffix.lower() not in KINDS:
        faults.add(where, f"expected an .svg or .png file, found {brand.logo!r}")
    elif not path.is_file():
        faults.add(where, f"no file {brand.logo!r} next to conf.py")
    elif path.stat().st_size > LARGEST:
        size = path.stat().st_size // 1000
        faults.add(where, f"{brand.logo!r} has {size} KB; give one of at most {LARGEST // 1000} KB")
    elif path.suffix.lower() == ".png" and path.read_bytes()[:8] != b"\x89PNG\r\n\x1a\n":
        faults.add(where, f"{brand.logo!r} is no PNG picture")
    if not brand.logo_alt:
        faults.add("handouts_brand['logo-alt']", "say what the logo says, such as 'Knee Clinic'")


# Colours.


def parse(value: str) -> Colour:
    """Return the parts of a colour from 0 to 255, of `#rrggbb`."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def written(colour: Colour) -> str:
    """Return a colour as CSS writes it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return a colour with a share of another, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 to 1."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return how far two colours stand apart, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _darkened(colour: Colour) -> Colour:
    """Return the lightest shade of a colour that can be read on white."""
    shades = (mixed(colour, (0, 0, 0), step / 100) for step in range(101))
    return next(shade for shade in shades if contrast(shade, WHITE) >= CONTRAST)


def lightened(colour: Colour) -> Colour:
    """Return the darkest tint of a colour that can be read at night."""
    tints = (mixed(colour, WHITE, step / 100) for step in range(101))
    return next(tint for tint in tints if contrast(tint, NIGHT) >= CONTRAST)


# Style sheets.


def sheet_style(brand: Brand) -> str:
    """Return what the theme of sheets is to follow, as CSS; nothing without a brand.

    The logo stands in the margin above the page, which grows by it. It is decoration there: the
    foot of each sheet names the publisher in words.
    """
    rules = []
    if brand.accent:
        pale = written(mixed(parse(brand.accent), WHITE, 0.91))
        rules.append(f":root {{ --accent: {brand.accent}; --pale: {pale}; }}")
    if brand.logo_path is not None:
        kind = KINDS[brand.logo_path.suffix.lower()]
        data = base64.b64encode(brand.logo_path.read_bytes()).decode()
        height = brand.logo_height
        rules += [
            f":root {{ --page-top: {height + 9:g}mm; }}",
            "@page { @top-left { content: ''; width: 100%; height: 100%; "
            f"background: url(data:{kind};base64,{data}) left 0 top 6mm / auto {height:g}mm "
            "no-repeat; } }",
        ]
    return "\n".join(rules)


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
    values = "".join(f"  --handouts-{name}: {value};\n" for name, value in found.items())
    return f":root {{\n{values}}}\n"

"""Contrast of two colours, and the nearest legible shade or tint of a colour."""

from __future__ import annotations

import colorsys

WHITE, NIGHT = (255, 255, 255), (16, 23, 28)
"""Backgrounds of text in the light and in the dark colour scheme."""
CONTRAST = 7.0
"""Of text and its background, by WCAG 2.2 AAA. In a copy of one bit such a text is black too."""

Colour = tuple[int, int, int]


def rgb(value: str) -> Colour:
    """Return the parts of a colour from 0 to 255, of `#rrggbb`."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def as_css(colour: Colour) -> str:
    """Return a colour as CSS writes it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return a colour with a share of another, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 to 1."""
    shares = [part / 255 for part in colour]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: Colour, background: Colour) -> Colour:
    """Return the nearest colour of the same hue that can be read on `WHITE` or on `NIGHT`."""
    end = 0 if background == WHITE else 1  # The way to black, or to white.
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    shades = (
        from_shares(*colorsys.hls_to_rgb(hue, light + (end - light) * step / 100, saturation))
        for step in range(101)
    )
    return next(shade for shade in shades if contrast(shade, background) >= CONTRAST)


def from_shares(red: float, green: float, blue: float) -> Colour:
    """Return a colour whose parts are given from 0 to 1."""
    return round(255 * red), round(255 * green), round(255 * blue)

"""Draw QR codes as SVG."""

from __future__ import annotations

import contextlib
import functools
import re
from typing import Any

import zxingcpp

SVG = "http://www.w3.org/2000/svg"
DARK = re.compile(rb"\0+")
"""Pixels of dark modules of a QR code."""


@functools.lru_cache(maxsize=16)  # All editions of a handout show the same.
def draw_qr_code(address: str) -> bytes:
    """Return a picture as SVG, without a size or an edge of its own.

    :raises ValueError: if the address is longer than any code can hold
    """
    modules: Any = strongest_code(address).to_image(scale=1, add_quiet_zones=False)
    side, _ = modules.shape
    dots = bytes(modules)
    # A line for each run of dark modules in a row.
    lines = "".join(
        f"M{run.start()} {row}.5h{len(run[0])}"
        for row in range(side)
        for run in DARK.finditer(dots[row * side : (row + 1) * side])
    )
    box = f'viewBox="0 0 {side} {side}"'
    return f'<svg xmlns="{SVG}" {box}><path stroke="#000" d="{lines}"/></svg>'.encode()


def strongest_code(address: str) -> zxingcpp.Barcode:
    """Return the code that corrects most, with no more modules than a plain one of level M.

    A run of capitals, digits and some marks takes 5.5 bits a character; small letters take 8.

    :raises ValueError: if the address is longer than any code can hold
    """
    create = functools.partial(zxingcpp.create_barcode, format=zxingcpp.BarcodeFormat.QRCode)
    version = version_of_plain(len(address.encode()))
    for level in ("H", "Q"):
        with contextlib.suppress(ValueError):
            return create(address, ec_level=level, version=version)
    return create(address, ec_level="M")


@functools.cache
def version_of_plain(length: int) -> int:
    """Return the version of a code of level M with so many small letters."""
    letters, qr_code = "a" * length, zxingcpp.BarcodeFormat.QRCode
    return version_of(zxingcpp.create_barcode(letters, format=qr_code, ec_level="M"))


def version_of(code: zxingcpp.Barcode) -> int:
    """Return the version of a code, which says how many modules it has."""
    side, _ = code.to_image(scale=1, add_quiet_zones=False).shape
    return int(side - 17) // 4

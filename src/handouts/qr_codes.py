"""Draw an address as a QR code. Knows nothing of sheets."""

from __future__ import annotations

import io

import segno


def draw_qr_code(address: str) -> bytes:
    """Return a picture as SVG, without a size or an edge of its own.

    Raises ValueError if the address is longer than any code can hold.
    """
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", border=0, omitsize=True, xmldecl=False)
    return picture.getvalue()

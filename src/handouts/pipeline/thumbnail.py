"""A picture of a sheet, drawn from its PDF for the web.

Knows the PDF reader and pictures; nothing of Sphinx or of what the sheet says.
"""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from PIL import Image

WIDTH = 600
"""Pixels: twice what a page of the site shows, for screens with small ones."""
COLOURS = 16
"""As many as text in two colours and a tint need, with the edges of letters smooth."""


def first_page(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG picture, the same for the same file."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    # Of the ways to choose colours this one takes a quarter of the time, and looks the same.
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    data = io.BytesIO()
    few.save(data, "PNG", bits=4)
    return data.getvalue()

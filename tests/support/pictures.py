"""The pictures of the README: made from what is printed, and compared with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from finished import text_of_pdf
from handout_pages import page_text

FOLDER = Path(__file__).parents[2] / ".github" / "pictures"
SHEETS = ("patients", "referrers")
WIDTH, COLOURS = 620, 48
MOST_BYTES = 150_000
MOST_DIFFERENT = 0.01
"""Share of the pixels that another version of an engine may draw otherwise."""


def sheet_picture(pdf: Path) -> Image.Image:
    """Return the first page of a sheet."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    page = document[0]
    return page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")


def digest_of_sheet(pdf: Path) -> str:
    """Return a digest of the words of a sheet."""
    return _digest(text_of_pdf(pdf.read_bytes()))


def digest_of_page(html: str) -> str:
    """Return a digest of the words of a page of the site, but for sizes of files."""
    return _digest("".join(one for one in page_text(html) if not one.isdigit()))


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def save(picture: Image.Image, name: str, digest: str) -> None:
    """Keep a picture of the README with the digest of the words that it shows."""
    FOLDER.mkdir(exist_ok=True)
    info = PngInfo()
    info.add_text("words", digest)
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True, pnginfo=info)


def digest_of_picture(name: str) -> str:
    """Return the digest that a picture was kept with."""
    kept: Mapping[str, str] = Image.open(FOLDER / f"{name}.png").text
    return kept["words"]


def difference(name: str, now: Image.Image) -> float:
    """Return the share of the pixels of a picture that are clearly lighter or darker now."""
    before = Image.open(FOLDER / f"{name}.png").convert("L")
    if before.size != now.size:
        return 1.0
    counts = ImageChops.difference(before, now.convert("L")).histogram()
    return sum(counts[80:]) / sum(counts)

"""Pictures as data: read from inside the project, measured before anything draws them."""

from __future__ import annotations

import base64
import io
import os
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageFile, UnidentifiedImageError

MOST_PIXELS = 25_000_000
"""A picture of 12,000 × 12,000 took 6.5 s and 1.1 GB to lay out; print needs far less."""
MOST_BYTES = 10_000_000
KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
FORBIDDEN_SVG = re.compile(
    rb"<!ENTITY|<!DOCTYPE[^>]*\[|<\s*(?:\w+:)?(?:script|foreignObject|use|image|iframe)\b"
    rb"|<[^<>]*\son\w+\s*=|\bhref\s*=\s*[\"'](?!#)|@import|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""Parts of SVG that can reach out of the file, run, or multiply without end."""


class PictureError(Exception):
    """A picture that cannot be printed; the message says why and what to do."""


def picture_as_data(root: Path, name: str) -> str:
    """Return the picture `name`, a path relative to `root`, as a data address.

    Raises PictureError for a file that is missing, outside `root`, of an unknown kind, too
    large, or that cannot be read.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\", name):
        raise PictureError(f"picture '{name[:60]}' is an address; put the file into the project")
    # Unlike Path.resolve, this takes a link to itself; opening it then fails in a plain way.
    path = Path(os.path.realpath(root / name))
    if not path.is_relative_to(root.resolve()):
        raise PictureError(f"picture '{name}' lies outside the project; copy it into the project")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise PictureError(f"picture '{name}' is none of {', '.join(sorted(KINDS))}")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PictureError(f"picture '{name}' is larger than {MOST_BYTES // 10**6} megabytes")
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"picture '{name}' cannot be read: {error.strerror}") from error
    look = _look_at_svg if kind == "image/svg+xml" else _look_at_pixels
    look(name, data)
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _look_at_pixels(name: str, data: bytes) -> None:
    most = f"at most {MOST_PIXELS // 10**6} megapixels can be printed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # We say it better.
            picture = Image.open(io.BytesIO(data))
        with picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise PictureError(f"picture '{name}' is {width} × {height} pixels; {most}")
            _load_whole(picture)
    except Image.DecompressionBombError as error:
        raise PictureError(f"picture '{name}' has far too many pixels; {most}") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureError(
            f"picture '{name}' cannot be decoded ({error}); save it again"
        ) from error


def _load_whole(picture: Image.Image) -> None:
    # The layout engine, where it is loaded, has Pillow fill up what is missing of a picture.
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _look_at_svg(name: str, data: bytes) -> None:
    found = FORBIDDEN_SVG.search(data)
    if found:
        part = found[0].decode("utf-8", "replace").strip("<\"'= ")
        raise PictureError(
            f"picture '{name}' contains '{part}', which a sheet does not take: "
            "save it as plain SVG with shapes and text only"
        )
    # In another encoding the search above would find nothing.
    if not re.search(rb"<\s*(?:\w+:)?svg\b", data):
        raise PictureError(f"picture '{name}' is not an SVG file")
    try:
        ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise PictureError(f"picture '{name}' is not well-formed SVG: {error}") from error

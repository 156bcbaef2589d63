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
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""Formats that Pillow may open, whatever a file is called: for others, such as EPS, it would run a
program on the file's content."""
MOST_SVG_BYTES = 500_000
"""A drawing of eight megabytes took over a minute to draw."""
MOST_SHAPES = 10_000
PROLOGUE = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[|<\?xml-stylesheet", re.IGNORECASE)
"""Parts of XML that multiply without end, or reach out of the file, before the drawing begins."""
FORBIDDEN_TAGS = {"script", "foreignobject", "use", "image", "feimage", "iframe"}
REACHES = re.compile(r"@import|url\(\s*+[\"']?+(?!#)|\\", re.IGNORECASE)
"""What of a style leads out of the file; a backslash could hide it."""


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
    if kind == "image/svg+xml":
        _look_at_svg(name, data)
    else:
        kind = f"image/{_look_at_pixels(name, data).lower()}"
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _look_at_pixels(name: str, data: bytes) -> str:
    """Return the format that the content has; the name of a file proves nothing."""
    most = f"at most {MOST_PIXELS // 10**6} megapixels can be printed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # We say it better.
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
        with picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise PictureError(f"picture '{name}' is {width} × {height} pixels; {most}")
            _load_whole(picture)
            # Several pictures in one JPEG file, as cameras write them; the first is drawn.
            return "JPEG" if picture.format == "MPO" else str(picture.format)
    except Image.DecompressionBombError as error:
        raise PictureError(f"picture '{name}' has far too many pixels; {most}") from error
    except UnidentifiedImageError as error:
        # Its own message tells where in memory the file was.
        raise PictureError(
            f"picture '{name}' cannot be decoded: its content is none of {', '.join(FORMATS)}; "
            "save it again"
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
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
    if len(data) > MOST_SVG_BYTES:
        raise PictureError(
            f"picture '{name}' is larger than {MOST_SVG_BYTES // 1000} kilobytes, too much for a "
            "drawing; simplify it, or save it as PNG"
        )
    if b"\0" in data:  # Of an encoding in which the next search would find nothing.
        raise PictureError(f"picture '{name}' is not in UTF-8; save it again")
    found = PROLOGUE.search(data)
    if found:
        raise _forbidden(name, found[0].decode("utf-8", "replace").strip("<"))
    if not re.search(rb"<\s*(?:\w+:)?svg\b", data):
        raise PictureError(f"picture '{name}' is not an SVG file")
    try:
        drawing = list(ElementTree.fromstring(data).iter())
    except ElementTree.ParseError as error:
        raise PictureError(f"picture '{name}' is not well-formed SVG: {error}") from error
    if len(drawing) > MOST_SHAPES:
        raise PictureError(
            f"picture '{name}' has {len(drawing)} parts; at most {MOST_SHAPES} can be printed"
        )
    for element in drawing:
        part = _forbidden_part(element)
        if part:
            raise _forbidden(name, part)


def _forbidden(name: str, part: str) -> PictureError:
    return PictureError(
        f"picture '{name}' contains '{part}', which a sheet does not take: "
        "save it as plain SVG with shapes and text only"
    )


def _forbidden_part(element: ElementTree.Element) -> str:
    """Return what of an element can reach out of the file, run, or multiply without end."""
    tag = _local(str(element.tag))
    if tag.lower() in FORBIDDEN_TAGS:
        return tag
    styles = [element.text or ""] if tag.lower() == "style" else []
    for key, value in element.attrib.items():
        name = _local(key).lower()
        if name.startswith("on") or (name in {"href", "src"} and not value.startswith("#")):
            return name
        styles.append(value)
    found = next(filter(None, map(REACHES.search, styles)), None)
    return found[0] if found else ""


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]

"""Read, check and measure the pictures of a sheet.

They are decoded only in the process that prints the sheet, whose time and memory are limited.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

from handouts.jobs import FORMATS, Picture
from handouts.problems import UNREADABLE_PICTURE
from handouts.writer.svg import FONTS_INSIDE, DrawingError, parse_svg, size_of_svg

MAX_PIXELS = 25_000_000
"""A picture of 12,000 × 12,000 took 6.5 s and 1.1 GB to lay out; print needs far less."""
ON_ITS_SIDE = range(5, 9)
"""Values of a camera's mark of orientation with which a picture is turned to be shown."""
MAX_BYTES = 10_000_000
MAX_BYTES_TOGETHER = 50_000_000
"""Of all pictures of a handout, each counted once."""
KINDS = {
    **{f".{name}": f"image/{name}" for name in ("png", "jpeg", "gif", "webp")},
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}
MOVING = {"GIF", "PNG", "WEBP"}
"""Formats of which a file may hold frames that follow one another."""


class PictureError(Exception):
    """A picture that cannot be printed; the message says why and what to do."""


def read_picture(root: Path, name: str) -> Picture:
    """Return the picture `name`, a path relative to `root`, with its size in CSS pixels.

    :raises PictureError: for a file that is missing, outside `root`, of an unknown kind, too
        large, or that is not what its name says
    """
    path = _path_of(root, name)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise PictureError(f"picture '{name}' is none of {', '.join(sorted(KINDS))}")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PictureError(f"picture '{name}' is larger than {MAX_BYTES // 10**6} megabytes")
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"{UNREADABLE_PICTURE.format(name)}{error.strerror}") from error
    if kind == "image/svg+xml":
        data = FONTS_INSIDE.sub(b"", data)
        try:
            size = size_of_svg(parse_svg(name, data))
        except DrawingError as error:
            raise PictureError(str(error)) from error
    else:
        kind, size = _look_at_header(name, data)
    return Picture(name, kind, data, *size)


def _path_of(root: Path, name: str) -> Path:
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\", name):
        raise PictureError(f"picture '{name[:60]}' is an address; put the file into the project")
    # Unlike Path.resolve, this takes a link to itself; opening it then fails in a plain way.
    path = Path(os.path.realpath(root / name))
    if not path.is_relative_to(root.resolve()):
        raise PictureError(f"picture '{name}' lies outside the project; copy it into the project")
    return path


def _look_at_header(name: str, data: bytes) -> tuple[str, tuple[int, int]]:
    """Return the media type and the size of the content, whatever the file's name."""
    most = f"at most {MAX_PIXELS // 10**6} megapixels can be printed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # The message below says more.
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            on_its_side = _is_on_its_side(picture)
            # A photograph may hold smaller copies of itself ("MPO").
            moves = picture.format in MOVING and getattr(picture, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise PictureError(f"picture '{name}' has far too many pixels; {most}") from error
    except UnidentifiedImageError as error:
        # Pillow's own message names a place in memory.
        what = f"picture '{name}' cannot be decoded: its content is none of {', '.join(FORMATS)}"
        raise PictureError(f"{what}; save it again") from error
    except (OSError, SyntaxError, ValueError) as error:
        message = f"picture '{name}' cannot be decoded ({error}); save it again"
        raise PictureError(message) from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureError(f"picture '{name}' is {width} × {height} pixels; {most}")
    if moves:
        what = f"picture '{name}' moves, and paper shows its first frame only"
        raise PictureError(f"{what}; save what readers are to see as pictures of their own")
    # "MPO" is several pictures in one JPEG file, as cameras write; the first is drawn.
    form = "JPEG" if picture.format == "MPO" else str(picture.format)
    return f"image/{form.lower()}", (height, width) if on_its_side else (width, height)


def _is_on_its_side(picture: Image.Image) -> bool:
    with contextlib.suppress(OSError, SyntaxError, ValueError):  # Without the mark it is upright.
        return picture.getexif().get(Base.Orientation, 1) in ON_ITS_SIDE
    return False

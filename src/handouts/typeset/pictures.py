"""Decode pictures, and convert those that the layout engine cannot draw."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageFile

from handouts.jobs import FORMATS, Picture

DRAWN = {"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"}
"""Pillow's modes that the layout engine draws."""


class DecodingError(Exception):
    """A picture that cannot be decoded; the message names it."""

    def __init__(self, message: str, picture: Picture) -> None:
        super().__init__(message)
        self.picture = picture


def drawable(pictures: Mapping[str, Picture]) -> dict[str, tuple[str, bytes]]:
    """Return the media type and the content of each picture, by its address.

    :raises DecodingError: for a file that cannot be decoded whole
    """
    return {address: _drawable(picture) for address, picture in pictures.items()}


def _drawable(picture: Picture) -> tuple[str, bytes]:
    if picture.kind == "image/svg+xml":
        return picture.kind, picture.data
    try:
        with Image.open(io.BytesIO(picture.data), formats=FORMATS) as image:
            _load_whole(image)
            if image.mode in DRAWN:
                return picture.kind, picture.data
            return "image/png", _with_eight_bits(image)
    except (OSError, SyntaxError, ValueError) as error:
        message = f"picture '{picture.name}' cannot be decoded ({error}); save it again"
        raise DecodingError(message, picture) from error


def _load_whole(image: Image.Image) -> None:
    # The layout engine lets Pillow fill in what is missing of a truncated picture.
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _with_eight_bits(image: Image.Image) -> bytes:
    """Return a picture as PNG with eight bits a channel; scanners write sixteen."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    else:
        image = image.convert("L" if image.mode == "F" else "RGBA")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()

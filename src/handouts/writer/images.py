"""Read, check and measure the pictures of a sheet.

They are decoded only in the process that prints the sheet, whose time and memory are limited.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import warnings
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

from handouts.jobs import FORMATS, Picture

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
MAX_SVG_BYTES = 500_000
"""A drawing of eight megabytes took over a minute to draw."""
MAX_SHAPES = 10_000
PROLOGUE = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[|<\?xml-stylesheet", re.IGNORECASE)
"""XML before the drawing that can expand without end, or refer to other files."""
FORBIDDEN_TAGS = {"script", "foreignobject", "image", "feimage", "iframe"}
DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
REACHES = re.compile(r"@import|url\(\s*+[\"']?+(?!#)|\\", re.IGNORECASE)
"""Parts of a style that refer to other files; a backslash could hide one."""
MISDRAWN_TAGS = {
    "mask",
    "switch",
    "textpath",
    "set",
    "animate",
    "animatetransform",
    "animatemotion",
}
"""Elements that the engine draws in another way than browsers, so that words may be lost."""
WITH_WORDS = {"text", "use"}
MISDRAWN = re.compile(
    r"\b(?:var|color-mix|light-dark)\(|\bclip-path:\s*+(?!url|none)[a-z]|\bpaint-order:|"
    r"\btransform-box:|(?<![\w-])font:\s*+(?!inherit)[a-z]|\bfont-size:\s*+(?!inherit)[a-z]",
    re.IGNORECASE,
)
"""Styles of which the same is true: colours become black, and letters have no size."""
MISDRAWN_WORDS = re.compile(
    r"\bmix-blend-mode:\s*+(?!normal|inherit)[a-z-]+|\btext-decoration(?:-line)?:\s*+(?!none|inherit)"
    r"[a-z-]+|\btext-transform:\s*+(?!none|inherit)[a-z-]+|\bwriting-mode:\s*+(?!horizontal|lr|inherit)"
    r"[a-z-]+|(?<![\w-])inline-size:\s*+(?!0|auto)\S+|\bshape-inside:\s*+(?!auto|none)\S+|"
    r"\bvisibility:\s*+collapse|\bsystemlanguage:|^media:\s*+(?!all|screen)|"
    r"@(?:media|supports|container|layer)\b",
    re.IGNORECASE,
)
"""Styles that the engine ignores: words would be struck out, upright, hidden or another way."""
FILTER = re.compile(r"(?<![\w-])filter:\s*+(?!none|inherit|drop-shadow)\S", re.IGNORECASE)
FADED = re.compile(r"(?<![\w-])opacity:\s*+0?+\.")
FONTS_INSIDE = re.compile(
    rb"<style>(?:@font-face\{font-family:\"[\w ]++\";font-weight:[0-9]++;"
    rb"src:url\(data:font/woff2;base64,[A-Za-z0-9+/=]++\)\})++</style>\n?"
)
"""Fonts in a drawing, for browsers; a sheet has its own."""
PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""CSS pixels of each unit in which a drawing may give its size."""
DEFAULT_SIZE = (300.0, 150.0)
"""Size in pixels of a drawing that gives none."""


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
        raise PictureError(f"picture '{name}' cannot be read: {error.strerror}") from error
    if kind == "image/svg+xml":
        data = FONTS_INSIDE.sub(b"", data)
        size = _size_of_svg(_checked_svg(name, data))
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
            warnings.simplefilter("ignore")  # We say it better.
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            on_its_side = _is_on_its_side(picture)
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
    # "MPO" is several pictures in one JPEG file, as cameras write; the first is drawn.
    form = "JPEG" if picture.format == "MPO" else str(picture.format)
    return f"image/{form.lower()}", (height, width) if on_its_side else (width, height)


def _is_on_its_side(picture: Image.Image) -> bool:
    with contextlib.suppress(OSError, SyntaxError, ValueError):  # Without the mark it is upright.
        return picture.getexif().get(Base.Orientation, 1) in ON_ITS_SIDE
    return False


def _size_of_svg(drawing: ElementTree.Element) -> tuple[float, float]:
    """Return the size of a drawing in pixels: its own, or else that of its coordinates."""
    size = [_pixels(drawing.get(name, "")) for name in ("width", "height")]
    box = re.findall(r"[-+.\de]+", drawing.get("viewBox", ""))
    with contextlib.suppress(ValueError):  # A drawing may have no coordinates.
        size = [own or float(other) for own, other in zip(size, box[2:4], strict=True)]
    width, height = size
    return (width, height) if width > 0 and height > 0 else DEFAULT_SIZE


def _pixels(length: str) -> float:
    found = re.fullmatch(r"\s*+(\d++\.?+\d*+|\.\d++)\s*+([a-z]*+)\s*+", length)
    return float(found[1]) * PIXELS.get(found[2], 0.0) if found else 0.0


def _checked_svg(name: str, data: bytes) -> ElementTree.Element:
    """Return a drawing that neither expands without end nor refers to other files."""
    if len(data) > MAX_SVG_BYTES:
        what = f"picture '{name}' is larger than {MAX_SVG_BYTES // 1000} kilobytes"
        raise PictureError(f"{what}, too much for a drawing; simplify it, or save it as PNG")
    _check_prologue(name, data)
    try:
        drawing = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise PictureError(f"picture '{name}' is not well-formed SVG: {error}") from error
    words = any(_local(str(element.tag)).lower() == "text" for element in drawing.iter())
    for element in drawing.iter():
        part = _forbidden_part(element, words)
        if part:
            raise _forbidden(name, part)
    if words and b"filter" in data and _filters_words(drawing):
        raise _forbidden(name, "filter")
    if (b"text-anchor" in data or b"use" in data) and _fades_words(drawing):
        raise _forbidden(name, "opacity")
    parts = _drawn_parts(name, drawing)
    if parts > MAX_SHAPES:
        shown = str(parts) if parts < 1_000_000 else "over a million"
        many = f"picture '{name}' has {shown} parts"
        raise PictureError(f"{many}; at most {MAX_SHAPES} can be printed")
    return drawing


def _check_prologue(name: str, data: bytes) -> None:
    if b"\0" in data:  # An encoding in which the next search would find nothing.
        raise PictureError(f"picture '{name}' is not in UTF-8; save it again")
    if len(DOCTYPE.findall(data)) > 1:  # The next search would take quadratic time.
        raise _forbidden(name, "a second !DOCTYPE")
    found = PROLOGUE.search(data)
    if found:
        raise _forbidden(name, found[0].decode("utf-8", "replace").strip("<"))
    if not re.search(rb"<\s*(?:\w+:)?svg\b", data):
        raise PictureError(f"picture '{name}' is not an SVG file")


def _drawn_parts(name: str, drawing: ElementTree.Element) -> int:
    """Return how many elements are drawn, with all that each `use` repeats.

    :raises PictureError: for a part that repeats itself, directly or through others
    """
    parts = list(drawing.iter())
    if len(parts) > MAX_SHAPES:
        return len(parts)
    by_id = {element.get("id"): element for element in parts if element.get("id")}
    repeats = {key: _used(element) for key, element in by_id.items()}
    counts: dict[str | None, int] = {}
    try:
        for key in TopologicalSorter(repeats).static_order():
            if key in by_id:
                own = sum(1 for _ in by_id[key].iter())
                counts[key] = own + sum(counts.get(one, 0) for one in repeats[key])
    except CycleError as error:
        ring = " → ".join(f"#{key}" for key in error.args[1][:5])
        what = f"picture '{name}' repeats a part within itself by 'use' ({ring[:80]})"
        raise PictureError(f"{what}; take that 'use' out") from error
    return len(parts) + sum(counts.get(key, 0) for key in _used(drawing))


def _used(element: ElementTree.Element) -> list[str]:
    """Return the ids of what each `use` in an element repeats."""
    return [_target(one) for one in element.iter() if _local(str(one.tag)).lower() == "use"]


def _target(use: ElementTree.Element) -> str:
    """Return the id of what a `use` repeats."""
    # The engine takes the older name, where a drawing gives both.
    addresses = sorted((key, value) for key, value in use.items() if _local(key) == "href")
    return addresses[-1][1].strip().removeprefix("#") if addresses else ""


def _forbidden(name: str, part: str) -> PictureError:
    what = f"picture '{name}' contains '{part}', which a sheet does not take"
    return PictureError(f"{what}: save it as plain SVG with shapes and text only")


def _forbidden_part(element: ElementTree.Element, words: bool) -> str:
    """Return a part of an element that reaches out, runs, or is drawn wrongly.

    :param words: whether the drawing has any
    """
    tag = _local(str(element.tag))
    if tag.lower() in FORBIDDEN_TAGS | MISDRAWN_TAGS:
        return tag
    styles = [element.text or ""] if tag.lower() == "style" else []
    for key, value in element.attrib.items():
        name = _local(key).lower()
        if name.startswith("on") or (name in {"href", "src"} and not value.startswith("#")):
            return name
        if name == "gradienttransform" and element.get("gradientUnits") != "userSpaceOnUse":
            return key  # Turned in the coordinates of a shape, it leaves the shape empty.
        styles.append(f"{name}:{value}")
    patterns = (REACHES, MISDRAWN, MISDRAWN_WORDS) if words else (REACHES, MISDRAWN)
    tests = (pattern.search(style) for style in styles for pattern in patterns)
    found = next(filter(None, tests), None)
    return found[0].strip() if found else ""


def _fades_words(drawing: ElementTree.Element) -> bool:
    """Return whether words of a drawing fade: the engine cuts centred and repeated ones off."""
    waiting = [(drawing, False)]
    while waiting:
        element, faded = waiting.pop()
        style = f"opacity:{element.get('opacity', 1)};{element.get('style', '')}"
        faded = faded or FADED.search(style) is not None
        if faded and _local(str(element.tag)).lower() in WITH_WORDS:
            return True
        waiting += [(child, faded) for child in element]
    return False


def _filters_words(drawing: ElementTree.Element) -> bool:
    """Return whether words of a drawing are filtered, which the engine does in part."""
    for element in drawing.iter():
        tag = _local(str(element.tag)).lower()
        rule = (element.text or "") if tag == "style" else ""
        own = f"filter:{element.get('filter', 'none')};{element.get('style', '')}"
        if FILTER.search(rule) or (FILTER.search(own) and _has_words(element)):
            return True
    return False


def _has_words(element: ElementTree.Element) -> bool:
    """Return whether there are words in an element, or what may repeat some."""
    return any(_local(str(one.tag)).lower() in WITH_WORDS for one in element.iter())


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]

"""Check and measure drawings (SVG), of which a sheet takes shapes and text only."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from xml.etree import ElementTree

MAX_SVG_BYTES = 500_000
"""A drawing of eight megabytes took over a minute to draw."""
MAX_SHAPES = 10_000
MAX_DEPTH = 200
"""Elements within each other; the engine calls itself for each, and Python ends that."""
PROLOGUE = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[|<\?xml-stylesheet", re.IGNORECASE)
"""XML before the drawing that can expand without end, or refer to other files."""
FORBIDDEN_TAGS = {"script", "foreignobject", "image", "feimage", "iframe"}
DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
REACHES = re.compile(r"@import|url\(\s*+[\"']?+(?!#)|\\", re.IGNORECASE)
"""Parts of a style that refer to other files; a backslash could hide one."""
MOVING_TAGS = {"set", "animate", "animatetransform", "animatemotion"}
MISDRAWN_TAGS = {"mask", "switch", "textpath"}
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
    r"[a-z-]+|\bvisibility:\s*+collapse|\bsystemlanguage:|^media:\s*+(?!all|screen)|"
    r"@(?:media|supports|container|layer|keyframes)\b",
    re.IGNORECASE,
)
"""Styles that the engine ignores: words would be struck out, upright, hidden or another way."""
FILTER = re.compile(r"(?<![\w-])filter:\s*+(?!none|inherit|drop-shadow)\S", re.IGNORECASE)
FADED = re.compile(r"(?<![\w-])opacity:\s*+0?+\.")
FONTS_INSIDE = re.compile(
    rb"<style>(?>(?:@font-face\{font-family:\"[\w ]++\";font-weight:[0-9]++;"
    rb"src:url\(data:font/woff2;base64,[A-Za-z0-9+/=]++\)\})+)</style>\n?"
)
"""Fonts in a drawing, for browsers; a sheet has its own."""
PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""CSS pixels of each unit in which a drawing may give its size."""
DEFAULT_SIZE = (300.0, 150.0)
"""Size in pixels of a drawing that gives none."""


class DrawingError(Exception):
    """A drawing that no sheet takes; the message says why and what to do."""


def size_of_svg(drawing: ElementTree.Element) -> tuple[float, float]:
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


def parse_svg(name: str, data: bytes) -> ElementTree.Element:
    """Return the root of a drawing.

    :param name: of its file, for messages
    :raises DrawingError: for one that expands without end, refers to other files, or would be
        drawn with other words than a browser shows
    """
    if len(data) > MAX_SVG_BYTES:
        what = f"picture '{name}' is larger than {MAX_SVG_BYTES // 1000} kilobytes"
        raise DrawingError(f"{what}, too much for a drawing; simplify it, or save it as PNG")
    _check_prologue(name, data)
    try:
        drawing = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise DrawingError(f"picture '{name}' is not well-formed SVG: {error}") from error
    if part := next(_forbidden_parts(drawing, data), ""):
        raise _forbidden(name, part)
    _check_size(name, drawing)
    return drawing


def _check_size(name: str, drawing: ElementTree.Element) -> None:
    """Refuse a drawing with more parts than can be drawn, in each other or in all."""
    if (depth := _depth(drawing)) > MAX_DEPTH:
        deep = f"picture '{name}' has {depth} parts within each other"
        raise DrawingError(f"{deep}; at most {MAX_DEPTH} can be printed")
    if (parts := _drawn_parts(name, drawing)) > MAX_SHAPES:
        shown = str(parts) if parts < 1_000_000 else "over a million"
        many = f"picture '{name}' has {shown} parts"
        raise DrawingError(f"{many}; at most {MAX_SHAPES} can be printed")


def _check_prologue(name: str, data: bytes) -> None:
    if b"\0" in data:  # An encoding in which the next search would find nothing.
        raise DrawingError(f"picture '{name}' is not in UTF-8; save it again")
    if len(DOCTYPE.findall(data)) > 1:  # The next search would take quadratic time.
        raise _forbidden(name, "a second !DOCTYPE")
    found = PROLOGUE.search(data)
    if found:
        raise _forbidden(name, found[0].decode("utf-8", "replace").strip("<"))
    if not re.search(rb"<\s*(?:\w+:)?svg\b", data):
        raise DrawingError(f"picture '{name}' is not an SVG file")


def _drawn_parts(name: str, drawing: ElementTree.Element) -> int:
    """Return how many elements are drawn, with all that each `use` repeats.

    :raises DrawingError: for a part that repeats itself, directly or through others
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
        raise DrawingError(f"{what}; take that 'use' out") from error
    return len(parts) + sum(counts.get(key, 0) for key in _used(drawing))


def _depth(drawing: ElementTree.Element) -> int:
    """Return how many elements stand at most within each other."""
    level, depth = [drawing], 0
    while level:
        level, depth = [child for one in level for child in one], depth + 1
    return depth


def _used(element: ElementTree.Element) -> list[str]:
    """Return the ids of what each `use` in an element repeats."""
    return [_target(one) for one in element.iter() if _tag(one) == "use"]


def _target(use: ElementTree.Element) -> str:
    """Return the id of what a `use` repeats."""
    # The engine takes the older name, where a drawing gives both.
    addresses = sorted((key, value) for key, value in use.items() if _local(key) == "href")
    return addresses[-1][1].strip().removeprefix("#") if addresses else ""


def _forbidden(name: str, part: str) -> DrawingError:
    if part.lower() in MOVING_TAGS:
        what = f"picture '{name}' moves, by '{part}', and paper does not"
        return DrawingError(f"{what}: take that out, and draw what readers are to see")
    what = f"picture '{name}' contains '{part}', which a sheet does not take"
    return DrawingError(f"{what}: save it as plain SVG with shapes and text only")


def _forbidden_parts(drawing: ElementTree.Element, data: bytes) -> Iterator[str]:
    """Yield what of a drawing reaches out, runs, or is drawn wrongly; `data` is its text."""
    words = any(_tag(element) == "text" for element in drawing.iter())
    yield from filter(None, (_forbidden_part(element, words) for element in drawing.iter()))
    if words and b"filter" in data and _filters_words(drawing):
        yield "filter"
    if (b"text-anchor" in data or b"use" in data) and _fades_words(drawing):
        yield "opacity"


def _forbidden_part(element: ElementTree.Element, words: bool) -> str:
    """Return a part of an element that reaches out, runs, or is drawn wrongly.

    :param words: whether the drawing has any
    """
    if _tag(element) in FORBIDDEN_TAGS | MISDRAWN_TAGS | MOVING_TAGS:
        return _local(element.tag)
    styles = [element.text or ""] if _tag(element) == "style" else []
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
        if faded and _tag(element) in WITH_WORDS:
            return True
        waiting += [(child, faded) for child in element]
    return False


def _filters_words(drawing: ElementTree.Element) -> bool:
    """Return whether words of a drawing are filtered, which the engine does in part."""
    for element in drawing.iter():
        rule = (element.text or "") if _tag(element) == "style" else ""
        own = f"filter:{element.get('filter', 'none')};{element.get('style', '')}"
        if FILTER.search(rule) or (FILTER.search(own) and _has_words(element)):
            return True
    return False


def _has_words(element: ElementTree.Element) -> bool:
    """Return whether there are words in an element, or what may repeat some."""
    return any(_tag(one) in WITH_WORDS for one in element.iter())


def _tag(element: ElementTree.Element) -> str:
    """Return the name of an element in small letters, without its namespace."""
    return _local(element.tag).lower()


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]

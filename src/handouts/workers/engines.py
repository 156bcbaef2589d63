"""Versions of the engines on which a sheet's bytes depend."""

from __future__ import annotations

import ctypes
import ctypes.util
import functools

from handouts.files import installed_version

ENGINES = (
    *("weasyprint", "pydyf", "fonttools", "pypdfium2", "page-validation", "zxing-cpp"),
    "pillow",
)


@functools.cache
def engines() -> tuple[str, ...]:
    """Return the versions of all engines on which a PDF's bytes depend."""
    found = [f"{name} {installed_version(name)}" for name in ENGINES]
    for library, function in (
        ("pango-1.0", "pango_version"),
        ("harfbuzz", "hb_version_string"),
        ("harfbuzz-subset", ""),
    ):
        found.append(f"{library} {_library_version(library, function)}")
    return tuple(found)


def _library_version(library: str, function: str) -> str:
    name = f"lib{library}.so.0"
    try:
        loaded = ctypes.CDLL(name)
    except OSError:
        # Otherwise not asked for at every start: it runs two programs of the system.
        found = ctypes.util.find_library(library)
        if found is None:
            return str(None)
        name, loaded = found, ctypes.CDLL(found)
    if not function:
        return name
    ask = getattr(loaded, function)
    ask.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
    answer = ask()
    return answer.decode() if isinstance(answer, bytes) else str(answer)

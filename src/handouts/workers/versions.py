"""What has a say in a sheet's bytes beside its source: this package, and the engines it uses."""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
import importlib.metadata

from handouts import __version__
from handouts.files import PACKAGE, digest_of

ENGINES = ("weasyprint", "pydyf", "fonttools", "pypdfium2", "page-validation", "segno", "pillow")


@functools.cache
def package_digest() -> str:
    """Return the digest of this package's own code and theme."""
    files = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".css", ".html", ".toml", ".po"} and path.is_file()
    ]
    return digest_of(
        __version__,
        [
            (path.relative_to(PACKAGE).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in files
        ],
    )


@functools.cache
def engines() -> tuple[str, ...]:
    """Return the versions of all that has a say in a PDF's bytes."""
    found = [f"{name} {importlib.metadata.version(name)}" for name in ENGINES]
    for library, function in (
        ("pango-1.0", "pango_version"),
        ("harfbuzz", "hb_version_string"),
        ("harfbuzz-subset", ""),
    ):
        found.append(f"{library} {_library_version(library, function)}")
    return tuple(found)


def _library_version(library: str, function: str) -> str:
    path = ctypes.util.find_library(library)
    if path is None or not function:
        return str(path)
    ask = getattr(ctypes.CDLL(path), function)
    ask.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
    answer = ask()
    return answer.decode() if isinstance(answer, bytes) else str(answer)

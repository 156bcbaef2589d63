"""Font files that `conf.py` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def font_fault(path: Path, name: str = "") -> str:
    """Return why a file is no font that the layout engine can use, or nothing.

    With no usable font at all Pango crashes the process, so files are checked first.

    :param name: as `conf.py` writes it, if that is more than the name of the file
    """
    if path.is_file():
        with path.open("rb") as file:
            if file.read(4) in {b"\0\1\0\0", b"OTTO", b"true"}:
                return ""
    return (
        f"no usable font at {name or path.name!r}: expected a TrueType or OpenType file (.ttf, "
        ".otf), looked for next to conf.py"
    )

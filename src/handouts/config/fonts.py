"""Font files that `conf.py` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_font(path: Path) -> bool:
    """Return whether a file is one that the layout engine can take.

    With no usable font at all Pango crashes the process, so files are looked at first.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in {b"\0\1\0\0", b"OTTO", b"true"}


def no_font(name: str) -> str:
    """Return the message for a file that is none."""
    return (
        f"no usable font at {name!r}: expected a TrueType or OpenType file (.ttf, .otf), "
        "looked for next to conf.py"
    )

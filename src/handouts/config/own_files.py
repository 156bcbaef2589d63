"""Read the files that `conf.py` names for sheets: style sheets, templates and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.files import TEMPLATE
from handouts.jobs import EXTRA, THEME_FONTS, Font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handouts.config.values import Faults


def style_sheets(value: object, base: object, where: str, faults: Faults) -> str:
    """Return the project's own style sheets as one text."""
    found = []
    for at, name in _names(where, value, faults):
        try:
            found.append((faults.folder / name).read_text("utf-8"))
        except OSError:
            faults.add(at, f"no file {name!r} next to conf.py")
        except UnicodeDecodeError:
            faults.add(at, f"{name!r} is not in UTF-8; save it again")
    return "\n".join(found)


def templates(value: object, base: object, where: str, faults: Faults) -> tuple[Path, ...]:
    """Return the folders with the project's own template of a sheet."""
    found = []
    for at, name in _names(where, value, faults):
        if not (faults.folder / name / TEMPLATE).is_file():
            faults.add(at, f"no file '{name}/{TEMPLATE}' next to conf.py")
        found.append(faults.folder / name)
    return tuple(found)


def fonts(value: object, base: object, where: str, faults: Faults) -> tuple[Font, ...]:
    """Return the fonts for characters that those of the theme and of the brand lack."""
    found = []
    for at, name in _names(where, value, faults):
        found.append(Font(faults.folder / name, EXTRA))
        if fault := font_fault(found[-1].path, name):
            faults.add(at, fault)
    if any(font_fault(one.path) for one in THEME_FONTS):
        faults.add("handouts", "the theme's own font is missing; install the package again")
    return tuple(found)


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


def _names(setting: str, value: object, faults: Faults) -> Iterator[tuple[str, str]]:
    """Yield where each name of a list of files stands, and the name."""
    if isinstance(value, list | tuple):
        for index, name in enumerate(value):
            yield f"{setting}[{index}]", str(name)
    else:
        faults.add(setting, f"expected a list of file names, found {value!r}")

"""Read the files that `conf.py` names for sheets: style sheets, templates and fonts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.config.values import Spot
from handouts.files import CSS_COMMENT, TEMPLATE, THEME
from handouts.jobs import BODY, EXTRA, HEADING, THEME_FONTS, Font
from handouts.problems import nearest

USED = re.compile(r"var\(\s*(--[\w-]+)")
IMPORT = re.compile(r"(@import)\b")
MARKER = re.compile(
    r"::marker\b[^{}]{0,200}\{[^{}]{0,999}?\b(content)\s*:\s*(?!none|normal|\s)", re.IGNORECASE
)
NO_SIZE = re.compile(
    r"\b(scale[xy]?)\((?:\s*[\d.+-]{1,20}\s*,)?\s*[+-]?(?:0+(?:\.0*)?|\.0+)\s*[,)]", re.IGNORECASE
)
REFUSED = {
    IMPORT: "style sheets of sheets take in no others; copy the rules into it",
    MARKER: "the layout engine fails with 'content' for '::marker'; take it out",
    NO_SIZE: "the layout engine fails at a scale of 0; give another number, or take it out",
}
PROPERTY = re.compile(r"--[a-z][\w-]*")
DECLARED = re.compile(r"[{;]\s*(--[\w-]+)\s*:")
"""A custom property that gets a value."""
FAMILIES = re.compile(r"\bfont-family\s*:\s*([^;{}]*)")
GENERIC = {"serif", "sans-serif", "monospace", "system-ui", "inherit", "initial", "unset", "revert"}
KNOWN_FAMILIES = GENERIC | {
    name.lower() for name in (BODY, HEADING, EXTRA, *(one.family for one in THEME_FONTS))
}
"""What a style sheet can name: a sheet uses no font of the machine."""


NEEDED = {b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post"}
"""Tables that a font must have."""


@dataclass(frozen=True)
class StyleSheet:
    """A style sheet of a project's own, for its sheets."""

    path: Path
    text: str


def style_sheets(value: object, base: object, spot: Spot) -> tuple[StyleSheet, ...]:
    """Return the project's own style sheets."""
    found = []
    for at, name in _names(value, spot):
        try:
            text = (spot.faults.folder / name).read_text("utf-8")
        except OSError:
            at.fault(f"no file {name!r} next to conf.py")
        except UnicodeDecodeError:
            at.fault(f"{name!r} is not in UTF-8; save it again")
        else:
            found.append(StyleSheet(spot.faults.folder / name, text))
    used = {name for sheet in found for name in USED.findall(sheet.text)}
    used |= {name for file in ("sheet.css", "pages.css") for name in PROPERTY.findall(_css(file))}
    for sheet in found:
        # Without comments, and with their lines, which are counted.
        css = CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), sheet.text)
        for line, fault in _without_effect(css, used):
            spot.fault(f"{sheet.path.name}, line {line}: {fault}")
    return tuple(found)


def _css(file: str) -> str:
    return (THEME / file).read_text("utf-8")


def _without_effect(css: str, used: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield what a style sheet says and no sheet can show, each with its line.

    :param used: the custom properties that the theme or the project uses
    """
    for pattern, what in REFUSED.items():
        yield from ((_line(css, found), what) for found in pattern.finditer(css))
    for declared in DECLARED.finditer(css):
        if declared[1] not in used:
            hint = nearest(declared[1], used)
            yield _line(css, declared), f"nothing uses the custom property '{declared[1]}'{hint}"
    for named in FAMILIES.finditer(css):
        for name in named[1].partition("!")[0].split(","):
            family = name.strip().strip("\"'")
            if family.lower() not in KNOWN_FAMILIES and not family.startswith("var("):
                yield (
                    _line(css, named),
                    f"sheets have no typeface '{family}': they use the files of 'body-font' and "
                    "'heading-font' in handouts_brand, and none of the machine",
                )


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start(1)) + 1


def templates(value: object, base: object, spot: Spot) -> tuple[Path, ...]:
    """Return the folders with the project's own template of a sheet."""
    found = []
    for at, name in _names(value, spot):
        if not (spot.faults.folder / name / TEMPLATE).is_file():
            at.fault(f"no file '{name}/{TEMPLATE}' next to conf.py")
        found.append(spot.faults.folder / name)
    return tuple(found)


def fonts(value: object, base: object, spot: Spot) -> tuple[Font, ...]:
    """Return the fonts for characters that those of the theme and of the brand lack."""
    found = []
    for at, name in _names(value, spot):
        found.append(Font(spot.faults.folder / name, EXTRA))
        if fault := font_fault(found[-1].path, name):
            at.fault(fault)
    if any(font_fault(one.path) for one in THEME_FONTS):
        Spot("handouts", spot.faults).fault(
            "the theme's own font is missing; install the package again"
        )
    return tuple(found)


def font_fault(path: Path, name: str = "") -> str:
    """Return why a file is no font that the layout engine can use, or nothing.

    With no usable font at all Pango crashes the process, so files are checked first.

    :param name: as `conf.py` writes it, if that is more than the name of the file
    """
    if path.is_file() and _has_whole_tables(path):
        return ""
    return (
        f"no usable font at {name or path.name!r}: expected a whole TrueType or OpenType file "
        "(.ttf, .otf), looked for next to conf.py"
    )


def _has_whole_tables(path: Path) -> bool:
    """Return whether a font has the tables that each needs, and none goes on after its end."""
    with path.open("rb") as file:
        kind, count = file.read(4), int.from_bytes(file.read(2), "big")
        file.seek(12)
        rows = [file.read(16) for _ in range(count)]
    size = path.stat().st_size
    ends = [int.from_bytes(row[8:12], "big") + int.from_bytes(row[12:], "big") for row in rows]
    tables = {row[:4] for row in rows}
    return kind in {b"\0\1\0\0", b"OTTO", b"true"} and tables >= NEEDED and max(ends) <= size


def _names(value: object, spot: Spot) -> Iterator[tuple[Spot, str]]:
    """Yield where each name of a list of files stands, and the name."""
    if isinstance(value, list | tuple):
        for index, name in enumerate(value):
            yield spot.inside(index), str(name)
    else:
        spot.fault(f"expected a list of file names, found {value!r}")

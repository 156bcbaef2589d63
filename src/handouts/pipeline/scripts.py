"""One fault for each script that a sheet cannot print, in place of one for each character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fontTools import unicodedata

from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
ONE = "no font has the character "
"""How the fault of one character begins."""
SHOWN = 3
"""Characters that a message shows of a script."""
OF_NONE = {"Zyyy", "Zinh", "Zzzz"}
"""What Unicode calls signs, marks and unknown characters, which belong to no script."""


def by_script(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults of a sheet, with those that have one cause put together.

    Characters without a font are one fault a script. Text that was printed in another order than
    it is read is put down to a script that runs from right to left, if there is one in it.
    """
    missing: dict[str, list[Fault]] = {}
    others: list[Fault] = []
    backwards: dict[str, None] = {}
    for fault in faults:
        if fault.code == "glyph" and (found := CHARACTER.search(fault.message)):
            missing.setdefault(_script(chr(int(found[1], 16))), []).append(fault)
        elif fault.code == "lost-text" and (script := _right_to_left(fault.message)):
            backwards[script] = None
        else:
            others.append(fault)
    return [*_without_font(missing, backwards), *map(_unprintable, backwards), *others]


def _without_font(missing: dict[str, list[Fault]], backwards: dict[str, None]) -> Iterator[Fault]:
    for script, faults in missing.items():
        if unicodedata.script_horizontal_direction(script, "LTR") == "RTL":
            backwards[script] = None
        elif len(faults) == 1:
            yield from faults
        else:
            yield _one_for(script, faults)


def _one_for(script: str, faults: Sequence[Fault]) -> Fault:
    what = "signs" if script in OF_NONE else f"characters of the script {_name(script)}"
    # In brackets stands the number, without which a character that nobody sees is not found.
    shown = ", ".join(fault.message.removeprefix(ONE) for fault in faults[:SHOWN])
    message = (
        f"no font has {len(faults)} {what}, such as {shown}; "
        "name a font that has them in handouts_fonts"
    )
    return Fault("glyph", message, blocks=faults[0].blocks)


def _unprintable(script: str) -> Fault:
    message = (
        f"text in the script {_name(script)} runs from right to left, which sheets cannot print "
        "yet; no font and no setting helps. Leave the text out, or write it in another script"
    )
    return Fault("script", message)


def _right_to_left(text: str) -> str:
    """Return the first script in a text that runs from right to left, or nothing."""
    scripts = map(_script, text)
    direction = unicodedata.script_horizontal_direction
    return next((one for one in scripts if direction(one, "LTR") == "RTL"), "")


def _script(character: str) -> str:
    return str(unicodedata.script(character))


def _name(script: str) -> str:
    return str(unicodedata.script_name(script))

"""Merge the faults of one sheet that have one cause, such as characters that no font has."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.audit.characters import right_to_left_message, scripts_in
from handouts.problems import Fault, with_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHOWN = 3
"""Characters that a message shows."""
INSTEAD = {
    "▢◻❏❑": "☐",
    "✗✘✖": "× or “No”",
    "✔✅": "✓",
    "◯⚪": "○",
    "⇒⇨➔➜►▶": "→",
    "▪■◆⚫": "● or •",
    "☎📞": "the word for a telephone",
    "⚠❗": "a box of the class `danger`",
    "⩽≦": "≤",
    "⩾≧": "≥",
}
"""What prints in place of signs that health information often has."""
OF_NONE = {"Zyyy", "Zinh", "Zzzz"}
"""Unicode's scripts for signs, marks and unknown characters, which belong to no script."""
MANY = 4
"""Texts of a sheet that cannot be read for one reason; more are the work of a style sheet."""
OF_ORDER = {"lost-text", "illegible", "pdf-ua"}
"""Codes of faults of text that is printed in another order than it is read."""


def merged(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults of a sheet, with those of one cause joined.

    Characters without a font are one fault. The faults of text from right to left are another; of
    such text the audit accepts single words, most of which print well where a font has them.
    """
    missing: dict[str, Fault] = {}
    others: list[Fault] = []
    backwards: list[tuple[Fault, list[str]]] = []
    for fault in faults:
        if fault.code == "glyph":
            missing.setdefault(fault.about, fault)
        elif fault.code in OF_ORDER and (scripts := scripts_in(fault.message)):
            backwards.append((fault, scripts))
        else:
            others.append(fault)
    return [*_without_font(missing), *_backwards(backwards), *_illegible(others)]


def _illegible(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield the faults, and of many texts that cannot be read for one reason only the first."""
    reasons = [
        one.message.removeprefix(f"“{one.about}” ") if one.code == "illegible" else ""
        for one in faults
    ]
    for at, (fault, reason) in enumerate(zip(faults, reasons, strict=True)):
        count = reasons.count(reason) - 1
        if not reason or count < MANY:
            yield fault
        elif reasons.index(reason) == at:
            more = f"{fault.message} (and {count} more, perhaps by a style sheet)"
            yield replace(fault, message=more)


def _backwards(faults: Sequence[tuple[Fault, list[str]]]) -> Iterator[Fault]:
    """Yield one fault for all text whose order is lost, at the place of the first."""
    if faults:
        names = dict.fromkeys(name for _, scripts in faults for name in scripts)
        yield replace(faults[0][0], code="script", message=right_to_left_message(names))


def _without_font(missing: dict[str, Fault]) -> Iterator[Fault]:
    """Yield one fault for all characters that no font has, with all their blocks."""
    faults = list(missing.values())
    if len(faults) < 2:
        yield from (replace(one, message=f"{one.message}{_instead(missing)}") for one in faults)
        return
    blocks = tuple(dict.fromkeys(block for fault in faults for block in fault.blocks))
    yield replace(faults[0], message=_message(list(missing)), blocks=blocks)


def _message(characters: Sequence[str]) -> str:
    from fontTools import unicodedata as scripts_of  # Few builds need it.

    scripts = dict.fromkeys(str(scripts_of.script(one)) for one in characters)
    names = [str(scripts_of.script_name(one)) for one in scripts if one not in OF_NONE]
    what = f"characters, of {' and '.join(names)}" if names else "signs"
    shown = ", ".join(map(with_number, characters[:SHOWN]))
    remedy = "name a font that has them in handouts_fonts"
    others = _instead(characters)
    helps = ", or use others" if others or not names else ": nothing else helps"
    return f"no font has {len(characters)} {what}, such as {shown}; {remedy}{helps}{others}"


def _instead(characters: Iterable[str]) -> str:
    """Return what to write in place of some characters, as far as that is known.

    >>> _instead("℃"), _instead("⁻"), _instead("膝")
    ('; in place of ℃ write °C', '; in place of ⁻ write −, raised by the role `sup`', '')
    """
    known = {one: _other_form(one) for one in characters}
    shown = [f"in place of {one} write {other}" for one, other in known.items() if other]
    return "".join(f"; {one}" for one in shown[:SHOWN])


def _other_form(character: str) -> str:
    """Return what means the same as a character; nothing for one that has no other form."""
    form = unicodedata.decomposition(character).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", character)
    role = {"<super>": "raised by the role `sup`", "<sub>": "lowered by the role `sub`"}.get(form)
    if role:
        return f"{plain}, {role}"
    of_sign = (other for signs, other in INSTEAD.items() if character in signs)
    return next(of_sign, plain if form.startswith("<") else "")

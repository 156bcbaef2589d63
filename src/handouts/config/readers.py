"""Readers of what only handouts have: type settings, papers, limits of language, the day."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from handouts import dates
from handouts.config.values import is_number, mapping, reader, text
from handouts.jobs import TypeSetting
from handouts.problems import nearest
from handouts.prose.limits import EFFECTS, LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from handouts.config.faults import Faults

SIZES = (6.0, 40.0)
"""Smallest and largest type that a setting may ask for, in points."""
PAPERS: dict[str, tuple[float, float]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
"""Width and height of each paper, in millimetres."""
SIDES = (50, 2000)
"""Shortest and longest side of a paper, in millimetres."""


def _type_setting(row: object) -> TypeSetting | None:
    if isinstance(row, list | tuple) and len(row) == 3 and all(map(is_number, row)):
        size, leading, space = map(float, row)
        if SIZES[0] <= size <= SIZES[1] and 1 <= leading <= 3 and 0 <= space <= 5:
            return TypeSetting(size, leading, space)
    return None


type_setting = reader(
    "(size from 6 to 40 points, leading from 1 to 3, spacing from 0 to 5)", _type_setting
)


def type_settings(
    value: object, default: tuple[TypeSetting, ...], where: str, faults: Faults
) -> tuple[TypeSetting, ...]:
    """Return a list of (size, leading, spacing) as settings, the preferred one first."""
    if not isinstance(value, list | tuple) or not value:
        faults.add(where, f"expected a list of (size, leading, spacing), found {value!r}")
        return default
    found = [type_setting(row, None, f"{where}[{n}]", faults) for n, row in enumerate(value)]
    return tuple(filter(None, found)) or default


country = reader(
    "the code of a country, such as 'GB' or 'US'",
    lambda value: value if re.fullmatch("[A-Z]{2}", str(value)) else None,
)


def paper(
    value: object, default: tuple[float, float], where: str, faults: Faults
) -> tuple[float, float]:
    """Return the width and height of a paper, which is given by its name or its measures."""
    if isinstance(value, str):
        found = [size for name, size in PAPERS.items() if name.lower() == value.lower()]
        if not found:
            faults.add(where, f"no paper {value!r}{nearest(value, PAPERS)}")
        return found[0] if found else default
    if (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(is_number(part) and SIDES[0] <= part <= SIDES[1] for part in value)
    ):
        return float(value[0]), float(value[1])
    faults.add(
        where,
        f"expected one of {', '.join(PAPERS)}, or (width, height) in millimetres, found {value!r}",
    )
    return default


def limits(value: object, default: Limits | None, where: str, faults: Faults) -> Limits | None:
    """Return limits of language: none, the built-in ones, or those with what is given instead."""
    if value is False:
        return None
    base = default or LIMITS["patients"]
    if value is True:
        return base
    if value == "report":
        milder = {name: effect.replace("refuse", "report") for name, effect in base.rules.items()}
        return replace(base, rules=milder)
    given = mapping(value, where, faults)
    known = {one.name for one in fields(Limits)}
    for key in sorted(given.keys() - known):
        faults.add(where, f"unknown key {key!r}{nearest(key, known)}")
    changes = {
        key: _limit(key, item, getattr(base, key), f"{where}[{key!r}]", faults)
        for key, item in given.items()
        if key in known
    }
    return replace(base, **changes)


def _rules(
    value: object, default: Mapping[str, str], where: str, faults: Faults
) -> Mapping[str, str]:
    found = dict(default)
    for name, effect in mapping(value, where, faults).items():
        if name not in default:
            faults.add(where, f"no rule {name!r}{nearest(name, default)}")
        elif effect not in EFFECTS:
            expected = ", ".join(map(repr, EFFECTS))
            faults.add(f"{where}[{name!r}]", f"expected one of {expected}, found {effect!r}")
        else:
            found[name] = effect
    return found


def _limit(key: str, value: object, old: Any, where: str, faults: Faults) -> Any:
    if key == "rules":
        return _rules(value, old, where, faults)
    if isinstance(old, frozenset) and isinstance(value, list | tuple | set):
        # A project adds its own abbreviations; word lists it chooses.
        return old | set(value) if key == "abbreviations" else frozenset(value)
    if isinstance(value, bool) == isinstance(old, bool) and isinstance(value, int | float | None):
        return value
    faults.add(where, f"expected something like {old!r}, found {value!r}")
    return old


def today(value: object, base: str, where: str, faults: Faults) -> datetime.date:
    """Return the day to judge by."""
    try:
        return dates.today(os.environ, text(value, base, where, faults))
    except dates.DateError as error:
        faults.add(dates.VARIABLE if os.environ.get(dates.VARIABLE) else where, str(error))
        return datetime.date.min


def executor(
    value: object, base: str, where: str, faults: Faults
) -> Callable[[int], Executor] | None:
    """Return what a name such as `package.module:name` stands for; None for an empty name."""
    name = text(value, base, where, faults)
    if not name:
        return None
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute, None)
    except (ImportError, ValueError) as error:
        faults.add(where, f"{module!r} cannot be imported: {error}")
        return None
    if not callable(found):
        expected = "expected package.module:name, of something that can be called"
        faults.add(where, f"{expected}, found {name!r}")
        return None
    return cast("Callable[[int], Executor]", found)

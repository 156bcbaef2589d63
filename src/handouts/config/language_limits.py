"""Read the limits of language of an audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from handouts.config.values import Spot, mapping
from handouts.problems import nearest
from handouts.prose.limits import EFFECTS, LIMITS, Limits


def limits(value: object, default: Limits | None, spot: Spot) -> Limits | None:
    """Return limits of language: none, the built-in ones, or those with what is given instead."""
    if value is False:
        return None
    base = default or LIMITS["patients"]
    if value is True:
        return base
    if value == "report":
        milder = {name: effect.replace("refuse", "report") for name, effect in base.rules.items()}
        return replace(base, rules=milder)
    given = mapping(value, spot)
    known = {one.name for one in fields(Limits)}
    for key in sorted(given.keys() - known):
        spot.fault(f"unknown key {key!r}{nearest(key, known)}")
    changes = {
        key: _limit(key, item, getattr(base, key), spot.inside(key))
        for key, item in given.items()
        if key in known
    }
    return replace(base, **changes)


def _rules(value: object, default: Mapping[str, str], spot: Spot) -> Mapping[str, str]:
    found = dict(default)
    for name, effect in mapping(value, spot).items():
        if name not in default:
            spot.fault(f"no rule {name!r}{nearest(name, default)}")
        elif effect not in EFFECTS:
            expected = ", ".join(map(repr, EFFECTS))
            spot.inside(name).fault(f"expected one of {expected}, found {effect!r}")
        else:
            found[name] = effect
    return found


def _limit(key: str, value: object, old: Any, spot: Spot) -> Any:
    if key == "rules":
        return _rules(value, old, spot)
    if isinstance(old, frozenset) and isinstance(value, list | tuple | set):
        # A project adds its own abbreviations; word lists it chooses.
        return old | set(value) if key == "abbreviations" else frozenset(value)
    if isinstance(value, bool) == isinstance(old, bool) and isinstance(value, int | float | None):
        return value
    spot.fault(f"expected something like {old!r}, found {value!r}")
    return old

"""Dataclasses whose fields say which key of `conf.py` each is read from, how, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from handouts.problems import nearest

if TYPE_CHECKING:
    from handouts.config.values import Reader, Spot

Structure = TypeVar("Structure")


def key(description: str, read: Reader, *, name: str = "", **settings: Any) -> Any:
    """Return a field of a dataclass that is read from a key of a dictionary in `conf.py`.

    :param description: what the key means, for the documentation
    :param read: what checks a value and returns it
    :param name: the key, where it is not the field's name with hyphens
    :param settings: further arguments of `dataclasses.field`, such as a default.

    >>> from handouts.config.values import whole
    >>> columns: int = key("1 or 2", whole(1, 2), default=1)
    """
    metadata = {"key": name, "description": description, "read": read}
    return field(metadata=metadata, **settings)


def setting(name: str, default: Any, read: Reader, description: str, *types: type) -> Any:
    """Return a field of a dataclass that is read from a value of `conf.py`.

    :param default: the value where `conf.py` has none, as an author would write it
    :param read: what checks a value and returns it
    :param description: what the value is for, for the documentation
    :param types: what it may be, if not of the type of the default; a list may be a tuple
    """
    usual = (list, tuple) if isinstance(default, list) else (type(default),)
    metadata = {"key": name, "default": default, "read": read, "description": description}
    return field(metadata={**metadata, "types": types or usual})


def keys_of(structure: Any) -> dict[str, Field[Any]]:
    """Return the fields of a dataclass that are read from keys, by their keys."""
    return {
        one.metadata["key"] or one.name.replace("_", "-"): one
        for one in fields(structure)
        if "read" in one.metadata
    }


def describe(structure: Any) -> str:
    """Return all keys of a dataclass with what they mean, as one list in a sentence."""
    *first, last = (
        f"`{name}` ({one.metadata['description']})" for name, one in keys_of(structure).items()
    )
    return f"{', '.join(first)} and {last}"


def read_structure(raw: Mapping[str, Any], base: Structure, spot: Spot) -> Structure:
    """Return `base` with the values of a dictionary; keys that it lacks stay as they are."""
    known = keys_of(base)
    for name in sorted(set(raw) - set(known)):
        spot.fault(f"unknown key {name!r}{nearest(name, known)}")
    changes = {
        one.name: one.metadata["read"](raw[name], getattr(base, one.name), spot.inside(name))
        for name, one in known.items()
        if name in raw
    }
    return replace(base, **changes)  # type: ignore[type-var]

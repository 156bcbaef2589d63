"""Read values of `conf.py` as what they should be, and gather all that is wrong with them."""

from __future__ import annotations

import re
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from sphinx.errors import ConfigError

from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Reader = Callable[[object, Any, str, "Faults"], Any]
    """Takes a value, the one to use instead if it is wrong, where it stands, and the faults."""

Structure = TypeVar("Structure")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An e-mail address as people type it; what follows `?` would add fields to a mail."""


@dataclass
class Faults:
    """The faults of `conf.py`, gathered until all of them are known."""

    found: list[str] = field(default_factory=list)
    folder: Path = field(default_factory=Path)
    """Where `conf.py` lies, to which names of files are relative."""

    def add(self, where: str, what: str) -> None:
        """Note what is wrong with the value at `where`."""
        self.found.append(f"{where}: {what}")

    def stop_if_any(self) -> None:
        """Stop the build if anything was found.

        :raises ConfigError: with a line for each fault
        """
        if self.found:
            count = len(self.found)
            head = f"handouts: {count} {'fault' if count == 1 else 'faults'} in conf.py"
            raise ConfigError("\n".join([head, *(f"  {fault}" for fault in self.found)]))


# Structures: each field of a dataclass says which key it is read from, how, and what it means.


def key(description: str, read: Reader, *, name: str = "", **settings: Any) -> Any:
    """Return a field of a dataclass that is read from a key of a dictionary in `conf.py`.

    :param description: what the key means, for the documentation
    :param read: what checks a value and returns it
    :param name: the key, where it is not the field's name with hyphens
    :param settings: further arguments of `dataclasses.field`, such as a default.

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


def read_structure(
    raw: Mapping[str, Any], base: Structure, where: str, faults: Faults
) -> Structure:
    """Return `base` with the values of a dictionary; keys that it lacks stay as they are."""
    known = keys_of(base)
    for name in sorted(set(raw) - set(known)):
        faults.add(where, f"unknown key {name!r}{nearest(name, known)}")
    changes = {
        one.name: one.metadata["read"](
            raw[name], getattr(base, one.name), f"{where}[{name!r}]", faults
        )
        for name, one in known.items()
        if name in raw
    }
    return replace(base, **changes)  # type: ignore[type-var]


# Values: each of these is the `read` of a key, or returns one.


def reader(expected: str, value_of: Callable[[Any], Any]) -> Reader:
    """Return what reads a value by a function that returns None for one that is wrong.

    :param expected: what the value should be, for the message
    """

    def read(value: object, default: Any, where: str, faults: Faults) -> Any:
        found = value_of(value)
        if found is None:
            faults.add(where, f"expected {expected}, found {value!r}")
        return default if found is None else found

    return read


def _text(value: Any) -> str | None:
    # One that Sphinx translates later counts as well.
    is_text = isinstance(value, str) or hasattr(value, "__html__") or hasattr(value, "translate")
    return str(value) if is_text else None


def _mail_address(value: Any) -> str | None:
    written = _text(value)
    if written is None or (written.strip() and not MAIL.fullmatch(written.strip())):
        return None
    return written.strip()


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number; Python counts True and False among them."""
    return isinstance(value, int | float) and not isinstance(value, bool)


text = reader("a string", _text)
mail_address = reader("an e-mail address such as help@example.org", _mail_address)
yes_or_no = reader("True or False", lambda value: value if isinstance(value, bool) else None)


def whole(low: int, high: int) -> Reader:
    """Return what reads a whole number within bounds, both included."""
    numbers = range(low, high + 1)
    return reader(
        f"a whole number from {low} to {high}",
        lambda value: value if type(value) is int and value in numbers else None,
    )


def positive(kind: type[int | float]) -> Reader:
    """Return what reads a number above 0, as one of this kind."""
    return reader(
        "a number above 0",
        lambda value: kind(value) if is_number(value) and value > 0 else None,
    )


def one_of(*allowed: str) -> Reader:
    """Return what reads one of some words."""
    words = " or ".join(map(repr, allowed))
    return reader(words, lambda value: value if value in allowed else None)


def truth(value: object, *_: object) -> bool:
    """Return whether a value is true; Sphinx warns of one that is neither True nor False."""
    return bool(value)


def mapping(value: object, where: str, faults: Faults) -> dict[str, Any]:
    """Return a dictionary with strings as keys; an empty one instead of anything else."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    faults.add(where, f"expected a dictionary, found {value!r}")
    return {}

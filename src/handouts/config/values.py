"""Read the values of `conf.py`, and gather all that is wrong with them."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from sphinx.errors import ConfigError

from handouts import dates
from handouts.problems import line_in_conf

if TYPE_CHECKING:
    from concurrent.futures import Executor

Reader = Callable[[object, Any, "Spot"], Any]
"""Takes a value, the one to use instead if it is wrong, and where it stands."""


@dataclass
class Faults:
    """The faults of settings, gathered until all of them are known."""

    found: list[str] = field(default_factory=list)
    folder: Path = field(default_factory=Path)
    """Where `conf.py` lies, to which names of files are relative."""
    options: Collection[str] = ()
    """The settings that are given on the command line, and not by `conf.py`."""

    def stop_if_any(self) -> None:
        """Stop the build if anything was found.

        :raises ConfigError: with a line for each fault
        """
        if self.found:
            count, lines = len(self.found), [*map(self._with_place, self.found)]
            is_option = all(line.startswith("  -D ") for line in lines)
            where = "on the command line" if is_option else "in conf.py"
            head = f"handouts: {count} {'fault' if count == 1 else 'faults'} {where}"
            raise ConfigError("\n".join([head, *lines]))

    def _with_place(self, fault: str) -> str:
        """Return a fault with the line of its setting, or with the option that sets it."""
        setting = fault.partition(":")[0].partition("[")[0]
        if setting in self.options:
            return f"  -D {fault}"
        line = line_in_conf(self.folder / "conf.py", setting)
        return f"  line {line}: {fault}" if line else f"  {fault}"


@dataclass(frozen=True)
class Spot:
    """A place in `conf.py`, such as `handouts_brand['logo']`, where a value can be wrong."""

    name: str
    faults: Faults

    def fault(self, what: str) -> None:
        """Note what is wrong with the value."""
        self.faults.found.append(f"{self.name}: {what}")

    def inside(self, key: str | int) -> Spot:
        """Return the place of one value of a dictionary or a list."""
        return Spot(f"{self.name}[{key!r}]", self.faults)


MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An e-mail address as people type it; what follows `?` would add fields to a mail."""


def reader(expected: str, value_of: Callable[[Any], Any]) -> Reader:
    """Return what reads a value by a function that returns None for one that is wrong.

    :param expected: what the value should be, for the message
    """

    def read(value: object, default: Any, spot: Spot) -> Any:
        found = value_of(value)
        if found is None:
            spot.fault(f"expected {expected}, found {value!r}")
        return default if found is None else found

    return read


def is_text(value: object) -> bool:
    """Return whether a value is a text; one that Sphinx translates later counts as well."""
    return isinstance(value, str) or hasattr(value, "__html__") or hasattr(value, "translate")


def _text(value: Any) -> str | None:
    return str(value) if is_text(value) else None


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
        "a number above 0", lambda value: kind(value) if is_number(value) and value > 0 else None
    )


def one_of(*allowed: str) -> Reader:
    """Return what reads one of some words."""
    words = " or ".join(map(repr, allowed))
    return reader(words, lambda value: value if value in allowed else None)


def truth(value: object, *_: object) -> bool:
    """Return whether a value is true; Sphinx warns of one that is neither True nor False."""
    return bool(value)


def mapping(value: object, spot: Spot) -> dict[str, Any]:
    """Return a dictionary with strings as keys; an empty one instead of anything else."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    spot.fault(f"expected a dictionary, found {value!r}")
    return {}


country = reader(
    "the code of a country, such as 'GB' or 'US'",
    lambda value: value if re.fullmatch("[A-Z]{2}", str(value)) else None,
)


def today(value: object, base: str, spot: Spot) -> datetime.date:
    """Return the day to judge by."""
    try:
        return dates.today(os.environ, text(value, base, spot))
    except dates.DateError as error:
        name = dates.VARIABLE if os.environ.get(dates.VARIABLE) else spot.name
        Spot(name, spot.faults).fault(str(error))
        return datetime.date.min


def executor(value: object, base: str, spot: Spot) -> Callable[[int], Executor] | None:
    """Return what a name such as `package.module:name` stands for; None for an empty name."""
    name = text(value, base, spot)
    if not name:
        return None
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute, None)
    except (ImportError, ValueError) as error:
        spot.fault(f"{module!r} cannot be imported: {error}")
        return None
    if not callable(found):
        expected = "expected package.module:name, of something that can be called"
        spot.fault(f"{expected}, found {name!r}")
        return None
    return cast("Callable[[int], Executor]", found)

"""Read one value of `conf.py` as what it should be, and gather all that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.config import Config


@dataclass
class Faults:
    """What is wrong with `conf.py`, gathered until all of it is known."""

    found: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Note that the value at `where` is wrong."""
        self.found.append(f"{where}: {what}")

    def stop_if_any(self) -> None:
        """Raise one error for all that was found."""
        if self.found:
            count = len(self.found)
            head = f"handouts: {count} {'fault' if count == 1 else 'faults'} in conf.py"
            raise ConfigError("\n".join([head, *(f"  {fault}" for fault in self.found)]))


def mapping(value: object, where: str, faults: Faults) -> dict[str, Any]:
    """Return a dictionary with strings as keys; an empty one instead of anything else."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    faults.add(where, f"expected a dictionary, found {value!r}")
    return {}


def look_for_unknown_keys(
    raw: Mapping[str, Any], known: set[str], where: str, faults: Faults
) -> None:
    """Note each key that is not one of those known, with the nearest that is."""
    for key in sorted(set(raw) - known):
        faults.add(where, f"unknown key {key!r}{nearest(key, known)}")


def text(raw: Mapping[str, Any], key: str, default: str, where: str, faults: Faults) -> str:
    """Return the string at `key`; one that Sphinx translates later counts as well."""
    value = raw.get(key, default)
    if isinstance(value, str) or hasattr(value, "__html__") or hasattr(value, "translate"):
        return str(value)
    faults.add(f"{where}[{key!r}]", f"expected a string, found {value!r}")
    return default


def whole(
    raw: Mapping[str, Any],
    key: str,
    default: int,
    bounds: tuple[int, int],
    where: str,
    faults: Faults,
) -> int:
    """Return the whole number at `key`, which lies within `bounds`, both included."""
    value = raw.get(key, default)
    low, high = bounds
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    expected = f"expected a whole number from {low} to {high}"
    faults.add(f"{where}[{key!r}]", f"{expected}, found {value!r}")
    return default


def yes_or_no(raw: Mapping[str, Any], key: str, default: bool, where: str, faults: Faults) -> bool:
    """Return the truth value at `key`."""
    value = raw.get(key, default)
    if isinstance(value, bool):
        return value
    faults.add(f"{where}[{key!r}]", f"expected True or False, found {value!r}")
    return default


def positive(config: Config, name: str, faults: Faults) -> float:
    """Return a setting that is a number above 0."""
    value = getattr(config, name)
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    faults.add(name, f"expected a number above 0, found {value!r}")
    return 1.0

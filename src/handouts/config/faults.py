"""All that is wrong with `conf.py`, gathered to be said at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sphinx.errors import ConfigError


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

"""The register in the commits of a repository: no entry that was recorded may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.releases.register import Entry, Register, Release, Withdrawal
from handouts.releases.register_file import register_of_bytes

if TYPE_CHECKING:
    from handouts.releases.repository import Repository


@dataclass(frozen=True)
class RegisterHistory:
    """The versions of one register that were committed."""

    repository: Repository
    path: Path
    """The file, without links in its path."""

    def at(self, commit: str) -> Register:
        """Return the register as a commit has it; an empty one if it has none."""
        name = self.repository.path_of(self.path)
        return register_of_bytes(self.repository.read("show", f"{commit}:./{name}"), self.path.name)

    def commit_that_added(self, entry: Entry) -> str:
        """Return the first commit whose register has an entry, or nothing."""
        commits = self._log("--reverse", "--format=%H").split()
        return next((one for one in commits if entry in self.at(one).entries), "")

    def rewritten(self, now: Register) -> Iterator[str]:
        """Yield each committed entry that is gone or differs from its first commit.

        A merge may drop an entry of one branch, because two branches may release one version.
        """
        recorded: dict[tuple[object, ...], Entry] = {}
        for commit in [*self._before_removals(), "HEAD"]:
            for entry in self._readable_at(commit).entries:
                recorded.setdefault(_key(entry), entry)
        for entry in recorded.values():
            if entry not in now.entries:
                yield (
                    f"the {type(entry).__name__.lower()} of {entry.id} of {entry.date} is gone, or "
                    "differs from the one that was committed; what was recorded is never changed: "
                    f"restore it, and add a new entry"
                )

    def _before_removals(self) -> list[str]:
        """Return the commit before each that removed a line of the file, the oldest first."""
        # Most commits only add lines, and need not be read.
        lines = self._log("--no-merges", "--numstat", "--format=commit %H").splitlines()
        found, commit = [], ""
        for line in lines:
            if line.startswith("commit "):
                commit = line.removeprefix("commit ")
            elif line and line.split("\t")[1] != "0":
                found.append(f"{commit}^")
        return found[::-1]

    def _readable_at(self, commit: str) -> Register:
        """Return the register as a commit has it, or the newest one before that can be read."""
        for one in self._log("--format=%H", commit).split():
            register = self.at(one)
            if not register.problems:
                return register
        return Register()

    def _log(self, *words: str) -> str:
        return self.repository.ask("log", *words, "--", self.repository.path_of(self.path))


def _key(entry: Entry) -> tuple[object, ...]:
    """Return what identifies an entry: two entries with one key are one that was changed."""
    kind = type(entry).__name__, entry.id, entry.language
    if isinstance(entry, Release):
        return *kind, entry.version
    if isinstance(entry, Withdrawal):
        return *kind, entry.versions
    return *kind, entry.words, entry.by, entry.registration

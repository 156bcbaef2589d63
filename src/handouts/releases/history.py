"""What git knows of the register and of the sources: nothing that was released is rewritten."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.releases.register_file import register_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.releases.register import Entry, Register

SIGNED = {
    "G": "a good signature",
    "U": "a good signature, by a key of unknown trust,",
    "X": "a signature that has expired,",
    "Y": "a signature, by a key that has expired,",
    "R": "a signature, by a key that was revoked,",
    "E": "a signature that this machine cannot check,",
    "B": "a BAD signature",
}
"""What git says of the signature of a commit."""


@dataclass(frozen=True)
class Repository:
    """The git repository that holds a folder; all paths are below that folder."""

    folder: Path

    @classmethod
    def of(cls, folder: Path) -> Repository | None:
        """Return the repository of a folder that has at least one commit, or nothing."""
        found = cls(folder)
        return found if found.ask("rev-parse", "--verify", "--quiet", "HEAD") else None

    def ask(self, *words: str) -> str:
        """Return what git answers; nothing if it fails or is not there."""
        try:
            done = self.run(*words)
        except OSError:
            return ""
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run git in the folder; raises OSError where there is none."""
        command = ["git", "-C", str(self.folder), *words]
        return subprocess.run(command, capture_output=True, check=False)

    def head(self) -> str:
        """Return the commit that is checked out."""
        return self.ask("rev-parse", "HEAD").strip()

    def top(self) -> str:
        """Return the folder of the whole repository."""
        return self.ask("rev-parse", "--show-toplevel").strip()

    def uncommitted(self) -> list[str]:
        """Return the files of the folder that are not as they were committed, from the top."""
        done = self.run(
            "status", "--porcelain", "--untracked-files=all", "--no-renames", "-z", "--", "."
        )
        if done.returncode:
            raise OSError(done.returncode, done.stderr.decode("utf-8", "replace").strip(), "git")
        lines = done.stdout.decode("utf-8", "replace").split("\0")
        return sorted({line[3:] for line in lines if line[3:]})

    def path_of(self, file: Path) -> str:
        """Return a file's path from the folder, as git takes it."""
        return Path(os.path.relpath(file, self.folder)).as_posix()

    def register_at(self, commit: str, path: Path) -> Register:
        """Return the register as a commit has it; an empty one if it has none."""
        text = self.ask("show", f"{commit}:./{self.path_of(path)}")
        return register_of_text(text, path.name)

    def commit_that_added(self, entry: Entry, path: Path) -> str:
        """Return the first commit whose register has an entry, or nothing."""
        commits = self.ask("log", "--reverse", "--format=%H", "--", self.path_of(path)).split()
        return next((one for one in commits if entry in self.register_at(one, path).entries), "")

    def signature(self, commit: str) -> str:
        """Return what git says of the signature of a commit, in words; nothing if it has none."""
        answer = self.ask("log", "-1", "--format=%G?%x00%GS%x00%GF", commit).strip("\n")
        state, signer, key = [*answer.split("\0"), "", ""][:3]
        if state not in SIGNED:
            return ""
        return f"{SIGNED[state]} of {signer or 'nobody named'} (key {key or 'unknown'})"


def rewritten(before: Register, now: Register) -> Iterator[str]:
    """Yield what is wrong with a register that does not begin with all entries of an older one."""
    pairs = zip_longest(before.entries, now.entries[: len(before.entries)])
    for old, new in pairs:
        if old != new:
            noun = type(old).__name__.lower()
            yield (
                f"the {noun} of {old.id} of {old.date} differs from the one that was committed, "
                "or is gone; what was recorded is never changed: restore it, and add a new entry"
            )
            return

"""Ask git about a folder: its commits, their files, and what is not committed."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from handouts.problems import HandoutsError

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


class GitError(HandoutsError):
    """Git cannot be asked about a folder that it knows."""


@dataclass(frozen=True)
class Repository:
    """The git repository that holds a folder; all paths are below that folder."""

    folder: Path

    @classmethod
    def of(cls, folder: Path) -> Repository | None:
        """Return the repository of a folder that has at least one commit, or nothing.

        :raises GitError: if there is one, and git is not there or refuses to read it
        """
        found = cls(folder)
        try:
            done = found.run("rev-parse", "--show-toplevel")
        except FileNotFoundError:
            if any((parent / ".git").exists() for parent in (folder, *folder.parents)):
                message = f"'{folder}' is kept by git, and git cannot be started: install it"
                raise GitError(message) from None
            return None
        said = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode and "not a git repository (or any" not in said:
            raise GitError(said)
        return found if found.ask("rev-parse", "--verify", "--quiet", "HEAD") else None

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Run git in the folder, with variables; raises OSError where there is none."""
        # Some users have git write the state of signatures into each log.
        command = ["git", "-c", "log.showSignature=false", "-C", str(self.folder), *words]
        # Messages are compared in English.
        environment = {**os.environ, **variables, "LC_ALL": "C"}
        return subprocess.run(command, capture_output=True, check=False, env=environment)

    def read(self, *words: str) -> bytes:
        """Return what git answers; nothing if it fails or is not there."""
        try:
            done = self.run(*words)
        except OSError:
            return b""
        return done.stdout if done.returncode == 0 else b""

    def ask(self, *words: str) -> str:
        """Return what git answers in words."""
        return self.read(*words).decode("utf-8", "replace")

    def head(self) -> str:
        """Return the commit that is checked out."""
        return self.ask("rev-parse", "HEAD").strip()

    def top(self) -> str:
        """Return the folder of the whole repository."""
        return self.ask("rev-parse", "--show-toplevel").strip()

    def is_shallow(self) -> bool:
        """Return whether older commits are missing, as in most clones of continuous integration."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == "true"

    def uncommitted(self) -> list[str]:
        """Return all files of the repository that are not as they were committed, from its top.

        :raises OSError: if git fails
        """
        done = self.run(
            "status", "--porcelain", "--untracked-files=all", "--no-renames", "-z", "--", ":/"
        )
        if done.returncode:
            raise OSError(done.returncode, done.stderr.decode("utf-8", "replace").strip(), "git")
        lines = done.stdout.decode("utf-8", "replace").split("\0")
        return sorted({line[3:] for line in lines if line[3:]})

    def path_of(self, file: Path) -> str:
        """Return a file's path from the folder, as git takes it."""
        return Path(os.path.relpath(file, self.folder)).as_posix()

    def signature(self, commit: str) -> str:
        """Return what git says of the signature of a commit, in words; nothing if it has none."""
        answer = self.ask("log", "-1", "--format=%G?%x00%GS%x00%GF", commit).strip("\n")
        state, signer, key = [*answer.split("\0"), "", ""][:3]
        if state not in SIGNED:
            return ""
        return f"{SIGNED[state]} of {signer or 'nobody named'} (key {key or 'unknown'})"

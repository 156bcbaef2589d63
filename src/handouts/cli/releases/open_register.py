"""Read the register for a command, compare it with git, and add entries to it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import require_project
from handouts.cli.conf import register_of, require_language
from handouts.problems import HandoutsError, nearest, visible
from handouts.releases.append import add_entries
from handouts.releases.history import RegisterHistory
from handouts.releases.repository import Repository

if TYPE_CHECKING:
    from handouts.releases.register import Entry, Register


def overrides_of(options: argparse.Namespace) -> dict[str, str]:
    """Return what the options of a command set otherwise than `conf.py`.

    :raises HandoutsError: for a language that the project has no words of
    """
    if options.language:
        require_language(options.source, options.language)
    language = {"language": options.language} if options.language else {}
    register = {"handouts_releases": options.releases} if options.releases else {}
    return {**register, **language}


@dataclass(frozen=True)
class OpenRegister:
    """A register without faults, which has all entries that were committed."""

    path: Path
    register: Register
    history: RegisterHistory | None
    """None where the project is in no repository."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Add entries, all or none.

        :raises RegisterError: if they are faulty or cannot be written
        """
        add_entries(self.path, entries, self.register)


def open_register(source: Path, given: str | None) -> OpenRegister:
    """Return the register of a project.

    :param given: its name in the folder of the project, or None for that of `conf.py`
    :raises HandoutsError: without a project, or if the register cannot be used or has lost entries
    """
    require_project(source)
    path, register = register_of(source, given)
    repository = Repository.of(source.resolve())
    history = RegisterHistory(repository, path.resolve()) if repository else None
    for message in history.rewritten(register) if history else ():
        raise HandoutsError(f"{path}: {message} (git log -p {path})")
    return OpenRegister(path, register, history)


def require_committed(opened: OpenRegister, source: Path) -> RegisterHistory:
    """Return the history of a register.

    :raises HandoutsError: if a source is not committed
    """
    history = opened.history
    if history is None:
        message = (
            f"'{source}' is in no git repository with a commit: what was released could not be "
            "printed again. Run `git init`, commit the sources, and try again"
        )
        raise HandoutsError(message)
    if history.repository.is_shallow():
        message = "this clone lacks older commits; fetch them first: git fetch --unshallow"
        raise HandoutsError(message)
    top = Path(history.repository.top())
    if not history.path.is_relative_to(top):
        raise HandoutsError(f"{opened.path} lies outside the git repository {top}: move it there")
    own = history.path.relative_to(top).as_posix()
    open_files = [one for one in history.repository.uncommitted() if not _is_made(one, own, top)]
    if open_files:
        more = f" and {len(open_files) - 3} more" if len(open_files) > 3 else ""
        names = ", ".join(open_files[:3])
        what = f"not committed: {names}{more}; commit them first"
        remedy = "or name what is made anew at each build in .gitignore"
        raise HandoutsError(visible(f"{what}, {remedy}"))
    return history


def _is_made(name: str, register: str, top: Path) -> bool:
    """Return whether a file may be there that is not committed.

    The register grows until somebody commits it, and its old entries are checked apart. A later
    write removes half-written files. Sphinx compiles catalogues that are committed.
    """
    folder, _, file = register.rpartition("/")
    begun = f"{folder}/.{file}-" if folder else f".{file}-"
    path = top / name
    catalogue = path.suffix == ".mo" and path.with_suffix(".po").is_file()
    return name == register or name.startswith(begun) or catalogue


def require_released(register: Register, handout: str) -> None:
    """Raise HandoutsError for an id without a release."""
    known = {one.id for one in register.releases}
    if handout not in known:
        raise HandoutsError(f"nothing was released of '{handout}'{nearest(handout, known)}")

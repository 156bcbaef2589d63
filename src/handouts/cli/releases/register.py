"""The register as these commands use it: read, held against git, and added to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import dates
from handouts.cli.arguments import CommandError, add_releases, register_name
from handouts.problems import nearest
from handouts.releases.history import Repository, rewritten
from handouts.releases.register_file import RegisterError, add_entries, read_register

if TYPE_CHECKING:
    import argparse
    import datetime
    from collections.abc import Sequence

    from handouts.releases.register import Entry, Register


def add_register(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the project and its register."""
    parser.add_argument("--source", default="docs", help="folder with conf.py (docs)")
    add_releases(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option for the language to build in."""
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="of the pages, where the project is translated (that of conf.py)",
    )


def settings_of(options: argparse.Namespace) -> dict[str, str]:
    """Return what a command sets otherwise than `conf.py` does."""
    language = {"language": options.language} if options.language else {}
    register = {"handouts_releases": options.releases} if options.releases else {}
    return {**register, **language}


@dataclass(frozen=True)
class OpenRegister:
    """The register of a project, sound, and begun with all that was committed."""

    path: Path
    register: Register
    repository: Repository | None
    """None where the project is in none."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Add entries, all or none."""
        try:
            add_entries(self.path, entries, self.register)
        except RegisterError as error:
            raise CommandError(str(error)) from error


def open_register(source: Path, given: str | None) -> OpenRegister:
    """Return the register of a project.

    :param given: its name in the folder of the project, or None for that of `conf.py`
    :raises CommandError: if it cannot be used, or differs from what was committed
    """
    name = register_name(source, given)
    path = source / name
    register = read_register(path, name)
    if register.problems:
        first = register.problems[0]
        raise CommandError(f"{path.parent / str(first.place)}: {first.message}")
    repository = Repository.of(source.resolve())
    if repository:
        committed = repository.register_at("HEAD", source.resolve() / name)
        for message in rewritten(committed, register):
            raise CommandError(f"{path}: {message}")
    return OpenRegister(path, register, repository)


def require_committed(opened: OpenRegister, source: Path) -> Repository:
    """Return the repository of a project; raise CommandError if a source is not committed."""
    if opened.repository is None:
        message = (
            f"'{source}' is in no git repository with a commit: what was released could not be "
            "printed again. Run `git init`, commit the sources, and try again"
        )
        raise CommandError(message)
    # The register itself grows until somebody commits it; its old entries are looked at apart.
    top = Path(opened.repository.top())
    path = opened.path.resolve()
    if not path.is_relative_to(top):
        raise CommandError(f"{opened.path} lies outside the git repository {top}: move it there")
    own = path.relative_to(top).as_posix()
    # What a crash left of it, half written, is removed by a later write.
    litter = own.removesuffix(opened.path.name) + f".{opened.path.name}-"
    open_files = [
        one for one in opened.repository.uncommitted() if one != own and not one.startswith(litter)
    ]
    if open_files:
        more = f" and {len(open_files) - 3} more" if len(open_files) > 3 else ""
        names = ", ".join(open_files[:3])
        raise CommandError(f"not committed: {names}{more}; commit or remove them first")
    return opened.repository


def today() -> datetime.date:
    """Return the day to write into an entry."""
    try:
        return dates.today(os.environ)
    except dates.DateError as error:
        raise CommandError(str(error)) from error


def require_released(register: Register, handout: str) -> None:
    """Raise CommandError for an id of which nothing was released."""
    known = {one.id for one in register.releases}
    if handout not in known:
        raise CommandError(f"nothing was released of '{handout}'{nearest(handout, known)}")

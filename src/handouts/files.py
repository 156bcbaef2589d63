"""The package's own files and templates; digests; files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import functools
import hashlib
import importlib.metadata
import json
import os
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).parent
THEME = PACKAGE / "theme"
"""Style sheets, templates and fonts, of sheets and of what the HTML builders add."""
FONTS = THEME / "fonts"
TEMPLATE = "sheet.html"
"""Name of the template of a sheet."""
LOCALE = PACKAGE / "locale"
"""Catalogues of the package's own words for readers."""
STARTER = PACKAGE / "starter"
"""Templates of a new project."""
DATA_FILES = {
    "ledger": "claims.toml",
    "bibliography": "references.bib",
    "services": "services.toml",
}
"""Files of a project's data, by the settings that name them; in the folder of the sources."""
REMEDIES = {
    errno.ENAMETOOLONG: "Give it, or the page of a sheet, a shorter name",
    errno.ENOSPC: "Make room",
    errno.EDQUOT: "Make room",
    errno.EACCES: "Let this user read and write there, or choose another folder",
    errno.EPERM: "Let this user read and write there, or choose another folder",
    errno.EEXIST: "Name a folder, or move that file",
    errno.ENOTDIR: "Name a folder, or move that file",
    errno.EISDIR: "Name a file, or move that folder",
    errno.EROFS: "Choose a folder that can be written",
}
"""What to do about an error of the file system."""
OF_DISKS = {errno.ENOSPC, errno.EDQUOT}
"""Errors of a full disk, of which the system may not name the file."""
CODE = (".py", ".css", ".html", ".toml", ".po")
"""Endings of files of this package on which its output depends."""
FORMAT = 1
"""Raised when what is stored changes its form; older stores are then not read."""
LEFTOVER_SECONDS = 60
"""Writing a file takes less, so a half-written file that is older was left by a killed build."""
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@functools.cache
def package_digest() -> str:
    """Return the digest of this package's own code and theme."""
    found = hashlib.sha256(__version__.encode())
    # Asked for at every start: with strings in place of paths it takes half the time.
    for folder, folders, names in os.walk(PACKAGE):
        folders.sort()
        for name in sorted(name for name in names if name.endswith(CODE)):
            with open(f"{folder}{os.sep}{name}", "rb") as file:  # noqa: PTH123
                data = file.read()
            found.update(f"{folder[len(str(PACKAGE)) :]}/{name}:{len(data)}:".encode())
            found.update(data)
    return found.hexdigest()


@functools.cache
def installed_version(package: str) -> str:
    """Return the version of an installed package: to look it up takes a millisecond."""
    return importlib.metadata.version(package)


def digest_of(*parts: object) -> str:
    """Return a digest of values, the same on every machine and in every run."""
    text = json.dumps([FORMAT, *parts], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def filled_in(name: str, **values: Any) -> str:
    """Return a template of the theme with its values filled in, for what no doctree has."""
    return _templates().get_template(name).render(values)


@functools.cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # No worker needs it.

    return Environment(
        loader=FileSystemLoader(THEME),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_atomically(path: Path, data: bytes, *, clean: bool = True) -> None:
    """Write a file whole or not at all; an equal file is left as it is.

    :param clean: whether to remove what killed builds left of it; of many files, all at once
    :raises OSError: with the path, which the system leaves out when a disk is full
    """
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if clean:
            remove_leftovers([path])
        _replace(path, data)


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the file system name a file, which the system may leave out."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def what_failed(error: OSError, *folders: Path) -> str:
    """Return what an error of the file system is about, where, and what to do about it.

    :param folders: in which of them it may be, where the system names no file
    """
    places = [error.filename] if error.filename else folders
    where = " or ".join(f"'{one}'" for one in places)
    remedy = f". {REMEDIES[error.errno]}, and try again" if error.errno in REMEDIES else ""
    return f"{error.strerror or error} {where}".rstrip() + remedy


def _replace(path: Path, data: bytes) -> None:
    # Files of `tempfile` are for their owner only.
    new = path.with_name(f".{path.name}-{os.urandom(4).hex()}")
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def temporary_files_in(folder: Path | None) -> Iterator[None]:
    """Let other packages put their temporary files into a folder that will be removed, if any."""
    before = tempfile.tempdir
    if folder:
        tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextlib.contextmanager
def variable(name: str, value: str | None = None) -> Iterator[None]:
    """Set a variable of the environment, or let others set it, until the context ends."""
    before = os.environ.get(name)
    if value is not None:
        os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


def temporary_folder(prefix: str, parent: Path) -> Path:
    """Make a folder with a new name, and with the usual rights."""
    made = parent / f"{prefix}{os.urandom(4).hex()}"
    made.mkdir()
    return made


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove what killed builds left of files."""
    names: defaultdict[Path, set[str]] = defaultdict(set)
    for path in paths:
        names[path.parent].add(path.name)
    limit = time.time() - LEFTOVER_SECONDS
    for folder, wanted in names.items():
        with contextlib.suppress(OSError), os.scandir(folder) as found:
            for one in found:
                if one.name[:1] == "." and one.name[1:].rpartition("-")[0] in wanted:
                    with contextlib.suppress(OSError):
                        if one.stat().st_mtime < limit:
                            Path(one).unlink()

"""The data files of a project: where they are, and their text; knows nothing of their content."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.files import DATA_FILES
from handouts.problems import Fault

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MOST_BYTES = 5_000_000
"""Size of a data file; a ledger of thousands of claims has a tenth of it."""
LEDGER, BIBLIOGRAPHY, SERVICES = "handouts_ledger", "handouts_bibliography", "handouts_services"
SETTINGS = (LEDGER, BIBLIOGRAPHY, SERVICES)


def data_file(env: BuildEnvironment, setting: str) -> Path | None:
    """Return the file that a setting names, or nothing when the project has none."""
    name = getattr(env.config, setting)
    path = _path(env.srcdir, name)
    return path if name and path.is_file() else None


@functools.lru_cache(maxsize=8)  # This is called for each claim of a page.
def _path(folder: Path, name: str) -> Path:
    return folder / name


def missing_files(names: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return a message for each setting that names a file that is not there.

    :param names: by keys of `DATA_FILES`; one that is empty or as by default may be missing
    :param folder: with the files
    """
    remedy = "correct the name, or set it to nothing"
    return {
        f"handouts_{key}": f"handouts_{key}: no file '{name}'; {remedy}"
        for key, name in names.items()
        if name and name != DATA_FILES[key] and not (folder / name).is_file()
    }


def note_data_files(env: BuildEnvironment, *settings: str) -> None:
    """Note data files, all or some, as dependencies of the page that is read.

    A page that states claims does not note the ledger: the collector has it read again when one of
    these claims changes (`collect/outdated.py`).
    """
    noted = env.dependencies.get(env.current_document.docname, ())
    for setting in settings or SETTINGS:
        if _path(env.srcdir, getattr(env.config, setting)) in noted:
            continue
        # Sphinx takes a missing dependency for a changed one at each build.
        if path := data_file(env, setting):
            env.note_dependency(str(path))


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Return all pages when a data file was added, which no page could note as a dependency."""
    present = {setting for setting in SETTINGS if data_file(env, setting)}
    before: set[str] = getattr(env, "handouts_data_files", present)
    env.handouts_data_files = present  # type: ignore[attr-defined]
    return set() if present <= before else env.found_docs - added - changed


@dataclass(frozen=True)
class DataText:
    """The text of a data file, or why it cannot be read."""

    text: str = ""
    faults: tuple[Fault, ...] = ()


def read_text(path: Path) -> DataText:
    """Return the text of a file in UTF-8; a byte order mark is no part of it."""
    return text_of(path.read_bytes(), path.name)


def text_of(data: bytes, name: str) -> DataText:
    """Return the text that the bytes of a file are; `name` is that of the file."""
    if len(data) > MOST_BYTES:
        message = f"'{name}' has {len(data):,} bytes, at most {MOST_BYTES:,} are read; split it"
        return DataText(faults=(Fault("ledger", message, line=1),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"'{name}' is not in UTF-8: byte 0x{data[error.start]:02x} cannot be read; "
            "save the file as UTF-8"
        )
        return DataText(faults=(Fault("ledger", message, line=line),))
    return DataText(text.replace("\r\n", "\n"))

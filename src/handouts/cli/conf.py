"""Read from `conf.py` without a build: names of files, the day, the language."""

from __future__ import annotations

import datetime
import os
import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import dates
from handouts.claims.data.files import missing_files
from handouts.cli.arguments import require_project
from handouts.cli.wrong_settings import explain_by_settings
from handouts.files import DATA_FILES
from handouts.problems import HandoutsError, line_in_conf, visible
from handouts.releases.register_file import DEFAULT, read_register

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.errors import SphinxError

    from handouts.releases.register import Register


SLIP = "a missing comma, quotation mark or bracket"
INSTALL = "correct the name, or install what has it"
NAMED = re.compile(r"\b[a-z]+_[a-z_]+\b")
"""A name of a setting in what Sphinx says."""
UNLOADED = "Sphinx is unable to load the master document"
NO_FIRST_PAGE = (
    'Name the first page index.md, and put "myst_parser" among the extensions in conf.py; or name '
    "it index.rst, or as root_doc says."
)


def register_of(source: Path, given: str | None) -> tuple[Path, Register]:
    """Return the file of a project's register, and what it holds.

    :param given: its name in the folder of the project, or None for that of `conf.py`
    :raises HandoutsError: if there is none, or something is wrong in it
    """
    name = register_name(source, given)
    register = read_register(source / name, name)
    # Without an entry, a withdrawn version could seem to be current.
    for problem in register.problems:
        raise HandoutsError(visible(f"{source / str(problem.place)}: {problem.message}"))
    return source / name, register


def register_name(source: Path, given: str | None) -> str:
    """Return the name of the register: that of the option, or else that of `conf.py`.

    :raises HandoutsError: if `conf.py` is missing or cannot be read, or names none, or the file is
        not there
    """
    if not given:
        require_project(source)  # In another folder, nothing would seem to be released.
    name = given or _setting(source, "handouts_releases", DEFAULT)
    if not name:
        message = f"{source / 'conf.py'} sets handouts_releases to nothing; give --releases FILE"
        raise HandoutsError(message)
    if name != DEFAULT and not (source / name).is_file():
        message = f"no register '{source / name}'; correct the name, or begin an empty file"
        raise HandoutsError(message)
    return name


def data_files(source: Path, given: Mapping[str, str | None]) -> dict[str, str]:
    """Return the names of those data files of a project that a command reads.

    `conf.py` is a program, which runs only if it is asked for a name.

    :param given: for keys of `DATA_FILES`, names in the folder of the project, or None for that of
        `conf.py`, which may be empty for none; what else it has does not count
    :raises HandoutsError: if `conf.py` cannot be read, or a file that is named is not there
    """
    names = {name: given[name] for name in DATA_FILES if name in given}
    unnamed = {f"handouts_{name}": DATA_FILES[name] for name, file in names.items() if not file}
    in_conf = _settings(source, unnamed) if unnamed else {}
    found = {name: file or in_conf[f"handouts_{name}"] for name, file in names.items()}
    for name in filter(given.get, found):
        if not (source / found[name]).is_file():
            raise HandoutsError(f"no {name} '{source / found[name]}'; name a file in '{source}'")
    of_conf = {name: file for name, file in found.items() if not given[name]}
    path = source / "conf.py"
    if missing := missing_files(of_conf, source):
        lines = (f"{path}:{line_in_conf(path, name) or 1}: {missing[name]}" for name in missing)
        raise HandoutsError("\n".join(lines))
    return found


def today_of(source: Path) -> datetime.date:
    """Return the day to judge by, as a build has it.

    :raises DateError: if the day that is set cannot be read
    """
    return dates.today(os.environ, _setting(source, "handouts_today", ""))


def require_language(source: Path, language: str) -> None:
    """Raise HandoutsError for a language that is not that of `conf.py` and has no catalogue.

    Its pages would have the words of the language of `conf.py`.
    """
    config = read_config(source)
    try:
        if isinstance(config.locale_dirs, str):  # It would be read letter by letter.
            raise TypeError("it is no list")
        folders = [source / name / language / "LC_MESSAGES" for name in config.locale_dirs]
    except TypeError as error:
        message = explain_by_settings(error, config, source / "conf.py")
        raise HandoutsError(message) from error
    if language != config.language and not any(folder.is_dir() for folder in folders):
        looked = ", ".join(map(str, folders)) or "a folder that locale_dirs in conf.py names"
        raise HandoutsError(f"nothing is translated into '{language}': no catalogues in {looked}")


def _setting(source: Path, name: str, default: str) -> str:
    return _settings(source, {name: default})[name]


def _settings(source: Path, defaults: Mapping[str, str]) -> dict[str, str]:
    if not (source / "conf.py").is_file():
        return dict(defaults)
    config = read_config(source)
    for name, default in defaults.items():
        config.add(name, default, "env", (str,))
    return {name: str(config[name] or "") for name in defaults}


def read_config(source: Path) -> Config:
    """Return what `conf.py` sets, and the defaults of Sphinx itself; this runs it.

    :raises HandoutsError: if it cannot be read
    """
    # Loaded here, because most commands do not need Sphinx.
    from sphinx.config import Config
    from sphinx.errors import ConfigError
    from sphinx.util.tags import Tags

    try:
        return Config.read(source.resolve(), overrides={}, tags=Tags())
    except ConfigError as error:
        raise HandoutsError(reason_of(error, source)) from error


def reason_of(error: SphinxError, source: Path) -> str:
    """Return what Sphinx says of an error; of one in `conf.py`, where to look."""
    if at := fault_in_conf(error.__cause__, source):
        return at
    text, path = str(error).rstrip(), source / "conf.py"
    if isinstance(error.__cause__, SyntaxError):
        return f"{text}: look there and on the line before for {SLIP}"
    if isinstance(error.__cause__, ModuleNotFoundError):
        line = line_in_conf(path, "extensions", f"{error.__cause__.name}")
        return f"{path}:{line or 1}: {text}; look for a missing comma before it, {INSTALL}"
    if error.category == "Theme error" and error.__cause__ is None:
        return f"{path}:{line_in_conf(path, 'html_theme') or 1}: {text}; {INSTALL}"
    if text.startswith(UNLOADED):
        hint = "" if "_patterns" in text else f" {NO_FIRST_PAGE}"
        return _at_setting(f"{text}{hint}", path)
    is_ours = text.startswith("handouts:")  # It has its lines.
    return (
        _at_setting(text, path) if error.category == "Configuration error" and not is_ours else text
    )


def _at_setting(text: str, path: Path) -> str:
    """Return what Sphinx says of a setting, with its line if `conf.py` has it."""
    lines = (line_in_conf(path, name) for name in NAMED.findall(text))
    line = next(filter(None, lines), 0)
    return f"{path}:{line}: {text}" if line else text


def fault_in_conf(error: BaseException | None, source: Path) -> str:
    """Return where the code of `conf.py` failed, and how; nothing for an error elsewhere."""
    path = source / "conf.py"
    frames = traceback.extract_tb(error.__traceback__) if error else []
    lines = [one.lineno for one in frames if Path(one.filename).resolve() == path.resolve()]
    if not lines:
        return ""
    what = traceback.format_exception_only(error)[-1].strip()
    return f"{path}:{lines[-1]}: {what}; correct that line, or what it calls"

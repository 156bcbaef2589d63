"""Find files outside the project that pages, catalogues, settings and links lead to."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.parsers.rst.directives.misc import Include
from sphinx.errors import ConfigError, SphinxError
from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SETTINGS = "docutils.conf"
VARIABLE = "HANDOUTS_RESTRICTED"
RESTRICTED = ("", "links", "all")
"""Values of `handouts_restricted`, the strictest last."""
RUNS = {"substitution"}
"""Extensions of MyST by which the text of a page can run any program."""
RUN_PROGRAMS = {
    "IPython.sphinxext.ipython_directive",
    "jupyter_sphinx",
    "matplotlib.sphinxext.plot_directive",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.inheritance_diagram",
    "sphinxcontrib.programoutput",
}
"""Extensions of Sphinx by which a page can run programs, load modules, or read any file."""
CHARACTERS = Path(os.path.realpath(Include.standard_include_path))
"""The folder of docutils' own lists of characters, such as `<isonum.txt>`."""
LONGEST_NAME = 250
"""Longer texts in settings are no names of files."""


class FilesOutside:
    """Finds the files outside the project that pages take in, for the pages of one build.

    Where a folder lies is looked up once: most files share theirs with others.
    """

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self._folders: dict[str, str] = {}
        self._root = self._real_folder(str(app.srcdir))
        self._inside = (self._root, str(CHARACTERS))
        self._translated = any(map(os.path.lexists, folders_of_catalogues(app)))

    def of_page(self, docname: str) -> Iterator[tuple[int, str]]:
        """Yield line and message for each such file that a page takes in."""
        page = os.path.normpath(self.app.env.doc2path(docname))
        if not self._lies_in(page, self._root):
            link = "the page is a link to a file outside the source folder"
            yield 1, f"{link}; copy it into the folder"
            return
        for name in sorted(map(str, self.app.env.dependencies.get(docname, ()))):
            if self._is_outside(os.path.normpath(os.path.join(self._root, name))):  # noqa: PTH118
                # The line that names the file, if one does.
                text = Path(page).read_text("utf-8", errors="replace")
                line = text.count("\n", 0, max(text.find(Path(name).name), 0)) + 1
                yield line, f"'{name}' lies outside the source folder; copy it into the folder"
        for path in catalogues(self.app, docname) if self._translated else ():
            if _leaves(path, Path(self.app.srcdir)) or _leaves(path, path.parent):
                yield 1, f"the catalogue '{path.name}' leads outside; put a copy in its place"

    def _is_outside(self, path: str) -> bool:
        if any(self._lies_in(path, folder) for folder in self._inside) or not Path(path).exists():
            return False
        # Sphinx adds it to what each page depends on.
        is_settings = Path(path) == Path(self.app.confdir, SETTINGS)
        return not is_settings or _leaves(Path(path), Path(self.app.confdir))

    def _lies_in(self, path: str, folder: str) -> bool:
        """Return whether a path lies in a folder whose real path is given, links followed."""
        parent, name = os.path.split(path)
        real = os.path.join(self._real_folder(parent), name)  # noqa: PTH118
        if os.path.islink(real):  # noqa: PTH114
            real = os.path.realpath(real)
        return real.startswith(f"{folder}{os.sep}")

    def _real_folder(self, folder: str) -> str:
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return self._folders[folder]


def catalogues(app: Sphinx, docname: str) -> Iterator[Path]:
    """Yield the catalogues from which a page may be translated, where their folder is there."""
    domain = docname_to_domain(docname, app.config.gettext_compact)
    for folder in folders_of_catalogues(app):
        if os.path.lexists(folder):
            for ending in ("po", "mo"):
                yield Path(os.path.normpath(Path(folder, f"{domain}.{ending}")))


def folders_of_catalogues(app: Sphinx) -> Iterator[str]:
    """Yield the folders in which catalogues of the project's language may lie."""
    for name in app.config.locale_dirs:
        yield os.path.join(app.srcdir, name, app.config.language, "LC_MESSAGES")  # noqa: PTH118


def links_outside(folder: Path) -> Iterator[Path]:
    """Yield each link in a folder that leads out of it."""
    root = Path(os.path.realpath(folder))
    for parent, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(parent, name)
            if path.is_symlink() and not _is_inside(path, root):
                yield path


class OutsideError(SphinxError):
    """Links by which a build would read files from outside the project."""

    category = "Links that lead out of the project"


def on_builder_inited(app: Sphinx) -> None:
    """Stop at settings that name a link out of the project, and in restricted builds at any link.

    :raises OutsideError: with a line for each such link
    :raises ConfigError: for another setting, or a file, that cannot be used
    """
    if (given := app.config.handouts_restricted) not in RESTRICTED:
        known = ", ".join(RESTRICTED[1:])
        raise ConfigError(f"handouts_restricted: expected one of {known}, found {given!r}")
    if app.config.handouts_restricted == "all":
        _refuse_programs(app)
    confdir = Path(app.confdir)
    named = {confdir / SETTINGS, *_named_in_settings(app.config, confdir)}
    links = {path for path in named if _leaves(path, confdir)}
    if app.config.handouts_restricted:
        links |= {*links_outside(confdir), *links_outside(Path(app.srcdir))}
    if links:
        message = "is a link to what lies outside the project; copy that into the project"
        raise OutsideError("".join(f"\n  {path}: {message}" for path in sorted(links)))
    for path in sorted(named):
        if path.is_file() and not os.access(path, os.R_OK):
            raise ConfigError(f"'{path}' cannot be read; let this user read it")
    _check_settings(confdir / SETTINGS)


def _refuse_programs(app: Sphinx) -> None:
    """Stop if `conf.py` loads what lets the text of a page run programs or read any file."""
    names = [*(RUN_PROGRAMS & app.extensions.keys())]
    names += RUNS & set(getattr(app.config, "myst_enable_extensions", ()))
    if getattr(app.config, "nb_execution_mode", "off") != "off":
        names.append("nb_execution_mode")
    if names:
        message = f"handouts_restricted is 'all', but pages can run programs by '{min(names)}'"
        raise ConfigError(f"{message}; build them without it, by settings of your own")


def _check_settings(path: Path) -> None:
    """Stop at settings of docutils that cannot be read: Sphinx would end with a traceback."""
    if not path.exists():
        return
    try:
        configparser.RawConfigParser().read(path, "utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        raise ConfigError(f"{path.name} cannot be read as settings of docutils: {reason}") from None


def _leaves(path: Path, folder: Path) -> bool:
    """Return whether a file that seems to lie in a folder lies elsewhere."""
    return path.is_relative_to(folder) and not _is_inside(path, Path(os.path.realpath(folder)))


def _named_in_settings(config: Config, confdir: Path) -> Iterator[Path]:
    """Yield the files that the settings of this package name."""
    todo = [config[name] for name in config.values if name.startswith("handouts_")]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, list | tuple):
            todo += value
        elif isinstance(value, str | Path) and 0 < len(str(value)) < LONGEST_NAME:
            yield Path(os.path.normpath(confdir / value))


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return Path(os.path.realpath(path)).is_relative_to(root)
    except ValueError:  # No file has such a name, in this locale or at all.
        return True

"""The register of the build under way: read from the file that `conf.py` names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from handouts.i18n import sphinx_language
from handouts.problems import Problem, place_in_conf
from handouts.releases.register import WORDS_FORM, Register, of_other_form
from handouts.releases.register_file import DEFAULT, read_register
from handouts.state import BuildKey

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
REGISTER = BuildKey[Register]("register of releases")


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Read the register at each build, because one process may build several times."""
    name = app.config.handouts_releases
    register = _register(app, name)
    REGISTER.set(app.config, register)
    for one in of_other_form(register):
        logger.info(
            "%s:%d: the words of %s (%s) were recorded in another form than %s, so its sheets are "
            "drafts: approve and release it again",
            name,
            one.line,
            one.name,
            one.language,
            WORDS_FORM,
        )


def _register(app: Sphinx, name: str) -> Register:
    """Return the register; a missing one would let withdrawn sheets be printed again."""
    source = Path(app.srcdir)
    register = read_register(source / name, name) if name else Register()
    if register.exists or name in {"", DEFAULT}:
        return register
    message = f"handouts_releases: no file '{name}'; correct the name, or begin an empty file"
    problem = Problem("releases", message, place_in_conf(app, "handouts_releases"))
    return Register(problems=(problem,), exists=True)


def language_of(config: Config) -> str:
    """Return the language of the pages as the register writes it."""
    return sphinx_language(config.language)


def releases_of(config: Config) -> Register:
    """Return the register of this build; an empty one where the project has none."""
    return REGISTER.get(config) or Register()

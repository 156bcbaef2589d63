"""The register of the build under way: read from the file that `conf.py` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handouts.releases.register import Register
from handouts.releases.register_file import read_register
from handouts.state import BuildKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

REGISTER = BuildKey[Register]("register of releases")


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Read the register: at each build, because one process may build several times."""
    name = app.config.handouts_releases
    REGISTER.set(app.config, read_register(Path(app.srcdir) / name, name) if name else Register())


def language_of(config: Config) -> str:
    """Return the language of the pages as the register writes it."""
    return str(config.language).replace("-", "_")


def releases_of(config: Config) -> Register:
    """Return the register of this build; an empty one where the project has none."""
    return REGISTER.get(config) or Register()

"""The catalogues of the pages, read anew for each build."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from sphinx import locale
from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

OF_SPHINX = "sphinx"
"""Name of the catalogue of Sphinx's own words, which a page of that name adds to."""


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget the translations that an earlier build in this process has read.

    Python keeps each catalogue by its path, and Sphinx keeps each by its name, so that the text
    of a file that has changed since, or of another project, would be printed.
    """
    # Only this private field of Python holds what was read; Django empties it too.
    getattr(gettext, "_translations", {}).clear()
    names = {docname_to_domain(docname, app.config.gettext_compact) for docname in env.found_docs}
    for name in names - {OF_SPHINX}:
        locale.translators.pop(("general", name), None)

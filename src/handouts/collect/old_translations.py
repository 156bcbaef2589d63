"""Forget translations of pages that an earlier build in this process has read."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from sphinx import locale
from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

OF_SPHINX = "sphinx"
"""Name of Sphinx's own catalogue; that of a page of this name is added to it."""


def forget_translations(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget the translations that an earlier build in this process has read.

    Python keeps each catalogue by its path, and Sphinx by its name: a file that has changed
    since, or one of another project, would be ignored.
    """
    # Python has no public way to forget them; Django empties this field too.
    getattr(gettext, "_translations", {}).clear()
    names = {docname_to_domain(docname, app.config.gettext_compact) for docname in env.found_docs}
    for name in names - {OF_SPHINX}:
        locale.translators.pop(("general", name), None)

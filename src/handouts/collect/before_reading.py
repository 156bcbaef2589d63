"""Before pages are read: stop at those in another encoding, and forget old translations."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import locale
from sphinx.errors import SphinxError
from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

UTF_8 = {"utf-8", "utf-8-sig"}


class PageEncodingError(SphinxError):
    """Pages that cannot be decoded."""

    category = "Pages that cannot be read"


def refuse_other_encodings(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop at pages that cannot be decoded.

    :raises PageEncodingError: with a line for each such page
    """
    encoding = str(app.config.source_encoding).lower()
    shown = "UTF-8" if encoding in UTF_8 else encoding
    unreadable = [
        f"{env.doc2path(name, base=False)}:{line}: this line is not in {shown}; save the page again"
        for name in sorted(docnames)
        if (line := _unreadable_line(Path(env.doc2path(name)), encoding))
    ]
    if unreadable:
        raise PageEncodingError("\n".join(unreadable))


def _unreadable_line(path: Path, encoding: str) -> int | None:
    try:
        data = path.read_bytes()
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    except OSError:
        pass  # Sphinx names what it cannot open.
    return None


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

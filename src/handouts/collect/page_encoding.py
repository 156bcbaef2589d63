"""Stop before pages are read if one cannot be decoded, and name the line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

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

"""Pages whose bytes are no text, told by their names: Sphinx would stop without naming any.

Knows files; nothing of what a page says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class LettersError(SphinxError):
    """Pages that are not in UTF-8."""

    category = "Pages that cannot be read"


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop at pages that are not in UTF-8, all of them at once, unless Sphinx is told otherwise."""
    if not app.config.source_encoding.lower().startswith("utf"):
        return
    told = [
        f"{env.doc2path(name, base=False)}:{line}: this line is not in UTF-8; save the page again"
        for name in sorted(docnames)
        if (line := _unreadable_line(Path(env.doc2path(name))))
    ]
    if told:
        raise LettersError("\n".join(told))


def _unreadable_line(path: Path) -> int | None:
    try:
        data = path.read_bytes()
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    except OSError:
        pass  # Sphinx names what it cannot open.
    return None

"""Stop at toctrees that lead round in a circle, which Sphinx would follow without end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class CircleError(SphinxError):
    """Toctrees that lead from a page back to it."""

    category = "Toctrees lead in a circle"


def refuse_circles(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop before a site is built from toctrees that lead back.

    :raises CircleError: with the pages of the circle; Sphinx itself gets no further either
    """
    if app.builder.format != "html" or app.builder.name == "handouts":
        return
    if pages := circle(env.toctree_includes, env.config.root_doc):
        way = " → ".join(str(env.doc2path(name, base=False)) for name in pages)
        raise CircleError(f"{way}; take an entry out of one of these pages")


def circle(entries: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """Return the first circle below a page, from one page back to it; nothing if there is none.

    A page that lists itself is none, because Sphinx passes over that entry.

    >>> circle({"index": ["a"], "a": ["a", "b"], "b": ["index"]}, "index")
    ['index', 'a', 'b', 'index']
    """
    done: set[str] = set()
    way, ahead = [start], [iter(entries.get(start, ()))]
    while way:
        page = next((one for one in ahead[-1] if one not in done and one != way[-1]), None)
        if page is None:
            done.add(way.pop())
            ahead.pop()
        elif page in way:
            return [*way[way.index(page) :], page]
        else:
            way.append(page)
            ahead.append(iter(entries.get(page, ())))
    return []

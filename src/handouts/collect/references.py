"""Note the terms and references of a page: what they lead to may change with another page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import glossary, pending_xref
from sphinx.util import docname_join

from handouts.nodes import nodes_in

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def references(doctree: nodes.document, env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield the labels, terms and pages that references name, in small letters."""
    for node in nodes_in(doctree, pending_xref):
        target = str(node.get("reftarget", ""))
        yield target.lower()
        if node.get("reftype") == "doc":
            yield docname_join(docname, target).lower()
        elif node.get("reftype") == "myst" and node.get("refdomain") is None:
            name, path = env.relfn2path(target.partition("#")[0], docname)
            yield (env.path2doc(path) or name).lower()


def awaited_files(doctree: nodes.document, env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield each file that a link may name and that is not there, from the source folder on.

    MyST asks while it reads whether a link names a file, so the page must be read again when there
    is one. The name may also be that of a label with a dot.
    """
    for node in nodes_in(doctree, pending_xref):
        if node.get("reftype") == "myst" and node.get("refdomain") is None:
            name, path = env.relfn2path(str(node["reftarget"]).partition("#")[0], docname)
            if Path(name).suffix and not env.path2doc(path):
                yield name


def terms_in(doctree: nodes.document) -> list[nodes.term]:
    """Return the terms that the glossaries of a page explain."""
    found = nodes_in(doctree, glossary)
    return [term for one in found for term in nodes_in(one, nodes.term)]

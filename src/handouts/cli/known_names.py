"""The names that a project has, among which the one that an author meant may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives as docutils_directives
from docutils.parsers.rst import roles as docutils_roles
from docutils.parsers.rst.languages import en

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}


def labels(app: Sphinx) -> set[str]:
    """Return the labels of all pages, and the pages as links of Markdown name them."""
    domain = app.env.domains.standard_domain
    return set(domain.labels) | set(domain.anonlabels)


def documents(app: Sphinx) -> set[str]:
    """Return the pages, with and without the ending of their files."""
    names = set(app.env.found_docs)
    files = {str(app.env.doc2path(name, base=False)).replace("\\", "/") for name in names}
    # A link in a folder names its neighbour without the folder.
    return names | files | {name.rpartition("/")[2] for name in files}


def terms(app: Sphinx) -> set[str]:
    """Return the words of the glossary."""
    objects = app.env.domains.standard_domain.get_objects()
    return {str(name) for _, name, kind, *_ in objects if kind == "term"}


def directives(app: Sphinx) -> set[str]:
    """Return the names of directives."""
    # Docutils has no public list of what Sphinx and extensions have registered.
    registered = set(docutils_directives._directives)  # type: ignore[attr-defined]
    return registered | set(en.directives) | set(_of_domains(app, "directives"))


def roles(app: Sphinx) -> set[str]:
    """Return the names of roles."""
    registered = set(docutils_roles._roles)  # type: ignore[attr-defined]
    return registered - {""} | set(en.roles) | set(_of_domains(app, "roles"))


def _of_domains(app: Sphinx, kind: str) -> Iterator[str]:
    for domain in app.env.domains.sorted():
        for name in getattr(domain, kind):
            yield f"{domain.name}:{name}"
            if domain.name in {"std", app.config.primary_domain}:
                yield name


def images(app: Sphinx) -> set[str]:
    """Return the pictures in the folder of the pages, by their paths in it."""
    paths = (path for path in app.srcdir.rglob("*") if path.suffix.lower() in PICTURES)
    found = (path.relative_to(app.srcdir) for path in paths)
    return {path.as_posix() for path in found if not any(one[0] in "._" for one in path.parts[:-1])}

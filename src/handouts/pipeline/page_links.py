"""Say what pages show of one another: where references lead, titles, numbers, the contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from handouts.files import digest_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

Destinations = Mapping[str, list[tuple[str, str]]]


def destinations(env: BuildEnvironment) -> Destinations:
    """Return page and description of what references can lead to, by the name in small letters.

    The numbers of sections and figures are not in it: no sheet shows them.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name, docname, value in _named(env):
        found.setdefault(name.lower(), []).append((docname, repr(value)))
    return {name: sorted(values) for name, values in found.items()}


def _named(env: BuildEnvironment) -> Iterator[tuple[str, str, Any]]:
    """Yield name, page and description of labels, terms and other objects, titles, headings."""
    for domain in env.domains.sorted():
        for one in domain.get_objects():
            yield one[0], one[3], one
    for name, (docname, node_id, _line) in env.domains.citation_domain.citations.items():
        yield name, docname, node_id
    for name, (docname, number) in env.domains.math_domain.equations.items():
        yield name, docname, number
    for name, metadata in env.metadata.items():
        slugs = metadata.get("myst_slugs", {})  # Of each heading: line, id, and words.
        yield name, name, sorted((slug, *found[1:]) for slug, found in slugs.items())


def _numbers(env: BuildEnvironment, docname: str) -> str:
    """Return the numbers of the sections and figures of a page as one text."""
    found = [env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname)]
    return repr(found) if any(found) else ""


class PageLinks:
    """What each page of the site shows of others, which Sphinx does not write again for it."""

    def __init__(self, env: BuildEnvironment, where: Destinations) -> None:
        self.env, self.where = env, where
        terms = env.domains.standard_domain.objects.items()
        self.explained = {name.lower(): at for (kind, name), (at, _) in terms if kind == "term"}
        """The page of each term."""
        self.above: dict[str, str] = {}
        """For each page of the contents the one that lists it first."""
        self.order = list(self._contents())
        self.place = {name: number for number, name in enumerate(self.order)}

    def _contents(self) -> Iterator[str]:
        """Yield the pages in the order of the contents, each once.

        Sphinx's own function never ends where pages list each other.
        """
        todo = [(self.env.config.root_doc, "")]
        while todo:
            name, above = todo.pop()
            if name not in self.above:
                self.above[name] = above
                yield name
                below = self.env.toctree_includes.get(name, ())
                todo += [(one, name) for one in reversed(below)]

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers of each page; not before Sphinx has numbered sections and figures anew."""
        return {name: _numbers(self.env, name) for name in self.env.all_docs}

    @property
    def front_page(self) -> list[Any]:
        """The groups of pages that the front page lists, which stand at the foot of each page."""
        toctrees = self.env.tocs[self.env.config.root_doc].findall(addnodes.toctree)
        return [
            [one.get("caption"), one["entries"], [self._title(name) for _, name in one["entries"]]]
            for one in toctrees
        ]

    def _title(self, name: str) -> str:
        return self.env.titles[name].astext() if name in self.env.titles else ""

    def key_of(self, docname: str, references: Iterable[str]) -> str:
        """Return the key of what a page shows of others, with where its references lead."""
        env, numbers, place = self.env, self.numbers, self.place.get(docname)
        listed = env.toctree_includes.get(docname, ())
        below = [[name, env.all_docs.get(name), numbers.get(name)] for name in listed]
        around = [] if place is None else self.order[max(place - 1, 0) : place + 2]
        name = docname
        while name := self.above.get(name, ""):
            around.append(name)
        titles = [[name, self._title(name), numbers.get(name)] for name in around]
        named = [
            # A link to a term shows what the term means.
            [name, found, env.all_docs.get(self.explained.get(name, ""))]
            + [numbers.get(page) for page, _ in found]
            for name in references
            for found in [self.where.get(name, [])]
        ]
        return digest_of(numbers.get(docname), below, titles, named)

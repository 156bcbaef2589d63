"""Resolve a handout's references to the public site, whatever is being built."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import process_only_nodes
from sphinx.util.tags import Tags

from handouts.builder import HandoutsBuilder
from handouts.nodes import nodes_in
from handouts.state import BuildKey
from handouts.writer.supported import KNOWN

if TYPE_CHECKING:
    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

PAPER_TAGS = ("handouts", "format_handouts", "builder_handouts")
"""Tags that hold on paper beside the project's own, in every build."""
NEEDED = {
    "sphinx_design.aside": ("aside",),
    "sphinx_design.dropdown": ("dropdown",),
    "sphinx_design.tabs": ("tab-set",),
    "sphinx.domains.c": ("AliasNode",),
    "sphinx.domains.cpp": ("AliasNode",),
    "sphinx.transforms.post_transforms.code": ("literal_block", "doctest_block", "highlightlang"),
}
"""What the transforms of a module change: components of sphinx-design, or classes of nodes."""

OURS = KNOWN | {"myst_parser"}
"""Packages whose transforms make nothing that those of `NEEDED` change."""


class PaperBuilder(HandoutsBuilder):
    """Replaces the application's builder while a sheet's references are resolved.

    `Builder.__init__` is not called: it would add this builder's tags to those of the
    application, and `{only}` would then show other text on the web.
    """

    def __init__(self, app: Sphinx, env: BuildEnvironment, address: Callable[[str], str]) -> None:
        self.srcdir, self.confdir = app.srcdir, app.confdir
        self.outdir, self.doctreedir = app.outdir, app.doctreedir
        self._app, self.env, self.config = app, env, app.config
        self.events = app.events
        # Own tags: those of the application name the builder that runs, and are cached.
        self.tags = Tags([*PROJECT.need(app.config).tags, *PAPER_TAGS])
        self.images: dict[str, str] = {}
        self.address = address

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page on the public site, or its name, which is no link."""
        # Raising NoUri would print the words of a reference unresolved: a file's name, not a title.
        return self.address(docname) or docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the full address: paper has no place to be relative to."""
        return self.get_target_uri(to, typ)


@dataclass(frozen=True)
class _Project:
    """The project's own transforms and tags, without those of builder and theme."""

    transforms: list[type[Transform]]
    tags: tuple[str, ...]


PROJECT = BuildKey[_Project]("transforms of the project")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Keep the project's own transforms and tags, before a theme or a builder adds to them."""
    project = _Project(list(app.registry.get_post_transforms()), tuple(app.tags))
    PROJECT.set(config, project)


def transforms_for(
    document: nodes.document, transforms: Collection[type[Transform]]
) -> list[type[Transform]]:
    """Return transforms without those that would find nothing to change in a doctree.

    They look at each node, which took a tenth of the time of composing. All are kept if a project
    has one of its own, which may make what another changes.
    """
    if not all(one.__module__.partition(".")[0] in OURS for one in transforms):
        return [*transforms]
    elements = nodes_in(document, nodes.Element)
    present = {one.get("design_component") for one in elements}
    present |= {kind.__name__ for one in set(map(type, elements)) for kind in one.__mro__}
    needed = ((one, NEEDED.get(one.__module__)) for one in transforms)
    return [one for one, names in needed if names is None or not present.isdisjoint(names)]


@contextlib.contextmanager
def resolving_for_paper(
    app: Sphinx, builder: PaperBuilder, document: nodes.document
) -> Iterator[None]:
    """Resolve references of a doctree to the public site, in every build.

    Sphinx resolves with the application's builder and all registered transforms. Both are replaced
    while one handout is resolved, and then restored.
    """
    registry = app.registry
    before = app.builder, app.env._builder_cls, registry.post_transforms
    app.builder, app.env._builder_cls = builder, PaperBuilder
    registry.post_transforms = transforms_for(document, PROJECT.need(app.config).transforms)
    try:
        yield
    finally:
        app.builder, app.env._builder_cls, registry.post_transforms = before


def _is_condition(expression: str, tags: Tags) -> bool:
    with contextlib.suppress(Exception):  # Sphinx's reader of conditions raises what Jinja does.
        tags.eval_condition(expression)
        return True
    return False


def decide_conditions(
    app: Sphinx, builder: PaperBuilder, document: nodes.document, docname: str
) -> None:
    """Keep what `only` and `ifconfig` show on paper, which is the same in every build.

    :param builder: whose tags hold on paper
    :param document: of the page `docname`; it is changed
    """
    conditions = nodes_in(document, addnodes.only)
    for node in conditions:
        if not _is_condition(node["expr"], builder.tags):
            # Sphinx would show what stands there everywhere.
            mark = nodes.problematic("", node["expr"])
            mark.source, mark.line = node.source, node.line
            node.children = []
            node.append(mark)
    if conditions:
        process_only_nodes(document, builder.tags)
    if "sphinx.ext.ifconfig" in app.extensions:
        from sphinx.ext.ifconfig import process_ifconfig_nodes

        with resolving_for_paper(app, builder, document):  # A condition may name the builder.
            process_ifconfig_nodes(app, document, docname)

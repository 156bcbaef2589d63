"""Resolve a handout's references to the public site, whatever is being built."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING

from sphinx.builders import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


class PaperBuilder(Builder):
    """Stands in for the builder while a sheet's references are resolved.

    Not initialised as a builder: that would leave its tags in the application, and `{only}`
    would then print other text on the web.
    """

    name = "handouts"
    format = "html"
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"]  # noqa: RUF012
    # "Supported" keeps Sphinx from fetching them; the sheet refuses them by name.
    supported_remote_images = True
    supported_data_uri_images = True

    def __init__(self, app: Sphinx, env: BuildEnvironment, address: Callable[[str], str]) -> None:
        self.srcdir, self.confdir = app.srcdir, app.confdir
        self.outdir, self.doctreedir = app.outdir, app.doctreedir
        self._app, self.env, self.config = app, env, app.config
        self.events, self.tags = app.events, app.tags
        self.images: dict[str, str] = {}
        self.address = address

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page on the public site, or its name, which is no link."""
        # Raising NoUri would print the words of a reference unresolved: a file's name, not a title.
        return self.address(docname) or docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: on paper there is nowhere to be relative to."""
        return self.get_target_uri(to, typ)


_TRANSFORMS: weakref.WeakKeyDictionary[Config, list[type[Transform]]] = weakref.WeakKeyDictionary()


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Note the transforms of the project's extensions, before a theme of the web adds its own."""
    _TRANSFORMS[config] = list(app.registry.get_post_transforms())


@contextlib.contextmanager
def resolving_for_paper(app: Sphinx, builder: PaperBuilder) -> Iterator[None]:
    """Let references be resolved to the public site, whatever is being built."""
    registry = app.registry
    before = app.builder, app.env._builder_cls, registry.post_transforms
    app.builder, app.env._builder_cls = builder, PaperBuilder
    registry.post_transforms = _TRANSFORMS[app.config]
    try:
        yield
    finally:
        app.builder, app.env._builder_cls, registry.post_transforms = before

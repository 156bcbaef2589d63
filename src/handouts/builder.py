"""The builder `handouts`: print the sheets and nothing else."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders import Builder
from sphinx.errors import ConfigError

from handouts.jobs import MEDIA_TYPES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


class HandoutsBuilder(Builder):
    """Prints each handout in all its editions; the pages themselves are not written."""

    name = "handouts"
    # As HTML, so that what extensions write for the web is read as it is there.
    format = "html"
    epilog = "The sheets are in %(outdir)s."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = list(MEDIA_TYPES)
    # "Supported" keeps Sphinx from fetching them; the sheet refuses them by name.
    supported_remote_images = True
    supported_data_uri_images = True

    @property
    def math_renderer_name(self) -> str | None:
        """What Sphinx asks of each builder of HTML; sheets refuse formulas by name."""
        return next(iter(self._registry.html_inline_math_renderers), None)

    def get_outdated_docs(self) -> list[str]:
        """Return nothing: the pipeline finds out which sheets are stale."""
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a page's name; addresses on paper come from the public site."""
        return docname

    def write_documents(self, docnames: Set[str]) -> None:
        """Write nothing: the sheets were published when all pages had been read."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing."""

    def prepare_writing(self, docnames: Set[str] | Sequence[str]) -> None:
        """Prepare nothing."""


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Let sphinx-tabs, which goes by names of builders, write tabs as it does for the web.

    For others it writes plain paragraphs, which a sheet would print without their headings.
    The builder `dummy` reads pages for the command `check`.
    """
    if (name := "sphinx_tabs_valid_builders") in config:
        config[name] = [*config[name], HandoutsBuilder.name, "dummy"]


def register(app: Sphinx) -> None:
    """Add the builder, and what it needs of Sphinx's events."""
    app.add_builder(HandoutsBuilder)
    app.connect("config-inited", on_config_inited)
    app.connect("source-read", on_source_read, priority=400)  # Before garbage is collected.
    app.connect("build-finished", on_build_finished, priority=0)


def setup(app: Sphinx) -> None:
    """Stop a build of a project that asks for the builder without the extension.

    Sphinx calls this by the package's entry point, if no extension has registered the builder.

    :raises ConfigError: always
    """
    message = "the builder 'handouts' belongs to an extension: add 'handouts' to `extensions`"
    raise ConfigError(f"{message} in conf.py, and build again")


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Discard the pages read before: Sphinx keeps them all for a builder that writes them."""
    if app.builder.name == HandoutsBuilder.name:
        # Not the nodes themselves, which an extension may have kept.
        app.env._write_doc_doctree_cache.clear()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Give the builder another format, so that extensions add no files of HTML to its output."""
    if app.builder.name == HandoutsBuilder.name:
        vars(app.builder)["format"] = HandoutsBuilder.name  # A class variable, for Sphinx.

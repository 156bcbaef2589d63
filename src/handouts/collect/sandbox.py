"""Keep pages from taking in files, addresses and programs from outside the project.

Pages have many authors, and none may read out the machine that builds them. So each page is first
read without what it may not take in (`fetching`, `programs`). A page that took in a file from
outside all the same (`files_outside`) is withheld. Pages that no handout takes from are read again
without restrictions (`reading`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import get_language
from myst_parser.parsers.sphinx_ import MystParser

from handouts.collect import fetching, reading
from handouts.collect.files_outside import RESTRICTED, VARIABLE, on_builder_inited
from handouts.collect.programs import restricted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

DESCRIPTION = (
    "What may not lead out of the project anywhere, and not only on pages that handouts take "
    "from: `links` for links of files and folders, as `handouts check` has it, or `all` for "
    "files, addresses and programs too, for builds of changes that nobody has read. The "
    "environment variable `HANDOUTS_RESTRICTED` goes before it."
)
"""What `handouts_restricted` is for."""


def setup(app: Sphinx) -> None:
    """Replace the directives that read files or addresses, and the parser that runs programs."""
    app.add_config_value("handouts_restricted", "", "", (str,), description=DESCRIPTION)
    for name, directive in {
        "csv-table": fetching.RestrictedTable,
        "raw": fetching.RestrictedRaw,
        "include": fetching.RestrictedInclude,
        "literalinclude": fetching.RestrictedLiteralInclude,
    }.items():
        app.add_directive(name, directive, override=True)
    for name in ("code-block", "sourcecode"):
        # Another extension may have replaced Sphinx's.
        app.add_directive(name, fetching.restricted_code(_registered(name)), override=True)
    app.connect("config-inited", on_config_inited)
    app.connect("builder-inited", on_builder_inited)
    app.connect("source-read", reading.on_source_read, priority=300)
    app.connect("html-page-context", reading.on_html_page_context)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Apply the restriction of the environment variable, and restrict the parser."""
    asked = os.environ.get(VARIABLE, "")
    config.handouts_restricted = _strictest(asked, config.handouts_restricted)
    _restrict_translated_names(app)
    # Only now have all extensions added their parsers.
    for parser in set(app.registry.source_parsers.values()):
        if issubclass(parser, MystParser):
            app.add_source_parser(restricted(parser), override=True)


def _registered(name: str) -> Any:
    """Return the directive of a name, if Sphinx or an extension has registered one."""
    return directives._directives.get(name)  # type: ignore[attr-defined]


def _restrict_translated_names(app: Sphinx) -> None:
    """Replace directives under their names in the language of the pages too."""
    module = get_language(app.config.language)
    for name, meant in getattr(module, "directives", {}).items():
        directive = _registered(meant)
        if isinstance(directive, type) and issubclass(directive, fetching.Restricted):
            app.add_directive(name, directive, override=True)


def _strictest(asked: str, configured: str) -> str:
    """Return the stricter of two restrictions, or one that is unknown, which is then reported."""
    unknown = {asked, configured} - set(RESTRICTED)
    return unknown.pop() if unknown else max(asked, configured, key=RESTRICTED.index)

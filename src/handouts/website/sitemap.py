"""The list of all pages for search engines, with the day on which each was checked."""

from __future__ import annotations

import contextlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.config.addresses import site_address
from handouts.config.read import settings_of
from handouts.dates import DateError, parse
from handouts.files import write_atomically
from handouts.pipeline.report import report_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "sitemap.xml"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the list beside the pages of a site that has an address."""
    base_url = settings_of(app.config).base_url
    made = exception is None and report_of(app.config) is not None
    if not made or not base_url or app.builder.name == "handouts":
        return
    if "sphinx_sitemap" in app.extensions:
        return  # The project has its own way.
    rows = [_row(app, base_url, name) for name in sorted(app.env.found_docs)]
    text = f"{HEAD}{''.join(rows)}</urlset>\n"
    write_atomically(Path(app.outdir) / NAME, text.encode())


def _row(app: Sphinx, base_url: str, docname: str) -> str:
    address = site_address(app.config, base_url, app.builder.name, docname)
    changed = ""
    with contextlib.suppress(DateError):  # It has been told at the line where it stands.
        date = parse("checked", str(app.env.metadata[docname].get("checked")))
        changed = f"<lastmod>{date}</lastmod>"
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"

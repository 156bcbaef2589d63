"""The list of all pages of a site for search engines, with the days on which they were checked."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import dates
from handouts.config.addresses import site_address
from handouts.config.settings import settings_of
from handouts.files import write_atomically
from handouts.pipeline.report import report_of
from handouts.website.frame import is_used

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SITEMAP = "sitemap.xml"
SITEMAP_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the list into the folder of a site that has our theme and an address."""
    if exception is not None or not is_used(app.builder) or _has_own(app):
        return
    base_url, path = settings_of(app.config).base_url, Path(app.outdir) / SITEMAP
    if not base_url or report_of(app.config) is None:
        if path.is_file() and path.read_bytes().startswith(SITEMAP_HEAD.encode()):
            path.unlink()  # Ours, of an earlier build.
        return
    rows = [_row(app, base_url, name) for name in sorted(app.env.found_docs)]
    text = f"{SITEMAP_HEAD}{''.join(rows)}</urlset>\n"
    write_atomically(path, text.encode())


def _has_own(app: Sphinx) -> bool:
    """Return whether the project has a list, as a file or by another extension."""
    extra = [Path(app.confdir) / name for name in app.config.html_extra_path]
    files = any(path.name == SITEMAP or (path / SITEMAP).exists() for path in extra)
    return files or "sphinx_sitemap" in app.extensions


def _row(app: Sphinx, base_url: str, docname: str) -> str:
    address = site_address(app.config, base_url, app.builder.name, docname)
    checked = dates.of_page(app.env.metadata[docname]).checked
    changed = f"<lastmod>{checked}</lastmod>" if checked else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"

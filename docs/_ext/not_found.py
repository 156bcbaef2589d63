"""The page for addresses that lead nowhere: its own links must work from any of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "404"
# Not what leads elsewhere or to a place on the page itself.
LINK = re.compile(r'(?<= )(href|src|action)="(?!#|[a-z]+:|/)([^"]*)"')


def absolute(html: str, page: str) -> str:
    """Return a page's text with its links made absolute, read from the page's own address."""
    return LINK.sub(lambda link: f'{link[1]}="{urljoin(page, link[2])}"', html)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite the finished page."""
    if exception is not None or app.builder.name not in {"html", "dirhtml"}:
        return
    root = urlsplit(app.config.html_baseurl).path.rstrip("/") + "/"
    written = Path(app.builder.get_output_path(PAGE))
    page = urljoin(root, app.builder.get_target_uri(PAGE))
    written.write_text(absolute(written.read_text("utf-8"), page), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to the end of the build."""
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Addresses of the public site, in full and as readers type them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from handouts.i18n import language_tag

if TYPE_CHECKING:
    from sphinx.config import Config


def site_address(config: Config, base_url: str, site_builder: str, docname: str) -> str:
    """Return the address of a page on the public site, or nothing if the site has none."""
    if not base_url:
        return ""
    if site_builder == "dirhtml":
        path = "" if docname == "index" else f"{docname.removesuffix('/index')}/"
    else:
        suffix = config.html_link_suffix or config.html_file_suffix or ".html"
        path = f"{docname}{suffix}"
    return base_url + quote(path)


def names_language(address: str, language: str) -> bool:
    """Return whether a part of an address is a language, or that language without its country.

    >>> names_language("https://de.example.org/", "de_AT"), names_language("https://a.org/", "de")
    (True, False)
    """
    parts = address.lower().replace("_", "-").replace("/", ".").split(".")
    tag = language_tag(language).lower()
    return tag in parts or tag.partition("-")[0] in parts


def with_capitals(address: str) -> str:
    """Return an address with its scheme and its host in capitals, which make a code smaller.

    >>> with_capitals("https://example.org/knees/")
    'HTTPS://EXAMPLE.ORG/knees/'
    """
    parts = urlsplit(address)
    start = f"{parts.scheme}://{parts.netloc}"
    return start.upper() + address[len(start) :]


def short_address(address: str) -> str:
    """Return an address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")

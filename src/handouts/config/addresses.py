"""Addresses of the public site, in full and as readers type them."""

from __future__ import annotations

import contextlib
import re
import string
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


def in_ascii(address: str) -> str:
    """Return an address as browsers send it, without letters beyond ASCII.

    Programs that read codes have to guess how such letters are encoded. A host with letters for
    which there are two standards, such as ß, is left as it is.

    >>> in_ascii("https://knie-münchen.example/schön/?a=%20")
    'https://xn--knie-mnchen-yhb.example/sch%C3%B6n/?a=%20'
    """
    start, host, rest = re.split(r"(?<=://)([^/?#]*)", address, maxsplit=1)
    with contextlib.suppress(UnicodeError):
        coded = host.encode("idna")
        host = coded.decode() if coded.decode("idna") == host.lower() else host
    return f"{start}{host}{quote(rest, safe=string.printable)}"


def short_address(address: str) -> str:
    """Return an address as people type it: without its scheme, and a slash at its end."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")

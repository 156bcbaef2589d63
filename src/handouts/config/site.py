"""Readers of the settings of the web site: its address, edit links and metadata."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from handouts.config.validate import mapping, text

if TYPE_CHECKING:
    from handouts.config.validate import Faults

SITES = ("html", "dirhtml")
"""Builders that make a site to which sheets belong, and whose addresses a sheet can name."""
OF_EACH_PAGE = {"@context", "name", "description", "url", "inLanguage", "dateModified", "expires"}
"""What must not be the same for all pages."""


def base_url(value: str | None, where: str, faults: Faults) -> str:
    """Return the address of the site with a slash at its end, or nothing."""
    if not value:
        return ""
    if not re.match(r"https?://[^/\s]+", value):
        faults.add(where, f"expected an address that begins with https://, found {value!r}")
    return value.rstrip("/") + "/"


def edit_url(value: object, base: str, where: str, faults: Faults) -> str:
    """Return the address of an editor, which names the source file."""
    address = text(value, base, where, faults)
    if address and not (re.match(r"https?://[^/\s]+", address) and "{path}" in address):
        faults.add(
            where,
            f"expected an address that begins with https:// and names {{path}}, found {address!r}",
        )
    return address


def structured_data(value: object, base: object, where: str, faults: Faults) -> dict[str, Any]:
    """Return the facts of all pages in the words of schema.org."""
    data = mapping(value, where, faults)
    if data and not isinstance(data.get("@type"), str):
        faults.add(where, "expected '@type', such as 'MedicalWebPage', to say what a page is")
    for name in sorted(OF_EACH_PAGE & data.keys()):
        faults.add(where, f"{name!r} is taken from each page itself; leave it out")
    try:
        json.dumps(data)
    except (TypeError, ValueError) as error:
        faults.add(where, f"expected plain data: {error}")
    return data

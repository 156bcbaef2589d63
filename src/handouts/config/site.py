"""Read the settings of the web site: its address, edit links, metadata and search."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from handouts.config.lay_words import read_lay_words
from handouts.config.validate import mapping

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config

    from handouts.config.validate import Faults

SITES = ("html", "dirhtml")
"""Builders that make a site to which sheets belong, and whose addresses a sheet can name."""
OF_EACH_PAGE = {"@context", "name", "description", "url", "inLanguage", "dateModified", "expires"}
"""What must not be the same for all pages."""


def site_settings(config: Config, confdir: Path, faults: Faults) -> dict[str, Any]:
    """Return the settings of the site by their names in the configuration."""
    name, builder = config.handouts_lay_words, config.handouts_site_builder
    if builder not in SITES:
        faults.add("handouts_site_builder", f"expected 'html' or 'dirhtml', found {builder!r}")

    def report(fault: str) -> None:
        faults.add("handouts_lay_words", f"{name}: {fault}")

    return {
        "base_url": _base_url(config, faults),
        "site_builder": builder,
        "edit_url": _edit_url(config.handouts_edit_url, faults),
        "structured_data": _structured_data(config.handouts_structured_data, faults),
        "lay_words": read_lay_words(confdir / name, report) if name else {},
    }


def _base_url(config: Config, faults: Faults) -> str:
    url = config.html_baseurl or ""
    if not url:
        return ""
    if not re.match(r"https?://[^/\s]+", url):
        faults.add("html_baseurl", f"expected an address that begins with https://, found {url!r}")
        return ""
    return url.rstrip("/") + "/"


def _edit_url(value: str, faults: Faults) -> str:
    if value and not (re.match(r"https?://[^/\s]+", value) and "{path}" in value):
        faults.add(
            "handouts_edit_url",
            f"expected an address that begins with https:// and names {{path}}, found {value!r}",
        )
        return ""
    return value


def _structured_data(value: object, faults: Faults) -> dict[str, Any]:
    where = "handouts_structured_data"
    data = mapping(value, where, faults)
    if data and not isinstance(data.get("@type"), str):
        faults.add(where, "expected '@type', such as 'MedicalWebPage', to say what a page is")
        return {}
    for name in sorted(OF_EACH_PAGE & data.keys()):
        faults.add(where, f"{name!r} is taken from each page itself; leave it out")
    try:
        json.dumps(data)
    except (TypeError, ValueError) as error:
        faults.add(where, f"expected plain data: {error}")
    return data

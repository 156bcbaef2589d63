"""Readers of the settings of the web site: its address, edit links, metadata and search."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from handouts.config.values import Spot, mapping, reader, text

SITES = ("html", "dirhtml")
"""Builders that make a site to which sheets belong, and whose addresses a sheet can name."""
OF_EACH_PAGE = {"@context", "name", "description", "url", "inLanguage", "dateModified", "expires"}
"""What must not be the same for all pages."""


def base_url(value: object, spot: Spot) -> str:
    """Return the address of the site with a slash at its end, or nothing."""
    if not value:
        return ""
    address = str(value)
    if not re.match(r"https?://[^/\s]+", address):
        spot.fault(f"expected an address that begins with https://, found {value!r}")
    return address.rstrip("/") + "/"


def _edit_url(value: object) -> str | None:
    address = str(value)
    is_good = re.match(r"https?://[^/\s]+", address) and "{path}" in address
    return address if is_good or not address else None


edit_url = reader("an address that begins with https:// and names {path}", _edit_url)


def structured_data(value: object, base: object, spot: Spot) -> dict[str, Any]:
    """Return the facts of all pages in the words of schema.org."""
    data = mapping(value, spot)
    if data and not isinstance(data.get("@type"), str):
        spot.fault("expected '@type', such as 'MedicalWebPage', to say what a page is")
    for name in sorted(OF_EACH_PAGE & data.keys()):
        spot.fault(f"{name!r} is taken from each page itself; leave it out")
    try:
        json.dumps(data)
    except (TypeError, ValueError) as error:
        spot.fault(f"expected plain data: {error}")
    return data


WORD = re.compile(r"\w+")
WORDS = re.compile(r"\w+(?: \w+)*")


def read_lay_words(value: object, base: str, spot: Spot) -> dict[str, str]:
    """Return the word of the pages for each word, or run of words, of readers.

    The file has a line for each word of the pages, with a list of what readers say instead:
    `cost = ["expensive", "how much"]`.

    :param value: the name of the file; without one there are no such words
    """
    file, data = text(value, base, spot), dict[str, object]()
    try:
        data = tomllib.loads((spot.faults.folder / file).read_text("utf-8")) if file else {}
    except OSError:
        spot.fault(f"{file}: there is no such file next to conf.py")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        spot.fault(f"{file}: not valid TOML: {error}")
    found: dict[str, str] = {}
    for word, others in data.items():
        at = Spot(f"{spot.name}: {file}: {word}", spot.faults)
        if not WORD.fullmatch(word):
            at.fault("expected a single word of the pages")
        elif not isinstance(others, list) or not others:
            at.fault('expected a list, such as ["jab", "shot"]')
        else:
            for other in others:
                if not isinstance(other, str) or not WORDS.fullmatch(other):
                    at.fault(f"expected words with one blank between, found {other!r}")
                elif (before := found.setdefault(other.lower(), word.lower())) != word.lower():
                    at.fault(f"'{other}' stands for '{before}' already; choose one")
    return found

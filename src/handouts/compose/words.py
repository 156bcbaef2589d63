"""The words and numbers that readers of a sheet see, as a digest that no layout changes."""

from __future__ import annotations

import hashlib
import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_LINE = re.compile(r"</?(?:a|cite|code|em|i|q|span|strong|su[bp])\b[^>]*>")
"""Tags within a word or beside one: a link or bold type parts no words."""
TAG = re.compile(r"<[^>]*>")
PICTURE = re.compile(r'\s(?:alt|src)="([^"]*)"')
"""What readers get of a picture: its alternative text, and the picture by a digest of its file."""


def words_digest(
    main: str, foot: str, by_country: Mapping[str, Mapping[str, str]], site: str = ""
) -> str:
    """Return the digest of the words of a sheet in all its editions.

    Tags, spaces and ends of lines do not count, nor does where a sheet stands on the web.

    :param main: HTML of the sheet without its foot; as we write it, no attribute holds a `>`
    :param foot: dates and publisher, as text
    :param site: address of the public site as it is printed; after a link it does not count
    :param by_country: what stands in each edition for the marks of the HTML
    """
    if site:
        own = rf' \(<span class="ho-address">{re.escape(escape(site, quote=False))}[^<]*</span>\)'
        main = re.sub(own, "", main)
    words = unescape(TAG.sub(" ", IN_LINE.sub("", main))).split()
    countries = {name: dict(found) for name, found in by_country.items()}
    parts = [words, foot.split(), PICTURE.findall(main), countries]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"

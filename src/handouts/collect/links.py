"""Addresses of links: those that lead to a page, and those that may run something.

Knows only text.
"""

from __future__ import annotations

import string

SCHEME = {*string.ascii_lowercase, *string.digits, *"+-."}
"""What the name of a kind of address is made of."""
SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", "ftp", "doi"}


def is_safe(address: str) -> bool:
    """Tell whether an address leads to a page, a mail address or a telephone, and runs nothing.

    >>> is_safe("https://example.org"), is_safe("knees.md#a"), is_safe("java\\tscript:alert(1)")
    (True, True, False)
    """
    # Browsers skip what is no character before and inside the name.
    plain = "".join(filter(str.isprintable, address)).strip().lower()
    scheme, colon, _ = plain.partition(":")
    return not colon or not set(scheme) <= SCHEME or scheme in SCHEMES

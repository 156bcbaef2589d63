"""Where the status page of a released version lies on the site.

An address that was printed must lead there for ever, so nothing here may change: it is made from
what stands in the register, in letters that a phone shows without a network. They are capitals,
because a QR code holds these in less room and has more left to correct what is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.i18n import language_tag

if TYPE_CHECKING:
    from handouts.releases.register import Release

FOLDER = "V"
"""Of all status pages; short, because it is part of a code."""


def status_path(release: Release) -> str:
    """Return the address of a version's status page below that of the site.

    >>> status_path(release)
    'V/EN/SC1-3-2028-11-29/'
    """
    parts = [release.id, str(release.version)]
    if release.last_day:
        parts.append(release.last_day.isoformat())
    return f"{FOLDER}/{language_tag(release.language).upper()}/{'-'.join(parts)}/"

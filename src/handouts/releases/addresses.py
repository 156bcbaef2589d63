"""Make the address of the status page of a released version.

A printed address must always lead there, so nothing here may change. It is made from the register,
and a phone shows it without a network. It is in capitals, because a QR code stores them in less
room and then has more room for the correction of errors.
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

"""The publisher of a project's sheets, as `conf.py` describes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from handouts.config.structures import key, read_structure
from handouts.config.values import Spot, mail_address, mapping, text
from handouts.i18n import _


@dataclass(frozen=True)
class Publisher:
    """The publisher of the handouts, printed at the foot of each sheet."""

    name: str = key("who it is", text, default="")
    contact: str = key("address, telephone number or e-mail address for readers", text, default="")
    notice: str = key(
        "a sentence that each sheet must carry, such as “Not yet checked by a clinician.”",
        text,
        default="",
    )
    notice_approved: str = key(
        "the sentence in place of `notice` on a sheet whose words somebody has approved with "
        "`handouts approve`",
        text,
        default="",
    )
    authors: str = key("who writes the handouts, for the dossier", text, default="")
    funding: str = key("who pays for them, for the dossier", text, default="")
    tested: str = key("which readers tried them out, and when, for the dossier", text, default="")
    reports: str = key(
        "e-mail address for readers who find a mistake, on paper and on the web",
        mail_address,
        default="",
    )


def read_publisher(value: object, base: object, spot: Spot) -> Publisher:
    """Return the publisher, in the language of the pages."""
    found = read_structure(mapping(value, spot), Publisher(), spot)
    return replace(found, **{name: _(words) for name, words in asdict(found).items()})

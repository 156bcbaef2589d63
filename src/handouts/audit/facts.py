"""The facts of a handout, to which composing and the report add: an entry of `report.json`."""

from __future__ import annotations

from typing import Any, TypedDict

# A class cannot name a key with a hyphen.
_CheckBy = TypedDict("_CheckBy", {"check-by": str | None}, total=False)


class HandoutFacts(_CheckBy, total=False):
    """What `report.json` says of a handout as a whole.

    A handout that could not be composed has none of `claims`, `sources`, `services`, `language`,
    `embedded` and `words`. The five keys from `version` on are only there as their descriptions
    say.
    """

    title: str
    audience: str
    pages: list[str]
    """Names of the pages that it embeds from."""
    blocks: list[str]
    """Labels of the blocks that it embeds, in order."""
    checked: str | None
    """Day on which its facts were last checked; that of its last use is `check-by`."""
    address: str
    """Public address of its page, or nothing."""
    lang: str
    """Language of its words, as in HTML."""
    id: str
    """Id by which its versions are known, or nothing."""
    owner: str
    """Who keeps it right, or nothing."""
    claims: dict[str, str]
    """Certainty of each claim that it states, by the claim's id."""
    sources: list[str]
    """Keys of the sources of these claims."""
    services: list[str]
    """Ids of the services that it names, in any edition."""
    language: dict[str, Any] | None
    """How hard its words are to read; null if they are not English."""
    embedded: float
    """Share of its words that stand on other pages, from 0 to 1."""
    words: str
    """Digest of all that readers see; of a handout with an id."""
    judged: str
    """Day by which its dates were judged; of a handout with an id."""
    version: int | None
    """The latest release, if it has these words; where the project has a register, as the rest."""
    status: str
    """`draft`, `current`, `past its last day` or `withdrawn`."""
    approved: dict[str, str] | None
    """Who approved these words, by `by`, `role`, `registration` and `date`."""
    withdrawn: dict[str, str] | None
    """Withdrawal of the latest release, by `date`, `reason` and `instead`."""

"""Which blocks a page embeds at any depth."""

from __future__ import annotations

from types import SimpleNamespace
from unittest import mock

from handouts.audit import labels

EMBEDS = [
    SimpleNamespace(label=f"b{n + 1}", inside=(f"b{n}",), line=n, file=None) for n in range(50)
]


class Counted:
    """A page of blocks that embed one another, and how often its embeds were gone through."""

    def __init__(self) -> None:
        self.count = 0
        self.included, self.twice = {}, ()
        self.labels = {f"b{n}": ("", n) for n in range(51)}

    @property
    def embeds(self) -> list[SimpleNamespace]:
        """Return the embeds, with one outside all blocks."""
        self.count += 1
        return [SimpleNamespace(label="b0", inside=(), line=1, file=None), *EMBEDS]


def test_the_embeds_of_a_page_are_gone_through_once_for_all_of_its_blocks() -> None:
    page = Counted()
    with mock.patch.object(labels, "pages_of", return_value={"index": page}):
        found = list(labels.Labels(mock.Mock()).reached("index"))

    assert found == [f"b{n}" for n in range(51)]
    assert page.count == 2  # For the page, and for what is inside its blocks.

"""What only introduces blocks that are left out is left out with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docutils import nodes

from handouts.compose.optional import mark_optional


def block(number: int | None = None) -> nodes.paragraph:
    """Return a paragraph, optional if it has a number."""
    return nodes.paragraph("", "text", **({} if number is None else {"handouts_if_room": number}))


def rubric(level: int = 2, **number: int) -> nodes.rubric:
    return nodes.rubric("", "heading", **{"heading-level": level, **number})


def marks(*parts: nodes.Node) -> list[int | None]:
    """Return the number of each part of a page."""
    page = nodes.section("", nodes.title("", "Page"), *parts)
    document = nodes.document(None, None)  # type: ignore[arg-type]  # as docutils' own tests do
    document += page
    mark_optional(document)
    return [part.get("handouts_if_room") for part in page.children[1:]]


@pytest.mark.parametrize(
    "hold",
    [
        lambda *parts: nodes.section("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.admonition("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.note("", *parts),
        lambda *parts: nodes.topic("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.container("", rubric(), *parts),
        lambda *parts: nodes.container(
            "", nodes.container("", *parts), nodes.container("", *parts)
        ),
    ],
    ids=["section", "box", "note", "topic", "cell", "grid"],
)
def test_what_holds_only_optional_blocks_goes_with_the_last_of_them(
    hold: Callable[..., nodes.Element],
) -> None:
    assert marks(hold(block(3), block(2))) == [2]
    assert marks(hold(block(3), block())) == [None]


def test_a_heading_goes_with_all_the_blocks_up_to_the_next() -> None:
    assert marks(rubric(), block(1), block(2), rubric(), block()) == [1, 1, 2, None, None]
    assert marks(rubric(2), rubric(3), block(1), rubric(2), block()) == [1, 1, 1, None, None]
    assert marks(rubric(), block(1), block()) == [None, 1, None]


def test_a_heading_that_is_a_block_of_its_own_goes_at_the_latest_with_all_that_it_heads() -> None:
    assert marks(rubric(handouts_if_room=0), block(1), block(2)) == [1, 1, 2]
    assert marks(rubric(handouts_if_room=3), block(1), block(2)) == [3, 1, 2]
    assert marks(rubric(handouts_if_room=0), block(1), block()) == [0, 1, None]


def test_the_page_itself_is_never_left_out() -> None:
    assert marks(block(0)) == [0]

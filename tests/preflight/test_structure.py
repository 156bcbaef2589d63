"""The words of a sheet's HTML: what its PDF must say."""

from __future__ import annotations

import pytest

from handouts.preflight.structure import text_of_html


def words(html: str, kept: int | None = None) -> list[str]:
    return text_of_html(f"<html><head></head><body>{html}</body></html>", kept).split()


def test_words_come_in_the_order_of_the_page() -> None:
    assert words("<h1>One</h1><p>two <em>three</em></p>four") == ["One", "two", "three", "four"]


@pytest.mark.parametrize(
    "silent",
    [
        "<template>no</template>",
        "<style>no</style>",
        "<script>no</script>",
        "<svg><title>No</title><g><path d=''/><text>no</text></g></svg>",
        '<img alt="No" src="no">',
    ],
)
def test_what_is_not_on_the_page_is_not_read(silent: str) -> None:
    assert words(f"{silent}<p>yes</p>") == ["yes"]


@pytest.mark.parametrize("tag", ["br", "hr", "img", "col", "wbr"])
def test_an_element_without_an_end_ends_itself(tag: str) -> None:
    assert words(f'<div data-if-room="0">no<{tag}>no</div><p>yes</p>', 0) == ["yes"]


def test_characters_written_as_entities_are_read() -> None:
    assert words("<p>a &amp; b &lt; c</p>") == ["a", "&", "b", "<", "c"]


@pytest.mark.parametrize(
    ("kept", "expected"), [(0, ["must"]), (1, ["must", "a"]), (2, ["must", "a", "b"])]
)
def test_blocks_that_are_left_out_are_not_read(kept: int, expected: list[str]) -> None:
    html = '<p>must</p><div data-if-room="0"><p>a</p></div><p data-if-room="1">b</p>'

    assert words(html, kept) == expected


def test_what_follows_a_block_that_is_left_out_is_read() -> None:
    html = '<div data-if-room="0"><div data-if-room="0"><p>a</p></div></div><p>must</p>'

    assert words(html, 0) == ["must"]


def test_all_blocks_are_read_when_none_is_left_out() -> None:
    assert words('<p data-if-room="7">a</p>') == ["a"]


def test_numbers_that_the_theme_writes_into_the_text_are_read() -> None:
    html = '<ol class="ho-loose" start="3"><li><p>a</p></li><li><p>b</p></li></ol>'

    assert words(html) == ["3.", "a", "4.", "b"]


def test_numbers_that_the_engine_writes_as_labels_are_not_read() -> None:
    assert words("<ol><li>a</li></ol>") == ["a"]


def test_a_list_inside_a_numbered_item_does_not_count() -> None:
    html = '<ol class="ho-loose"><li><p>a</p><ul><li>x</li></ul></li><li><p>b</p></li></ol>'

    assert words(html) == ["1.", "a", "x", "2.", "b"]

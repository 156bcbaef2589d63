"""The words of a sheet's HTML: what its PDF must say."""

from __future__ import annotations

import pytest

from handouts.preflight.expected_text import cut_words, joined_words, squeeze, text_of_html


def words(html: str, kept: int | None = None) -> list[str]:
    return text_of_html(html, kept).split()


def test_words_come_in_the_order_of_the_page() -> None:
    assert words("<h1>One</h1><p>two <em>three</em></p>four") == ["One", "two", "three", "four"]


@pytest.mark.parametrize(
    "silent",
    [
        "<head><meta charset=utf-8><title>No</title></head>",
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
    assert words(f'<p data-if-room="0">no<{tag}>no</p><p>yes</p>', 0) == ["yes"]


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


def test_squeezing_takes_out_what_a_change_of_lines_can_change() -> None:
    assert squeeze("a b\n c\u00add\u200be\u00a0f\u2010g") == "abcdefg"


def test_squeezing_leaves_what_is_read() -> None:
    assert squeeze("β-thal, 5 → 6") == "β-thal,5→6"


@pytest.mark.parametrize("mark", ["\u200e", "\u202d", "\u200d", "\ufe0f", "\u2066"])
def test_a_character_that_nobody_sees_is_not_compared(mark: str) -> None:
    assert squeeze(f"Ring {mark}01632") == "Ring01632"


@pytest.mark.parametrize(
    ("found", "cut"),
    [
        ("pain paraceta\nmol", [("paraceta", "mol")]),
        ("pain\nparacetamol", []),
        ("pain para-\ncetamol", []),
        ("pain para\u2010\ncetamol", []),
    ],
)
def test_a_word_is_cut_where_a_line_ends_in_it(found: str, cut: list[tuple[str, str]]) -> None:
    wanted = "pain para-cetamol" if "-" in found else "pain paracetamol"

    assert list(cut_words(found, wanted)) == cut


def test_an_address_may_be_broken_anywhere() -> None:
    assert list(cut_words("see exam\nple.org/a", "see example.org/a")) == []


def test_words_that_are_drawn_without_a_space_are_joined() -> None:
    assert list(joined_words("no lesspain", "no less pain")) == ["pain"]

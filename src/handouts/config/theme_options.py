"""Check the options of the theme `handouts`: templates fail on a value of another form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handouts.config.values import Spot, is_text, mapping

Accepts = Callable[[Any], bool]

LINK = '{"title": "Sheets", "page": "sheets"}'


def _is_link(value: Any) -> bool:
    """Return whether a value has a page with its title, and perhaps words and folders."""
    return (
        isinstance(value, dict)
        and {"title", "page"} <= value.keys()
        and all(_is_texts(one) if key == "under" else is_text(one) for key, one in value.items())
    )


def _is_texts(value: Any) -> bool:
    return _are(is_text)(value)


def _are(accepts: Accepts) -> Accepts:
    return lambda value: isinstance(value, list | tuple) and all(map(accepts, value))


def _is_notice(value: Any) -> bool:
    is_table = isinstance(value, dict) and "words" in value
    return is_text(value) or (is_table and all(map(is_text, value.values())))


def _is_languages(value: Any) -> bool:
    return isinstance(value, dict) and all(map(is_text, [*value, *value.values()]))


FORMS: Mapping[str, tuple[Accepts, str]] = {
    "navigation": (_are(_is_link), f"a list of links such as {LINK}"),
    "urgent": (
        _is_link,
        'a link such as {"words": "A hot knee?", "title": "Help", "page": "help"}',
    ),
    "languages": (_is_languages, 'a dictionary such as {"de": "de/"}'),
    "notices": (
        _are(_is_notice),
        'a list of words, or of {"words": "Text:", "title": "free to copy", "page": "about"}',
    ),
    "footer_groups": (_is_texts, "a list of captions"),
    "search_last": (_is_texts, "a list of pages and folders"),
}
"""What accepts an option, and what is expected; nothing at all is always good."""


def check_theme_options(options: object, at: Spot) -> None:
    """Note the options of the theme that have another form than templates expect."""
    given = mapping(options, at)
    for name, (accepts, expected) in FORMS.items():
        value = given.get(name)
        if value and not accepts(value):
            at.inside(name).fault(f"expected {expected}, found {value!r}")

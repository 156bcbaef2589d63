"""What the site's search finds, in a browser and without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ConfigError
from sphinx.search.en import SearchEnglish

from browsers import CHROMIUM, dumped
from handouts.website.assets import LAY_WORDS
from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

FILES: dict[str, str | bytes] = {
    "conf.py": CONF
    + 'handouts_lay_words = "lay-words.toml"\nhandouts_editions = {"a4": {"paper": "A4"}}\n'
    'handouts_edit_url = "https://example.net/{path}"\n',
    "lay-words.toml": 'injection = ["jab", "shot", "how you are pricked"]\n',
    "index.md": "# Home\n\n```{toctree}\nknees\nsheet\nother\n```\n",
    "knees.md": "---\nchecked: 2026-11-22\n---\n# Knees\n\n(safe)=\nNo injection is harmless.\n",
    "sheet.md": "---\nhandout: patients\nchecked: 2026-11-22\n---\n# Sore joints\n\nTyped here.\n\n"
    "```{embed} #safe\n```\n",
    "other.md": "# Other\n\n```{embed} #safe\n```\n",
}
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    return Project(tmp_path_factory.mktemp("search"), FILES).build("html")


def index_of(built: Built) -> dict[str, Any]:
    """Return the index as the browser reads it."""
    text = (built.outdir / "searchindex.js").read_text("utf-8")
    return dict(json.loads(text.removeprefix("Search.setIndex(").removesuffix(")")))


def pages_with(built: Built, word: str) -> set[str]:
    """Return the pages that a search for one word finds."""
    index = index_of(built)
    stem = SearchEnglish({}).stem(word)
    found: set[str] = set()
    for terms in (index["terms"], index["titleterms"]):
        numbers = terms.get(stem, [])
        found |= {
            index["docnames"][n] for n in ([numbers] if isinstance(numbers, int) else numbers)
        }
    return found


def test_embedded_words_are_found_only_where_they_live(site: Built) -> None:
    assert pages_with(site, "harmless") == {"knees"}


def test_a_handout_s_page_is_found_by_its_title_and_by_words_of_its_own(site: Built) -> None:
    assert "sheet" in pages_with(site, "joints")
    assert pages_with(site, "typed") == {"sheet"}


@pytest.mark.parametrize("word", ["checked", "suggest", "print", "KB"])
def test_what_stands_on_every_page_is_not_searched(site: Built, word: str) -> None:
    assert pages_with(site, word) == set()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to search in")
@pytest.mark.parametrize(
    "word", ["jab", "Shots", "injection", "an injection jab", "How you are pricked?"]
)
def test_a_browser_finds_lay_words_in_pages_opened_as_files(
    site: Built, tmp_path, word: str
) -> None:
    page = dumped(site.outdir / "search.html", tmp_path / "profile", f"?q={word.replace(' ', '+')}")
    results = re.findall(r'<li class="kind-[^"]*"><a href="([^"]*)"', page)

    assert results == ["knees.html"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to search in")
def test_a_browser_finds_nothing_for_a_word_that_no_page_means(site: Built, tmp_path) -> None:
    page = dumped(site.outdir / "search.html", tmp_path / "profile", "?q=teapot")

    assert "kind-" not in page


def test_lay_words_that_change_reach_the_site_with_the_next_build(project) -> None:
    written = project(FILES)
    written.build("html")
    written.write({"lay-words.toml": 'knees = ["kneecap"]\n'})
    built = written.build("html")

    assert '{"kneecap": "knees"}' in (built.outdir / "_static" / LAY_WORDS).read_text("utf-8")


def test_without_lay_words_the_search_is_sphinx_s_own(project) -> None:
    built = project(FILES).build("html", handouts_lay_words="")

    assert LAY_WORDS not in built.html("search.html")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("injection = jab\n", "not valid TOML: .*line 1"),
        ('injection = "jab"\n', r'injection: expected a list, such as \["jab", "shot"\]'),
        ("injection = []\n", "injection: expected a list"),
        ('"an injection" = ["jab"]\n', "an injection: expected a single word of the pages"),
        ('injection = ["flu, jab"]\n', "injection: expected words .*, found 'flu, jab'"),
        ("injection = [1]\n", "injection: expected words with one blank between, found 1"),
        ('a = ["jab"]\nb = ["Jab"]\n', "b: 'Jab' stands for 'a' already; choose one"),
        (None, "there is no such file next to conf.py"),
    ],
)
def test_a_file_of_lay_words_that_cannot_be_used_is_reported(
    project, text: str | None, message: str
) -> None:
    written = project(FILES)
    if text is None:
        (written.srcdir / "lay-words.toml").unlink()
    else:
        written.write({"lay-words.toml": text})

    with pytest.raises(ConfigError, match=f"handouts_lay_words: lay-words.toml: {message}"):
        written.build("html")

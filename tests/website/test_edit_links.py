"""The way from a page, and from each block of a handout's page, to where the words live."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

TEMPLATE = "https://example.org/back/blob/main/docs/{path}?plain=1#L{line}"
FILES: dict[str, str | bytes] = {
    "conf.py": f'{CONF}handouts_edit_url = "{TEMPLATE}"\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
    'handouts_publisher = {"reports": "us@example.org", "contact": "Ring, or us@example.org."}\n',
    "index.md": "# Home\n\n```{handouts-contact}\nNobody.\n```\n\n"
    "```{toctree}\nour knees\nsheet\n```\n",
    "our knees.md": """# Knees

(walk)=
Walk each day, as far as you like, and rest in between.

(rest)=
## Rest

Rest a while.

(again)=
Walk each day, as far as you feel like, and then rest.
""",
    "sheet.md": "---\nhandout: patients\n---\n# Sore knees\n\n"
    + "".join(f"```{{embed}} #{label}\n```\n\n" for label in ("walk", "again", "rest")),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    return Project(tmp_path_factory.mktemp("suggest"), FILES).build("html")


def links(html: str) -> list[tuple[str, str]]:
    """Return where the links to sources lead, and what they are called."""
    found = re.findall(r'<a class="handouts-edit[^"]*" href="([^"]*)">(.*?)</a>', html)
    return [(unescape(to), unescape(re.sub("<[^>]*>", "", words))) for to, words in found]


def address(path: str, line: int) -> str:
    return TEMPLATE.format(path=path, line=line)


def test_who_has_no_account_can_write_a_mail(site: Built) -> None:
    words = re.escape(">Something is wrong with this</a>")
    mail = re.search(rf'href="(mailto:[^"]*)"[^>]*{words}', site.html("our knees.html"))

    assert mail
    # Docutils hides addresses from those who gather them.
    assert unescape(mail[1]).startswith("mailto:us%40example.org?subject=Something%20is%20wrong")
    assert "Knees" in mail[1]


def test_the_contact_of_the_publisher_can_stand_on_a_page(site: Built) -> None:
    html = unescape(site.html("index.html"))

    assert 'Ring, or <a class="reference external" href="mailto:us%40example.org?subject=' in html
    assert "Nobody." not in html


def test_a_page_ends_with_the_way_to_its_source(site: Built) -> None:
    assert links(site.html("our knees.html")) == [
        (address("our%20knees.md", 1), "Suggest a change")
    ]


def test_each_block_leads_by_a_name_of_its_own_to_the_line_where_its_words_live(
    site: Built,
) -> None:
    to = "Suggest a change to"

    assert links(site.html()) == [
        (address("our%20knees.md", 3), f"{to} “Walk each day, as far as…”"),
        (address("our%20knees.md", 11), f"{to} “Walk each day, as far as… (2)”"),
        (address("our%20knees.md", 6), f"{to} “Rest Rest a while. Walk each…”"),
        (address("sheet.md", 1), "Suggest a change"),
    ]


def test_without_an_address_no_page_suggests_anything(project) -> None:
    built = project(FILES).build("html", handouts_edit_url="")

    assert [links(built.html(name)) for name in ("sheet.html", "our knees.html")] == [[], []]


def test_pages_alone_are_made_again_when_the_address_has_changed(project) -> None:
    written = project(FILES)
    written.build("html")
    built = written.build("html", handouts_edit_url="https://example.net/{path}")

    assert built.printed == []
    assert links(built.html("index.html")) == [("https://example.net/index.md", "Suggest a change")]


@pytest.mark.parametrize("builder", ["text", "singlehtml"])
def test_other_builders_suggest_nothing(project, builder: str) -> None:
    built = project(FILES).build(builder)
    texts = [
        (built.outdir / name).read_text("utf-8")
        for name in built.files("*.*")
        if name.endswith((".txt", ".html"))
    ]

    assert not [text for text in texts if "Suggest" in text]


@pytest.mark.parametrize("value", ["https://example.org/back", "example.org/{path}"])
def test_an_address_that_cannot_lead_to_a_file_is_refused(project, value: str) -> None:
    with pytest.raises(ConfigError, match="handouts_edit_url: expected an address that begins"):
        project(FILES).build("html", handouts_edit_url=value)

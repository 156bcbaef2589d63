"""What search engines, and people who share a page, see of it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from projects import CLAIM_FILES, CONF, Project

if TYPE_CHECKING:
    from projects import Built

DATA = '{"@type": "MedicalWebPage", "license": "https://example.net/by"}'
FILES: dict[str, str | bytes] = {
    "conf.py": CONF + f"handouts_structured_data = {DATA}\n"
    'extensions.append("sphinxext.opengraph")\nogp_social_cards = {"enable": False}\n'
    'project = "All about knees"\nhtml_title = "Our knees"\nlanguage = "en_GB"\n'
    'html_baseurl = "https://example.org/knees"\n'
    'handouts_publisher = {"name": "the knee people"}\n'
    'handouts_editions = {"a4": {"paper": "A4", "label": "A4"}}\n',
    "index.md": "# Home\n\nAll & more “about” <knees>.\n\n```{toctree}\nknees\nsheet\nplain\n```\n",
    "knees.md": "---\nchecked: 2026-11-22\ncheck-by: 2027-05-22\naudience: patients\n"
    "description: How knees bend.\n---\n# Knees </script>\n\n(walk)=\nWalk each day.\n",
    "sheet.md": "---\nhandout: patients\nchecked: 2026-11-22\n---\n# Sore knees\n\n"
    "```{embed} #walk\n```\n",
    "plain.md": "# Plain\n\n- A list.\n\n| A | table |\n| --- | --- |\n| b | c |\n\n"
    + "One sentence of some length stands here, to be followed by others of the same. " * 3
    + "\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    return Project(tmp_path_factory.mktemp("sharing"), FILES).build("html")


def tags(html: str) -> dict[str, str]:
    """Return the content of a page's tags by name."""
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)"(?: /)?>', html)
    found = [(name, content) for name, content in found if name != "viewport"]
    assert len(found) == len(dict(found))
    return {name: unescape(content) for name, content in found}


def facts(html: str) -> dict[str, Any]:
    """Return what a page says in the words of schema.org."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return dict(json.loads(found[1])) if found else {}


# The description.


SENTENCE = "One sentence of some length stands here, to be followed by others of the same."


@pytest.mark.parametrize(
    ("page", "description"),
    [
        ("knees.html", "How knees bend."),
        ("index.html", "All & more “about” <knees>."),
        ("sheet.html", "Walk each day."),
        ("plain.html", f"{SENTENCE} {SENTENCE}"),
    ],
    ids=["by its front matter", "by its words", "by its sheet", "whole sentences, and no list"],
)
def test_a_page_is_described(site: Built, page: str, description: str) -> None:
    assert tags(site.html(page))["description"] == description


def test_a_sentence_that_is_too_long_ends_with_a_word(project) -> None:
    page = f"# Home\n\n{'Long words, ' * 20}\n"
    built = project({"index.md": page}).build("html", html_theme="handouts")
    reported = tags(built.html("index.html"))["description"]

    assert len(reported) <= 160
    assert reported.endswith((" words,…", " Long…"))


def test_a_description_that_is_there_is_left(project) -> None:
    page = "---\nmyst:\n  html_meta:\n    description: Mine.\n---\n# Home\n\nWords.\n"
    html = project({"index.md": page}).build("html").html("index.html")

    assert re.findall(r'name="description"[^>]*|content="Mine."', html) != []
    assert html.count('name="description"') == 1


def test_numbers_of_sources_are_no_part_of_a_description(project) -> None:
    claim = "{claim}`We do not know if cells reduce pain <cells-effect>`"
    built = project({**FILES, **CLAIM_FILES, "plain.md": f"# Plain\n\n{claim}.\n"}).build("html")

    assert 'href="#source-1"' in built.html("plain.html")
    assert tags(built.html("plain.html"))["description"] == "We do not know if cells reduce pain."


# The Open Graph.


def test_a_shared_page_shows_its_title_its_words_and_its_sheet(site: Built) -> None:
    reported = tags(site.html("knees.html"))

    assert {name: reported[name] for name in reported if name.startswith("og:")} == {
        "og:type": "article",
        "og:site_name": "Our knees",
        "og:title": "Knees </script>",
        "og:description": "How knees bend.",
        "og:url": "https://example.org/knees/knees.html",
        "og:locale": "en_GB",
        "og:image": "https://example.org/knees/sheet-a4.png",
        "og:image:alt": "The sheet as it prints: A4",
        "og:image:width": "600",
        "og:image:height": "849",
    }


def test_the_picture_of_a_shared_page_is_on_the_site(site: Built) -> None:
    for name in ("index.html", "plain.html", "sheet.html"):
        picture = tags(site.html(name))["og:image"].removeprefix("https://example.org/knees/")
        assert (site.outdir / picture).is_file()


def test_a_host_s_pages_keep_what_they_say_of_themselves(project) -> None:
    conf = str(FILES["conf.py"]).replace("handouts_structured_data", "unused")
    built = project({**FILES, "conf.py": conf}).build("html")
    plain, sheet = tags(built.html("plain.html")), tags(built.html("sheet.html"))

    assert (plain["og:type"], plain["og:site_name"]) == ("website", "All about knees")
    assert "og:image" not in plain
    assert sheet["og:image"].endswith("/sheet-a4.png")


def test_what_a_page_says_in_its_front_matter_comes_first(project) -> None:
    page = "---\nog:image: https://example.org/own.png\nog:title: Mine\n---\n# Plain\n\nWords.\n"
    own = tags(project({**FILES, "plain.md": page}).build("html").html("plain.html"))

    assert (own["og:title"], own["og:image"]) == ("Mine", "https://example.org/own.png")
    assert "og:image:width" not in own


def test_a_page_no_longer_shows_a_sheet_that_was_refused(project) -> None:
    written = project(FILES)
    written.build("html")
    written.edit("knees.md", "Walk each day.", "Walk each day. " * 2000)

    assert "og:image" not in tags(written.build("html").html("plain.html"))


def test_a_site_without_an_address_promises_none(project) -> None:
    built = project(FILES).build("html", html_baseurl="")

    assert "og:image" not in tags(built.html("knees.html"))
    assert "sitemap.xml" not in built.files("*.xml")


# Facts in the words of schema.org.


def test_a_page_gives_its_facts_and_no_review(site: Built) -> None:
    assert facts(site.html("knees.html")) == {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": "Knees </script>",
        "description": "How knees bend.",
        "url": "https://example.org/knees/knees.html",
        "inLanguage": "en-GB",
        "dateModified": "2026-11-22",
        "expires": "2027-05-22",
        "isPartOf": {"@type": "WebSite", "name": "Our knees", "url": "https://example.org/knees/"},
        "audience": {"@type": "MedicalAudience", "audienceType": "patients"},
        "publisher": {"@type": "Organization", "name": "the knee people"},
        "license": "https://example.net/by",
    }


def test_a_handout_s_page_names_its_sheets(site: Built) -> None:
    (file,) = facts(site.html())["encoding"]

    assert file["contentUrl"] == "https://example.org/knees/sheet-a4.pdf"
    assert file["contentSize"] == f"{round(site.sheet()['bytes'] / 1000)} kB"


@pytest.mark.parametrize("name", ["index.html", "plain.html", "search.html"])
def test_a_page_without_a_date_gives_no_facts(site: Built, name: str) -> None:
    assert facts(site.html(name)) == {}


def test_a_project_that_names_no_type_gives_no_facts(project) -> None:
    built = project(FILES).build("html", handouts_structured_data={})

    assert "ld+json" not in built.html("knees.html")


def test_a_hosts_own_pages_carry_nothing_that_it_did_not_ask_for(project) -> None:
    files = {**FILES, "conf.py": CONF}
    built = project(files).build("html", html_baseurl="https://example.org/knees")

    assert "description" not in tags(built.html("plain.html"))
    assert "description" in tags(built.html("sheet.html"))
    assert not [name for name in built.files("*.html") if "og:" in built.html(name)]
    assert built.files("sitemap.xml") == []


# The list of pages.


def test_a_projects_own_list_of_pages_is_left_alone(project) -> None:
    own = {"extra/sitemap.xml": "<urlset/>"}
    built = project({**FILES, **own}).build(
        "html", html_theme="handouts", html_extra_path=["extra"]
    )

    assert (built.outdir / "sitemap.xml").read_text("utf-8") == "<urlset/>"


def test_without_an_address_the_list_of_an_earlier_build_goes_and_no_other(project) -> None:
    written = project(FILES)
    path = written.build("html", html_theme="handouts").outdir / "sitemap.xml"
    assert path.is_file()
    written.build("html", html_theme="handouts", html_baseurl="")
    assert not path.exists()
    path.write_text("<urlset/>", "utf-8")  # As by another program.
    written.build("html", html_theme="handouts", html_baseurl="")

    assert path.read_text("utf-8") == "<urlset/>"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sitemap_has_the_canonical_address_of_each_page_and_its_date(
    project, builder: str
) -> None:
    built = project(FILES).build(builder, html_theme="handouts")
    tree = ElementTree.parse(built.outdir / "sitemap.xml")
    rows = [{part.tag.partition("}")[2]: part.text for part in row} for row in tree.getroot()]
    pages = [built.html(name) for name in built.files("*.html")]
    canonical = {
        found
        for page in pages
        for found in re.findall(r'rel="canonical" href="([^"]*)"', page)
        if "og:title" in page
    }

    assert {row["loc"] for row in rows} == canonical
    assert len(rows) == 4
    assert sorted(str(row.get("lastmod")) for row in rows) == ["2026-11-22"] * 2 + ["None"] * 2


@pytest.mark.parametrize("builder", ["text", "singlehtml", "handouts"])
def test_other_builders_make_no_sitemap(project, builder: str) -> None:
    assert project(FILES).build(builder).files("*.xml") == []

"""The theme `handouts` in a project that is not ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handouts.website.frame import THEME_FOLDER
from projects import CONF, Project

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Built

OPTIONS = {
    "navigation": [
        {"title": "Walking & rest", "page": "walk", "under": ["more/"]},
        {"title": "Sheets", "page": "sheets", "under": ["more/rest-"]},
        {"title": "All", "page": "sheet", "under": ["m"]},
    ],
    "urgent": {"words": "A hot knee?", "title": "Get help now", "page": "walk"},
    "notices": [
        "By <us>, gone.",
        {"words": "Now gone:", "title": "free", "page": "gone#here"},
    ],
    "search_last": ["more/"],
}
OPTIONS_ON_LINES = (
    repr(OPTIONS).replace("'urgent'", "\n'urgent'").replace("'page': 'gone", "\n'page': 'gone")
)
NOTICE = "No clinician has checked this yet."
FILES: dict[str, str | bytes] = {
    "conf.py": f'{CONF}myst_enable_extensions = ["attrs_block"]\n'
    'html_theme = "handouts"\nhtml_title = "Knees"\n'
    f'html_baseurl = "https://example.org/knees/"\nhtml_theme_options = {OPTIONS_ON_LINES}\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
    f"handouts_publisher = {{'notice': '{NOTICE}'}}\n",
    "index.md": "# Home\n\n```{toctree}\n:caption: Topics\n\nwalk\nmore/rest\nsheet\nsheets\n```\n",
    "walk.md": "---\nchecked: 2026-11-22\ncheck-by: 2027-05-22\n---\n# Walk\n\n"
    "{.standfirst}\nFor walkers.\n\n(walk)=\nWalk each day.\n",
    "more/rest.md": "# Rest\n\n## One\n\nRest.\n\n## Two\n\nRest.\n\n## Three\n\nRest.\n",
    "sheets.md": "---\nchecked: 2026-11-28\n---\n# Sheets\n\n```{handouts-gallery}\n```\n",
    "sheet.md": "---\nhandout: patients\nchecked: 2026-11-28\n---\n# Sore knees\n\n"
    "```{embed} #walk\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTS_TODAY", "2026-12-01")
        return Project(tmp_path_factory.mktemp("theme"), FILES).build("html", html_theme="handouts")


def test_a_page_that_an_option_names_must_exist(site: Built) -> None:
    (warning,) = site.warnings
    options = FILES["conf.py"].split("html_theme_options")[0].count("\n")
    # Words over several lines have a line each.
    assert f"conf.py:{options + 3}: WARNING: html_theme_options names the page 'gone'" in warning


def test_the_header_marks_the_page_and_its_folder(site: Built) -> None:
    assert 'href="#" aria-current="page">Walking &amp; rest</a>' in site.html("walk.html")
    assert 'href="../walk.html" class="here">Walking &amp; rest</a>' in site.html("more/rest.html")
    assert site.html("more/rest.html").count('class="here"') == 1


def test_the_foot_lists_the_pages_by_their_captions(site: Built) -> None:
    foot = site.html("walk.html").partition("<footer")[2]

    assert "<h2>Topics</h2>" in foot
    assert '<a href="more/rest.html">Rest</a>' in foot
    assert "By &lt;us&gt;, gone." in foot


def test_a_page_says_its_dates_once_at_its_head(site: Built) -> None:
    head, _, rest = site.html("walk.html").partition("<p>Walk each day.")
    for_whom, _, dates = head.partition("For walkers.</p>")

    assert "Facts last checked 22 November 2026. <strong>Do not use after 22 May 2027." in head
    assert "Facts last checked" not in rest
    assert "Facts last checked" in dates
    assert "Facts last checked" not in for_whom


def test_a_handout_has_at_its_head_whom_it_is_for_and_what_is_hidden_at_its_foot(
    site: Built,
) -> None:
    assert '<p class="audience web-only">For patients</p>' in site.html("sheet.html")
    head, _, foot = site.html("sheet.html").partition("</h1>")[2].partition("handouts-imprint")

    for words in ("Facts last checked 22 November 2026.", NOTICE):
        assert words in head
        assert re.search(f'<span class="handouts-(dates|notice)">{words}', foot)


def test_a_gallery_says_the_oldest_day_of_its_sheets(site: Built) -> None:
    assert "Facts last checked 22 November 2026." in site.html("sheets.html")


def test_only_a_page_of_several_parts_has_contents(site: Built) -> None:
    assert "page-toc" in site.html("more/rest.html")
    assert "page-toc" not in site.html("walk.html")


def test_a_page_leads_to_its_neighbours(site: Built) -> None:
    html = site.html("more/rest.html")

    assert '<a rel="prev" href="../walk.html">' in html
    assert '<a rel="next" href="../sheet.html">' in html


def test_no_page_has_a_script_or_a_style_of_its_own(site: Built) -> None:
    pages = [site.html(name) for name in site.files("*.html")]

    assert len(pages) > 5
    assert not [
        page for page in pages if re.search(r"<style|<script(?![^>]*\bsrc=)>| style=", page)
    ]


def test_the_page_for_lost_addresses_works_at_any_of_them(site: Built) -> None:
    html = site.html("404.html")

    assert '<base href="/knees/">' in html
    assert 'href="404.html#content"' in html
    assert 'href="walk.html"' in html


def test_the_page_for_lost_addresses_names_its_own_folder_where_each_page_has_one(project) -> None:
    built = project({"index.md": "# Home\n"}).build("dirhtml", html_theme="handouts")

    assert 'href="404/#content"' in built.html("404/index.html")


def test_a_project_without_a_register_of_releases_gets_no_page_and_no_word_of_it(
    site: Built,
) -> None:
    assert not (site.outdir / "V").exists()
    assert "Did the code on a sheet" not in site.html("404.html")
    assert "Something is wrong" not in site.html("sheet.html")


def test_pages_that_are_named_last_are_last_in_a_search(site: Built) -> None:
    assert 'data-last="more/"' in site.html("search.html")


def test_a_language_that_runs_from_right_to_left_turns_the_page(tmp_path_factory) -> None:
    conf = f'{CONF}html_theme = "handouts"\nlanguage = "ar"\nhandouts_printing = False\n'
    made = Project(tmp_path_factory.mktemp("rtl"), {"conf.py": conf, "index.md": "# Home\n"})

    assert 'dir="rtl"' in made.build("html", html_theme="handouts").html("index.html")


def test_header_and_foot_are_translated_and_lead_to_the_page_in_other_languages(
    tmp_path: Path,
) -> None:
    options = {**OPTIONS, "languages": {"de": "", "en": "../", "fr": "https://example.org/fr/"}}
    texts = {"Knees": "Knie", "Get help now": "Jetzt Hilfe", "free": "frei", "Sheets": "Blätter"}
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + "".join(
        f'\nmsgid "{text}"\nmsgstr "{german}"\n' for text, german in texts.items()
    )
    files = {
        "conf.py": f'{CONF}html_theme = "handouts"\nhtml_title = "Knees"\nlanguage = "de"\n'
        f"locale_dirs = ['loc']\nhandouts_printing = False\nhtml_theme_options = {options!r}\n",
        "index.md": "# Home\n\n```{toctree}\nwalk\nmore/rest\n```\n",
        "loc/de/LC_MESSAGES/handouts-words.po": catalogue,
        **{name: FILES[name] for name in ("walk.md", "more/rest.md", "sheets.md")},
    }
    project = Project(tmp_path, files)
    page = project.build("html", html_theme="handouts").html("more/rest.html")
    template = project.build("gettext", doctrees="gettext", html_theme="handouts").html(
        "handouts-words.pot"
    )

    assert not [text for text in texts if f">{text}<" in page]
    assert all(german in page for german in texts.values())
    assert all(f'msgid "{text}"' in template for text in texts)
    assert '<a href="../../more/rest.html" hreflang="en" lang="en">English</a>' in page
    assert 'hreflang="de"' not in page
    assert 'href="https://example.org/fr/more/rest.html" hreflang="fr" lang="fr">Français<' in page


def test_no_head_refuses_the_mouse_where_a_browser_cannot_hold_its_list_open() -> None:
    css = (THEME_FOLDER / "static" / "handouts-theme.css").read_text("utf-8")
    held_open = r"  @supports selector\(::details-content\) {\n(?: {4}.*\n)+  }\n"

    assert len(re.findall(held_open, css)) == css.count("pointer-events") == 2
    assert "pointer-events" not in re.sub(held_open, "", css)


def test_arrows_point_the_other_way_where_lines_run_from_right_to_left() -> None:
    css = (THEME_FOLDER / "static" / "handouts-theme.css").read_text("utf-8")
    rules = re.findall(r'^(\[dir="rtl"\] )?(.*) { content: "[^"]*[←→▸◂]', css, re.MULTILINE)
    turned = [selector for is_turned, selector in rules if is_turned]

    assert sorted(turned) == sorted(selector for is_turned, selector in rules if not is_turned)
    assert len(turned) > 3
    assert "‹" not in css  # A browser turns the other one round by itself.

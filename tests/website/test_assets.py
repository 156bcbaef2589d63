"""What readers of the site see of dates and sources, and what their browsers do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from browsers import CHROMIUM, dumped
from handout_pages import page_text
from handouts.preflight.texts import squeeze
from handouts.website.assets import PRINT_STYLE, SCRIPT, STYLES
from projects import CLAIM_FILES, CONF, Project

if TYPE_CHECKING:
    from projects import Built

DATES = "checked: 2026-11-22\ncheck-by: 2027-05-22\n"
PAGE = f"---\n{DATES}---\n# Page\n\nWalk.\n"
Build = Callable[..., "Built"]
BANNER = "Do not use this page: its facts should have been checked again by"


@pytest.fixture
def build(project) -> Build:
    """Return a function that builds a site of a front page and some other files."""

    def build(builder: str = "html", conf: str = "", **pages: str) -> Built:
        files = {f"{name}.md": text for name, text in pages.items()}
        index = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
        return project({"index.md": index, "conf.py": CONF + conf, **files}).build(builder)

    return build


@pytest.fixture(scope="module")
def dated(tmp_path_factory) -> Built:
    """Return a site of pages with all, some and none of the dates."""
    pages = {
        "page": PAGE,
        "sheet": PAGE.replace("---\n", "---\nhandout: patients\n", 1),
        "no-dates": "# Page\n\nWalk.\n",
        "no-last-day": PAGE.replace("check-by: 2027-05-22\n", ""),
        "no-readable-day": PAGE.replace("2027", "May"),
    }
    index = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    files = {f"{name}.md": text for name, text in {"index": index, **pages}.items()}
    return Project(tmp_path_factory.mktemp("dated"), files).build("html")


# The banner.


BANNERS = re.compile(r'<p class="handouts-overdue"[^>]*>')


def banner(html: str) -> str:
    """Return the tag of a page's banner, or nothing."""
    found = BANNERS.search(html)
    return found[0] if found else ""


def test_a_dated_page_carries_a_hidden_banner_with_its_last_day(dated: Built) -> None:
    html = dated.html("page.html")

    assert banner(html) == (
        '<p class="handouts-overdue" role="alert" data-check-by="2027-05-22" hidden>'
    )
    assert f"{BANNER} 22 May 2027." in html
    assert "2027-05-22" in banner(dated.html())  # That of a handout, too.


@pytest.mark.parametrize("page", ["no-dates", "no-last-day", "no-readable-day"])
def test_a_page_without_a_last_day_has_no_banner(dated: Built, page: str) -> None:
    assert banner(dated.html(f"{page}.html")) == ""


def test_the_site_carries_the_script_and_the_styles(dated: Built) -> None:
    assert {path for path in dated.files("*") if "handouts" in path} >= {
        f"_static/{name}" for name in (SCRIPT, *STYLES, PRINT_STYLE)
    }
    assert f'src="_static/{SCRIPT}' in dated.html("page.html")
    assert re.search(
        rf'media="print"[^>]*href="_static/{PRINT_STYLE}|href="_static/{PRINT_STYLE}[^>]*media="print"',
        dated.html(),
    )
    # How other pages print is the host's.
    assert PRINT_STYLE not in dated.html("page.html")
    # A page that has nothing of ours is the host's altogether.
    assert "_static/handouts" not in dated.html("no-dates.html")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to run the page's script")
def test_a_browser_shows_the_banner_from_the_day_after_the_last(dated: Built, tmp_path) -> None:
    html = dated.html("page.html")
    tag = banner(html)
    clock = 'class extends Date { constructor() { super("2027-05-22T12:00") } }'
    html = html.replace("<head>", f"<head><script>Date = {clock}</script>")
    # A start of the browser takes longer than all the rest: one page has both banners.
    html = html.replace(tag, f"{tag.replace('05-22', '05-21')}</p>{tag}")
    page = dated.outdir / "both.html"
    page.write_text(html, "utf-8")
    before, last = BANNERS.findall(dumped(page, tmp_path / "profile"))

    assert "2027-05-21" in before
    assert " hidden" not in before
    assert "2027-05-22" in last
    assert " hidden" in last


# Dates at the foot.


@pytest.mark.parametrize(
    ("page", "dates"),
    [
        ("page", "Facts last checked 22 November 2026. Do not use after 22 May 2027."),
        ("no-last-day", "Facts last checked 22 November 2026."),
    ],
)
def test_a_page_ends_with_its_dates(dated: Built, page: str, dates: str) -> None:
    text = " ".join(page_text(dated.html(f"{page}.html")).split())

    assert text.endswith(f"Walk. {dates}")


def test_a_sheet_ends_with_its_dates(dated: Built) -> None:
    assert dated.pdf_text().endswith(
        "Facts last checked 22 November 2026. Do not use after 22 May 2027."
    )


def test_a_page_without_dates_has_no_imprint(build: Build) -> None:
    conf = 'handouts_publisher = {"name": "us", "notice": "Not yet checked."}\n'

    assert page_text(build(conf=conf, page="# Page\n\nWalk.\n").html("page.html")).split() == [
        "Page",
        "Walk.",
    ]


def test_text_pages_say_their_dates_too(build: Build) -> None:
    assert "Do not use after 22 May 2027." in build("text", page=PAGE).html("page.txt")


# Numbers of sources.

TOLD = """# Told

(better)=
{claim}`74% were better with cells <no-better>`.

(effect)=
{claim}`We do not know if cells reduce pain <cells-effect>`.
"""
EMBEDS = "---\nhandout: {0}\n---\n# {0}\n\n```{{embed}} #better\n```\n\n```{{embed}} #effect\n```\n"


@pytest.fixture(scope="module")
def quoting(tmp_path_factory) -> Project:
    """Return a project with a page that quotes sources, and a handout for each audience."""
    return Project(
        tmp_path_factory.mktemp("quoting"),
        {
            "conf.py": CONF + 'language = "en_GB"\nhandouts_editions = {"a4": {"paper": "A4"}}\n',
            **CLAIM_FILES,
            "index.md": "# Home\n\n```{toctree}\ntold\npatients\nreferrers\n```\n",
            "told.md": TOLD,
            "patients.md": EMBEDS.format("patients"),
            "referrers.md": EMBEDS.format("referrers"),
        },
    )


@pytest.fixture(scope="module")
def site(quoting: Project) -> Built:
    return quoting.build("html")


def test_a_number_s_source_is_on_the_page(site: Built) -> None:
    html = site.html("told.html")
    refs = set(re.findall(r'class="source-ref" href="#([\w-]+)"', html))

    assert refs == set(re.findall(r'<li id="(source-\d)"', html)) == {"source-1", "source-2"}


def test_a_patients_sheet_has_no_numbers_and_no_sources(site: Built) -> None:
    assert site.pdf_text(handout="patients") == (
        "patients 74% were better with cells. We do not know if cells reduce pain."
    )


def test_the_web_page_of_a_patients_sheet_lists_its_sources(site: Built) -> None:
    html = site.html("patients.html")

    assert 'href="#source-1"' in html
    assert "The ALPHA trial of cells" in html


def test_a_referrers_sheet_ends_with_a_short_list(site: Built) -> None:
    assert squeeze(site.pdf_text(handout="referrers")) == squeeze(
        "referrers 74% were better with cells [1]. We do not know if cells reduce pain [1, 2]. "
        "Sources 1 Alpha 2024 2 Maker Limited 2020"
    )


def test_the_web_page_of_a_referrers_sheet_has_the_same_list(site: Built) -> None:
    text = " ".join(page_text(site.html("referrers.html")).split())

    assert text.endswith("Sources 1 Alpha 2024 2 Maker Limited 2020")


BETTER = "{claim}`74% were better with cells <no-better>`"
EFFECT = "{claim}`We do not know if cells reduce pain <cells-effect>`"


@pytest.mark.parametrize(
    ("long", "short", "sources"),
    [
        (EFFECT, BETTER, "[1] Sources 1 Alpha 2024"),
        (BETTER, EFFECT, "[1, 2] Sources 1 Maker Limited 2020 2 Alpha 2024"),
    ],
)
def test_sources_of_what_had_no_room_go_with_it_and_no_number_is_missing(
    quoting: Project, long: str, short: str, sources: str
) -> None:
    much = "* Walk each day.\n" * 300
    embed = "```{embed} #much\n:if-room:\n```\n"
    sheet = f"---\nhandout: referrers\norphan: true\n---\n# Full\n\n{embed}\n{short}\n"
    page = f"---\norphan: true\n---\n# Much\n\n(much)=\n* {long}\n{much}"
    quoting.write({"full.md": sheet, "much.md": page})
    built = quoting.build(out="full", doctrees="full")

    assert built.sheet(handout="full")["left_out"] == ["much"]
    assert squeeze(built.pdf_text(handout="full")).endswith(squeeze(sources))


def test_the_frame_of_the_theme_keeps_out_of_a_book(build: Callable[..., Built]) -> None:
    conf = 'html_theme = "handouts"\nversion = "1"\n'
    built = build("epub", conf=conf, page="# Page\n\nWalk.\n")

    assert "site-header" not in built.html("page.xhtml")


# Pages that Sphinx was not asked to write.


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_page_that_was_not_written_is_written_by_the_next_build(project, parallel: int) -> None:
    block = "# Knees\n\n(dose)=\nTake 10 mg.\n"
    files = {f"page{number}.md": "# Page\n\nWords.\n" for number in range(4)}
    sheet = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #dose\n```\n"
    toctree = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    made = project({"index.md": toctree, "knees.md": block, "sheet.md": sheet, **files})
    made.build("html", parallel=parallel)
    made.edit("knees.md", "10 mg", "20 mg")

    some = made.build("html", names=("page1.md",), parallel=parallel)
    assert "Take 10 mg." in some.html()
    assert "Take 20 mg." in some.pdf_text()
    assert "Take 20 mg." in made.build("html", parallel=parallel).html()

"""What the site offers to print, on handouts' pages, in the gallery and on the pages they use."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from handout_pages import dead_links, page_text
from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

EDITIONS = (
    'handouts_editions = {"a4": {"paper": "A4", "label": "A4"}, '
    '"pocket": {"paper": (120, 210), "label": "Pocket"}}\n'
)
FILES: dict[str, str | bytes] = {
    "conf.py": CONF + EDITIONS,
    "index.md": "# Home\n\n```{toctree}\nknees\ndeep/sheet\nall\nhips\n```\n",
    "knees.md": "# Knees\n\n(walk)=\nWalk each day.\n",
    "hips.md": "# Hips\n\nNothing is used of this page.\n",
    "deep/sheet.md": "---\nhandout: patients\n---\n# Sore knees\n\n```{embed} #walk\n```\n",
    "all.md": "# All sheets\n\n```{handouts-gallery}\n```\n",
}
LONG = "(walk)=\n" + "Walk each day, as far as you like. " * 400
PAGES = {"html": "deep/sheet.html", "dirhtml": "deep/sheet/index.html"}


@pytest.fixture
def written(project) -> Project:
    return project(FILES)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    return Project(tmp_path_factory.mktemp("panel"), FILES).build("html")


@pytest.fixture(scope="module")
def sites(site: Built, tmp_path_factory) -> dict[str, Built]:
    """Return the site as each builder of sites writes it."""
    folders = Project(tmp_path_factory.mktemp("folders"), FILES).build("dirhtml")
    return {"html": site, "dirhtml": folders}


@pytest.fixture(scope="module")
def refused(tmp_path_factory) -> tuple[list[str], Built]:
    """Return the pictures of a site, and the site after its sheet became too long."""
    made = Project(tmp_path_factory.mktemp("refused"), FILES)
    before = made.build("html").files("*.png")
    made.write({"knees.md": f"# Knees\n\n{LONG}\n"})
    # What is not offered is not said to be out of date when that day has passed.
    made.edit("deep/sheet.md", "patients\n", "patients\ncheck-by: 2099-11-22\n")
    return before, made.build("html")


@pytest.fixture(scope="module")
def in_other_forms(tmp_path_factory) -> Project:
    """Return a project whose pages are read once for all builders that print nothing."""
    made = Project(tmp_path_factory.mktemp("forms"), FILES)
    assert made.build("text").warnings == []
    return made


def part(html: str, name: str) -> str:
    """Return the element of a page that has the class `name`, or nothing."""
    start = re.search(rf'<(div|section) [^>]*class="[^"]*\b{name}\b', html)
    if start is None:
        return ""
    depth = 0
    for tag in re.finditer(rf"<(/?){start[1]}\b", html[start.start() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            return html[start.start() : start.start() + tag.start()]
    return ""


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


# The panel.


def test_sheets_are_linked_whatever_signs_their_names_have(project) -> None:
    conf = f"{CONF}html_copy_source = False\n"
    index = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    sheet = "---\nhandout: patients\n---\n# Knees\n\nWalk.\n"

    built = project({"conf.py": conf, "index.md": index, "50% #1.md": sheet}).build("html")

    assert 'href="50%25%20%231-a4.pdf"' in built.html("50% #1.html")
    assert dead_links(built.outdir) == []


@pytest.mark.parametrize("builder", PAGES)
def test_the_downloads_offers_each_edition_with_its_measures(
    sites: dict[str, Built], builder: str
) -> None:
    built = sites[builder]
    panel = words(part(built.html(PAGES[builder]), "handouts-downloads"))
    size = {one: round(built.sheet(one, "deep/sheet")["bytes"] / 1000) for one in ("a4", "pocket")}

    assert panel == (
        f"Print this page A4 (PDF, {size['a4']} KB, one A4 page) Print the sheet: A4 "
        f"Pocket (PDF, {size['pocket']} KB, one page of 120 × 210 mm) Print the sheet: Pocket"
    )
    assert dead_links(built.outdir) == []


@pytest.mark.parametrize("builder", PAGES)
def test_the_downloads_shows_the_first_sheet_as_a_picture(
    sites: dict[str, Built], builder: str
) -> None:
    built = sites[builder]
    html = built.html(PAGES[builder])
    (picture,) = re.findall(r"<img [^>]*>", part(html, "handouts-downloads"))
    source = re.findall(r'src="([^"]*)"', picture)[0]

    assert 'alt="The sheet as it prints: A4"' in picture
    assert 'height="424"' in picture
    assert 'width="300"' in picture
    assert "style=" not in picture
    assert ((built.outdir / PAGES[builder]).parent / source).resolve().is_file()


def test_a_sheet_that_was_refused_is_named_and_nothing_leads_to_it(
    refused: tuple[list[str], Built],
) -> None:
    pictures, site = refused
    panel = part(site.html("deep/sheet.html"), "handouts-downloads")
    gallery = site.html("all.html")

    assert words(panel).endswith(
        "A4: not published, because it did not pass its checks. "
        "Pocket: not published, because it did not pass its checks."
    )
    assert "<a " not in panel
    assert "<img " not in panel
    assert "A4: not published, because it did not pass its checks." in gallery
    assert ".pdf" not in gallery
    assert part(site.html("knees.html"), "handouts-used") == ""
    assert "deep/sheet-a4.png" in pictures
    assert "deep/sheet-a4.png" not in site.files("*.png")


def test_a_picture_that_somebody_deleted_comes_back(written: Project) -> None:
    picture = written.build("html").outdir / "deep" / "sheet-a4.png"
    picture.unlink()
    written.build("html")

    assert picture.is_file()


def test_without_a_gallery_only_the_first_edition_is_drawn(written: Project) -> None:
    written.write({"all.md": "# All\n"})

    drawn = written.build("html").files("*.png")
    assert [name for name in drawn if not name.startswith("_static/")] == ["deep/sheet-a4.png"]


def test_the_builder_of_sheets_alone_draws_no_pictures(written: Project) -> None:
    assert written.build("handouts").files("*.png") == []


def test_sheets_printed_for_one_audience_leave_the_pictures_of_others(written: Project) -> None:
    written.build("html")
    built = written.build("html", handouts_only="referrers")

    assert "deep/sheet-a4.png" in built.files("*.png")


# The gallery.


def test_the_gallery_shows_each_sheet_as_a_picture_with_its_words(site: Built) -> None:
    html = site.html("all.html")

    assert re.findall(r'alt="([^"]*)"', html) == [
        "Sore knees. The sheet as it prints: A4",
        "Sore knees. The sheet as it prints: Pocket",
    ]
    assert re.findall(r'src="(deep/[^"]*)"', html) == ["deep/sheet-a4.png", "deep/sheet-pocket.png"]


def test_the_gallery_leads_to_the_page_and_the_sheets(site: Built) -> None:
    links = re.findall(r'href="([^"#]*)', part(site.html("all.html"), "handouts-gallery"))

    assert links == [
        "deep/sheet.html",
        "",
        *["deep/sheet-a4.pdf"] * 2,
        *["deep/sheet-pocket.pdf"] * 2,
    ]
    assert "For patients" in site.html("all.html")
    assert dead_links(site.outdir) == []


def test_a_project_without_handouts_has_an_empty_gallery(written: Project) -> None:
    (written.srcdir / "deep" / "sheet.md").unlink()
    written.edit("index.md", "deep/sheet\n", "")

    assert "There are no handouts yet." in written.build("html").html("all.html")


# The sheets that use a page.


@pytest.mark.parametrize(
    ("builder", "page"), [("html", "knees.html"), ("dirhtml", "knees/index.html")]
)
def test_a_page_names_the_sheets_that_use_it(
    sites: dict[str, Built], builder: str, page: str
) -> None:
    built = sites[builder]
    used = part(built.html(page), "handouts-used")

    assert words(used) == "Sheets that use this page Sore knees (For patients): A4, Pocket"
    assert dead_links(built.outdir) == []


def test_a_page_may_lead_to_each_sheet_and_then_does_so_once(written: Project) -> None:
    written.edit("knees.md", "# Knees\n", "# Knees\n\n```{handouts-links}\n```\n")
    html = written.build("html").html("knees.html")
    box = part(html, "handouts-used")

    assert html.count("handouts-used") == 1
    assert words(box) == "Sheets to print Sore knees (For patients): A4, Pocket"
    assert re.findall(r'href="([^"]*pdf)"', box) == ["deep/sheet-a4.pdf", "deep/sheet-pocket.pdf"]


def test_a_page_that_no_sheet_uses_says_nothing_and_offers_none(site: Built) -> None:
    html = site.html("hips.html")

    assert (part(html, "handouts-used"), part(html, "handouts-downloads")) == ("", "")


def test_a_page_is_written_again_when_a_sheet_begins_to_use_it(written: Project) -> None:
    written.edit("hips.md", "Nothing", "(nothing)=\nNothing")
    written.build("html")
    written.edit("deep/sheet.md", "#walk", "#nothing")
    built = written.build("html")

    assert "Sore knees" in part(built.html("hips.html"), "handouts-used")
    assert part(built.html("knees.html"), "handouts-used") == ""


def test_a_page_is_written_again_when_a_sheet_that_uses_it_is_gone(written: Project) -> None:
    written.build("html")
    (written.srcdir / "deep" / "sheet.md").unlink()
    written.edit("index.md", "deep/sheet\n", "")

    assert part(written.build("html").html("knees.html"), "handouts-used") == ""


def test_a_page_is_written_again_when_a_sheet_is_renamed(written: Project) -> None:
    written.build("html")
    written.edit("deep/sheet.md", "# Sore knees", "# Bad knees")

    assert "Bad knees" in part(written.build("html").html("knees.html"), "handouts-used")


def test_a_page_that_shows_nothing_of_a_change_is_left_alone(written: Project) -> None:
    page = written.build("html").outdir / "hips.html"
    page.write_text("as it was", "utf-8")
    written.edit("knees.md", "each day", "each day, and each night")
    written.build("html")

    assert page.read_text("utf-8") == "as it was"


@pytest.mark.parametrize("name", ["deep/sheet.html", "knees.html", "all.html"])
def test_what_the_site_offers_is_no_part_of_a_page_s_words(site: Built, name: str) -> None:
    assert "PDF" not in page_text(site.html(name))
    assert "Sheets that use" not in page_text(site.html(name))


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_other_builders_offer_no_sheets(in_other_forms: Project, builder: str) -> None:
    built = in_other_forms.build(builder)
    pages = built.files("*.*")
    reported = [
        name
        for name in pages
        if name.endswith((".txt", ".tex", ".html"))
        and "Sheets that use" in (built.outdir / name).read_text("utf-8")
    ]

    assert built.warnings == []
    assert reported == []

"""The real pages: the site, then the sheets over the same doctrees, and every one of them."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from sphinx.search.en import SearchEnglish

import pictures
from handout_pages import dead_links, page_text
from handouts.cli.where.finder import find, longest_part
from handouts.cli.where.own_words import own_words
from handouts.cli.where.pages import read_project
from handouts.preflight.gate import Expected, faults_of_pdf
from handouts.workers.worker import FAMILIES
from material import DOCS, REPOSITORY
from projects import Built, published
from read_aloud import read_aloud

if TYPE_CHECKING:
    from handouts.cli.where.finder import LineRun

ALOUD = Path(__file__).parent / "aloud"
"""What a screen reader says of each sheet."""
LAY_WORDS: dict[str, list[str]] = tomllib.loads((DOCS / "lay-words.toml").read_text("utf-8"))
HANDOUTS = ["handouts/patients", "handouts/referrers"]
PAPERS = {"a4": (210, 297), "letter": (215.9, 279.4), "large-print": (210, 297)}
PAGES = {"handouts/patients": 4, "handouts/referrers": 4}
"""Most pages in large print."""
SHEETS = [(handout, edition) for handout in HANDOUTS for edition in PAPERS]
FURNITURE = "Page of Continues"
PATIENTS_SHEET = "example.org/back/handouts/patients.html"
ABROAD = {
    "999": "911",
    "A&E": "the emergency room",
    "GP or 111": "your doctor",
    "Yellow Card": "MedWatch",
    "yellowcard.mhra.gov.uk": "www.fda.gov/medwatch",
    "Physio visits": "Physical therapy",
    "paracetamol": "acetaminophen",
    "Safety-net in writing": "Give written return precautions",
}
"""Words that the sheets for the US have in place of the site's."""


@pytest.fixture(scope="module")
def printed(material) -> Built:
    return material.build("handouts", quiet=False, nitpicky=True, html_theme="handouts")


@pytest.fixture(scope="module")
def site(built_material, printed: Built) -> Built:
    """Return what the first build of all gave, in a process of its own."""
    warnings = (built_material / "warnings.txt").read_text("utf-8").splitlines()
    return Built(printed.app, built_material / "html", warnings, "", [])


def test_the_material_prints_without_a_warning(printed: Built) -> None:
    assert printed.warnings == []


def test_the_site_is_built_without_a_warning(site: Built) -> None:
    assert site.warnings == []


def test_the_build_says_that_the_sheets_name_nobody_to_write_to(printed: Built) -> None:
    assert "The sheets name nobody to write to" in printed.status


def test_no_page_holds_html_as_it_stands(printed: Built) -> None:
    env = printed.app.env
    raw = [name for name in env.found_docs if list(env.get_doctree(name).findall(nodes.raw))]

    assert raw == []


def test_all_sheets_are_printed(printed: Built) -> None:
    assert printed.files() == sorted(f"{name}-{edition}.pdf" for name, edition in SHEETS)


@pytest.mark.parametrize(("handout", "edition"), SHEETS)
def test_a_sheet_says_aloud_what_it_shows(printed: Built, handout: str, edition: str) -> None:
    # `HANDOUTS_RENEW=1` writes the expected texts anew: read what has changed in them.
    said = read_aloud((printed.outdir / f"{handout}-{edition}.pdf").read_bytes())
    kept = ALOUD / f"{handout.removeprefix('handouts/')}-{edition}.txt"
    if os.environ.get("HANDOUTS_RENEW"):
        kept.write_text(said, encoding="utf-8")

    assert said == kept.read_text("utf-8")


def test_the_site_publishes_the_same_sheets(printed: Built, site: Built) -> None:
    assert published(site.outdir) == published(printed.outdir)


def test_what_the_site_has_printed_is_not_printed_again(printed: Built) -> None:
    assert printed.printed == []


@pytest.mark.parametrize(("handout", "edition"), SHEETS)
def test_a_sheet_is_sound_and_says_what_its_page_says(
    printed: Built, site: Built, handout: str, edition: str
) -> None:
    sheet = printed.sheet(edition, handout)
    html = site.html(f"{handout}.html")
    # The sheets lead to their sources on the web.
    text = page_text(html, frozenset(sheet["left_out"]), sources=False)
    for word, abroad in ABROAD.items() if edition == "letter" else ():
        text = text.replace(word, abroad)
    # Paper gives the address to which a link of the page leads.
    text = text.replace("their own sheet", f"their own sheet ({PATIENTS_SHEET})")
    if large := edition == "large-print":
        text = text.replace("Scan for sources and large print:", "Scan for sources:")
    expected = Expected(
        text=text,
        title=html.partition("<h1>")[2].partition("</h1>")[0],
        language="en-GB",
        pages=PAGES[handout] if large else 1,
        paper=PAPERS[edition],
        fonts=FAMILIES,
        pictures=1,
        smallest=sheet["setting"]["size"],
        furniture=FURNITURE if large else "",
    )

    assert faults_of_pdf((printed.outdir / sheet["file"]).read_bytes(), expected) == []


@pytest.mark.parametrize("handout", HANDOUTS)
def test_large_print_leaves_out_nothing_that_other_editions_keep(
    printed: Built, handout: str
) -> None:
    large = set(printed.sheet("large-print", handout)["left_out"])

    assert large <= set(printed.sheet("a4", handout)["left_out"])
    assert large <= set(printed.sheet("letter", handout)["left_out"])


def test_large_print_has_all_signs_for_patients_on_its_first_page(printed: Built) -> None:
    second = printed.words_of_page(2, "large-print", "handouts/patients")

    assert second.startswith("Do they work?")


@pytest.mark.parametrize(("handout", "edition"), SHEETS)
def test_a_sheet_is_well_filled(printed: Built, handout: str, edition: str) -> None:
    sheet = printed.sheet(edition, handout)

    assert sheet["full"] * sheet["pages_allowed"] >= 0.75 * sheet["pages"]


@pytest.mark.parametrize("handout", HANDOUTS)
@pytest.mark.parametrize("edition", ["a4", "letter"])
def test_a_page_has_room_to_breathe(printed: Built, handout: str, edition: str) -> None:
    assert printed.sheet(edition, handout)["full"] <= 0.96


@pytest.mark.parametrize(
    ("handout", "edition", "floor"),
    [
        ("handouts/patients", "a4", 12),
        ("handouts/patients", "letter", 12),
        ("handouts/patients", "large-print", 18),
        ("handouts/referrers", "a4", 10.5),
        ("handouts/referrers", "letter", 10.5),
        ("handouts/referrers", "large-print", 16),
    ],
)
def test_a_sheet_keeps_its_smallest_type(
    printed: Built, handout: str, edition: str, floor: float
) -> None:
    assert printed.sheet(edition, handout)["setting"]["size"] >= floor


def test_no_link_of_the_site_is_dead(site: Built) -> None:
    assert dead_links(site.outdir, root="/back/") == []


# What the site tells a browser.


@pytest.fixture(scope="module")
def pages(site: Built) -> dict[str, str]:
    return {name: site.html(name) for name in site.files("*.html") if "_static" not in name}


def test_every_page_carries_a_policy_that_trusts_this_site_alone(pages: dict[str, str]) -> None:
    found = {
        name: re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
        for name, html in pages.items()
    }
    # The page for lost readers names the folder of the site, which no other page may.
    lost = found.pop("404.html")
    policies = set(found.values())

    assert len(policies) == 1
    assert {lost.replace("base-uri 'self'", "base-uri 'none'")} == policies
    sources = {word for rule in policies.pop().split(";") for word in rule.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}


def test_no_page_holds_what_its_policy_forbids(pages: dict[str, str]) -> None:
    inline = re.compile(
        r"<style|<script(?![^>]* src=|[^>]*ld\+json)| style=| on[a-z]+=", re.IGNORECASE
    )

    assert [name for name, html in pages.items() if inline.search(html)] == []


def test_every_page_keeps_its_address_from_the_sites_it_links_to(pages: dict[str, str]) -> None:
    reported = '<meta name="referrer" content="no-referrer">'

    assert [name for name, html in pages.items() if reported not in html] == []


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, str]) -> None:
    loads = re.compile(
        r'<(?:script|img|source|iframe|link(?! rel="canonical"))[^>]*(?:src|href)="(?:[a-z]+:)?//'
    )

    assert [name for name, html in pages.items() if loads.search(html)] == []


def test_the_page_for_lost_readers_works_at_any_address(pages: dict[str, str]) -> None:
    links = re.findall(r'(?:href|src|action)="([^"]*)"', pages["404.html"])

    # All links are read from the base; one that began otherwise would leave it.
    assert '<base href="/back/">' in pages["404.html"]
    assert len(links) > 20
    assert [one for one in links if one.startswith(("#", ".", "/")) and one != "/back/"] == []


def test_the_site_is_light_enough_to_carry(site: Built) -> None:
    weights = [
        path.stat().st_size
        for path in site.outdir.rglob("*")
        if path.suffix != ".pdf" and path.is_file()
    ]

    assert sum(weights) < 5_000_000


# What the search finds.


@pytest.fixture(scope="module")
def terms(site: Built) -> set[str]:
    """The words that a search of the site can find."""
    text = (site.outdir / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return {*index["terms"], *index["titleterms"]}


@pytest.mark.parametrize(("word", "others"), LAY_WORDS.items())
def test_a_lay_word_leads_to_a_word_of_the_pages_and_hides_none(
    terms: set[str], word: str, others: list[str]
) -> None:
    stem = SearchEnglish({}).stem

    assert stem(word) in terms
    assert not {stem(other) for other in others} & terms


# Where the words live.

EDIT = re.compile(rf'href="{REPOSITORY}/blob/main/docs/([^"?]*)\?plain=1#L(\d+)"')


def test_every_page_leads_to_its_own_source(pages: dict[str, str]) -> None:
    sources = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    led = {name: EDIT.findall(html)[-1:] for name, html in pages.items()}

    assert {name: led[name] for name in pages if EDIT.search(pages[name])} == {
        source.replace(".md", ".html"): [(source, "1")] for source in sources
    }


@pytest.mark.parametrize("handout", HANDOUTS)
def test_each_block_of_a_handout_leads_to_its_label(site: Built, handout: str) -> None:
    embedded = re.findall(r"\{embed\} #(\S+)", (DOCS / f"{handout}.md").read_text("utf-8"))
    *blocks, own = EDIT.findall(site.html(f"{handout}.html"))

    assert own[0] == f"{handout}.md"
    assert [
        (DOCS / path).read_text("utf-8").splitlines()[int(line) - 1] for path, line in blocks
    ] == [f"({label})=" for label in embedded]


# What other sites show of a page.


def test_no_two_pages_have_the_same_title_or_description(pages: dict[str, str]) -> None:
    texts = [html for html in pages.values() if "og:title" in html]
    for tag in (
        r"(?s)<head>.*?<title>(.*?)</title>",
        r'<meta name="description" content="([^"]+)">',
    ):
        reported = [found for html in texts for found in re.findall(tag, html)]
        assert len(reported) == len(set(reported)) == len(texts)


def test_no_page_gives_machines_a_review_that_was_not_made(pages: dict[str, str]) -> None:
    assert not [name for name, html in pages.items() if re.search('[rR]eviewed(By)?"', html)]


@pytest.fixture(scope="module")
def sources(printed: Built) -> list[LineRun]:
    """Return the pages as those look at them who search for words of a sheet."""
    return read_project(DOCS, Path(printed.app.doctreedir))


@pytest.mark.parametrize("handout", HANDOUTS)
def test_every_sentence_of_a_sheet_leads_to_the_line_that_says_it(
    printed: Built, sources: list[LineRun], handout: str
) -> None:
    sentences = re.split(r"(?<=[.?!]) ", printed.pdf_text(handout=handout))
    # The list of sources and the address are made, not written.
    written = [one for one in sentences if not re.search(r"Sources 1|example\.org", one)]

    lost = [
        one
        for one in written
        if len(one.split()) >= 4
        and not find(one, sources)
        and not own_words(one)
        and not longest_part(one, sources)[1]
    ]
    assert len(written) > 20
    assert lost == []


# The README.


@pytest.mark.parametrize("name", pictures.SHEETS)
def test_the_readme_shows_the_sheet_that_is_printed(printed: Built, name: str) -> None:
    pdf = printed.outdir / "handouts" / f"{name}-a4.pdf"

    stale = "type: make screenshots"
    assert pictures.digest_of_picture(name) == pictures.digest_of_sheet(pdf), stale
    assert pictures.difference(name, pictures.sheet_picture(pdf)) < pictures.MOST_DIFFERENT, stale


def test_the_readme_shows_the_words_of_the_home_page(site: Built) -> None:
    now = pictures.digest_of_page(site.html("index.html"))

    assert pictures.digest_of_picture("home") == now, "type: make screenshots"


@pytest.mark.parametrize("name", ["home", *pictures.SHEETS])
def test_a_picture_of_the_readme_is_small(name: str) -> None:
    assert (pictures.FOLDER / f"{name}.png").stat().st_size <= pictures.MOST_BYTES

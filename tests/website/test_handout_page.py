"""A handout's web page says what its sheet says."""

from __future__ import annotations

import re

import pytest

from handout_pages import assert_same_words, dead_links, ids_of, main_links, page_text
from handouts.website import contents


@pytest.mark.parametrize("edition", ["a4", "letter", "large-print"])
@pytest.mark.parametrize("handout", ["sheets/patients", "sheets/referrers"])
def test_a_sheet_has_the_words_of_its_page(
    everything_printed, everything_site, handout: str, edition: str
) -> None:
    assert_same_words(everything_printed, everything_site, edition, handout, f"{handout}.html")


def test_no_link_of_the_site_is_dead(everything_site) -> None:
    assert dead_links(everything_site.outdir) == []


def test_a_page_links_lead_from_its_own_place(everything_site) -> None:
    found = main_links(everything_site.html("sheets/patients.html"))

    assert {
        "../blocks.html#treatment",
        "../blocks.html#trials",
        "../blocks.html#picture",
        "../deep/glossary.html",
        "../deep/glossary.html#term-knee",
        "../deep/lists.html",
        "../blocks.html",
        "../index.html",
        "https://example.net/page",
    } <= set(found)


def test_a_link_inside_a_block_stays_on_the_page(everything_site) -> None:
    found = main_links(everything_site.html("sheets/patients.html"))

    assert any(link.startswith("#") and link.endswith("in-the-block") for link in found)


def test_no_id_stands_twice_on_a_page(everything_site) -> None:
    for page in ("sheets/patients.html", "sheets/referrers.html"):
        ids = ids_of(everything_site.html(page))
        assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("page", "imprint"),
    [
        ("patients", "Facts last checked 22 November 2026. Do not use after 22 May 2027."),
        ("referrers", "Not yet checked by a clinician. Published by the knee people."),
    ],
    ids=["with dates", "without"],
)
def test_a_page_has_an_imprint(everything_site, page: str, imprint: str) -> None:
    assert imprint in " ".join(page_text(everything_site.html(f"sheets/{page}.html")).split())


@pytest.mark.parametrize(
    ("builder", "page", "audience"),
    [("json", "index.fjson", ""), ("epub", "index.xhtml", ""), ("html", "index.html", "nobody")],
)
def test_a_page_has_its_last_day_where_the_theme_writes_no_head_and_without_a_sheet(
    project, builder: str, page: str, audience: str
) -> None:
    dates = "checked: 2026-11-01\ncheck-by: 2027-11-01"
    written = project({"index.md": f"---\nhandout: {audience}\n{dates}\n---\n# Knees\n"})
    if not audience:
        written.edit("index.md", "handout: \n", "")

    built = written.build(builder, html_theme="handouts")

    assert "Do not use after 1 November 2027." in built.html(page)


def test_page_and_sheet_promise_no_large_print_that_is_refused(project) -> None:
    page = f"---\nhandout: patients\n---\n# Knees\n\n{'word ' * 250}\n"
    small = {"a4": {"paper": "A4"}, "large": {"paper": [105, 148], "large-print": True}}
    settings = {"handouts_editions": small, "html_baseurl": "https://example.org/"}

    built = project({"index.md": page}).build("html", **settings)

    assert built.files() == ["index-a4.pdf"]
    for text in (page_text(built.html("index.html")), built.pdf_text(handout="index")):
        assert "Scan, or look on the web:" in text


def test_the_material_keeps_all_its_tabs(everything_site) -> None:
    html = everything_site.html("blocks.html")

    assert "Move as much as you can bear." in html
    assert "Prescribe graded activity." in html


def test_a_block_that_cannot_stand_on_a_page_is_reported_there(project) -> None:
    text = "# Home\n\n> ```{embed} #part\n> ```\n\n(part)=\n## Part\n\nWords.\n"
    (message,) = project({"index.md": text}).build("html").warnings

    assert message.startswith("index.md:3: WARNING: '#part' is a whole section and cannot stand")
    assert message.endswith("[handouts.embed]")


def sections_in_sidebar(built) -> list[str]:
    toc = built.html("index.html").partition('class="sphinxsidebar"')[2]
    return re.findall('href="#([a-z]+)"', toc)


def test_the_contents_of_a_page_name_no_section_that_is_only_for_paper(project) -> None:
    paper = "{.print-only}\n## Paper\n\nWords.\n\n## Empty\n\n{.print-only}\nWords.\n"
    text = f"# Home\n\n## Web\n\nWords.\n\n### Deep\n\n{{.print-only}}\nWords.\n\n{paper}"

    settings = {"html_theme": "basic", "myst_enable_extensions": ["attrs_block"]}
    built = project({"index.md": text}).build("html", **settings)

    assert sections_in_sidebar(built) == ["web"]
    assert built.app.env.toc_num_entries["index"] == 2
    assert dead_links(built.outdir) == []


def test_what_the_directive_contents_lists_is_on_the_page_and_on_the_sheet(project) -> None:
    words = "```{contents}\n:local:\n```\n\n## Both\n\nWords.\n\n### Deep\n\nWords."
    only = "{.print-only}\n## Paper\n\nWords.\n\n{.web-only}\n### Web\n\nWords."
    lone = "## Alone\n\n```{contents}\n:local:\n```\n\nWords.\n\n{.web-only}\n### More\n\nWords."
    page = f"---\nhandout: patients\n---\n# Home\n\n{words}\n\n{only}\n\n{lone}\n"
    extensions = ["attrs_block", "colon_fence"]

    built = project({"index.md": page}).build("html", myst_enable_extensions=extensions)

    assert dead_links(built.outdir) == []
    assert built.pdf_text(handout="index").startswith("Home Both Deep Paper Alone Both Words. Deep")
    assert "More" not in built.pdf_text(handout="index")


@pytest.mark.parametrize("head", ["---\nhandout: patients\n---\n", ""])
def test_a_link_to_what_is_for_paper_only_becomes_words_on_the_web(project, head: str) -> None:
    paper = "(paper)=\n{.print-only}\n## Paper\n\nWords.\n\n(web)=\n## Web\n\nWords.\n"
    links = "[here](#paper){.big #me}, {ref}`paper` and [there](#web)"
    text = f"{head}# Home\n\nSee {links}.\n\n{paper}"
    extensions = ["attrs_block", "attrs_inline"]
    built = project({"index.md": text}).build("html", myst_enable_extensions=extensions)

    words = r'See <span class="big" id="me">here</span>, .*Paper.* and <a [^>]*#web'
    assert re.search(words, built.html("index.html"))
    assert dead_links(built.outdir) == []


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_a_link_into_the_tab_of_another_audience_becomes_words_on_the_web(
    project, builder: str
) -> None:
    tab = "(there)=\nRefer early.\n"
    tabs = f"::::{{tab-set}}\n:::{{tab-item}} Referrers\n:sync: referrers\n\n{tab}:::\n::::\n"
    both = tabs.replace("::::\n", ":::{tab-item} Patients\n:sync: patients\nLift.\n:::\n::::\n")
    text = f"---\nhandout: patients\n---\n# Home\n\nSee {{ref}}`here <there>`.\n\n{both}"
    conf = 'extensions = ["myst_parser", "sphinx_design", "handouts"]\n'
    conf += 'myst_enable_extensions = ["colon_fence"]\n'
    files = {"conf.py": conf, "index.md": "# Site\n\n```{toctree}\nhome\n```\n", "home.md": text}
    built = project(files).build(builder, handouts_audiences={"patients": {}, "referrers": {}})

    assert "Lift." in built.html("home.html" if builder == "html" else "index.html")
    assert dead_links(built.outdir) == []


def test_one_document_of_all_pages_has_the_footnotes_of_each(project) -> None:
    page = "---\norphan: true\n---\n# {0}\n\n(see-{0})=\nSee[^a].\n\n[^a]: Of {0}.\n"
    pages = {f"{name}.md": page.format(name) for name in ("one", "two")}
    index = "# Site\n\n```{toctree}\none\ntwo\n```\n\n```{embed} #see-one\n```\n"
    built = project({"index.md": index, **pages}).build("singlehtml")

    listed = re.findall(r"<li><p>(Of \w+\.)", built.html("index.html"))
    assert sorted(listed) == ["Of one.", "Of two."]
    assert 'href="#a"' not in built.html("index.html")


def test_the_contents_of_a_page_know_what_its_blocks_have_for_paper_only(project) -> None:
    block = "# Blocks\n\n{.print-only #part}\nWords.\n"
    text = "# Home\n\n## Web\n\nWords.\n\n## Paper\n\n```{embed} #part\n```\n\n## Last\n\nWords.\n"
    settings = {"html_theme": "basic", "myst_enable_extensions": ["attrs_block"]}
    written = project({"index.md": text, "blocks.md": f"---\norphan: true\n---\n{block}"})

    built = written.build("html", **settings)
    assert built.warnings == []
    assert sections_in_sidebar(built) == ["web", "last"]
    assert built.app.env.toc_num_entries["index"] == 3
    assert dead_links(built.outdir) == []

    written.edit("blocks.md", ".print-only ", "")
    assert sections_in_sidebar(written.build("html", **settings)) == ["web", "paper", "last"]
    written.edit("blocks.md", "{#part}", "{.print-only #part}")
    assert sections_in_sidebar(written.build("html", **settings)) == ["web", "last"]


def test_contents_are_made_once_as_long_as_nothing_changes(project, monkeypatch) -> None:
    block = "---\norphan: true\n---\n# Blocks\n\n{.print-only #part}\nWords.\n"
    text = "# Home\n\n## Paper\n\n```{embed} #part\n```\n\n## Last\n\nWords.\n"
    settings = {"html_theme": "basic", "myst_enable_extensions": ["attrs_block"]}
    written = project({"index.md": text, "blocks.md": block})
    written.build("html", **settings)
    made: list[str] = []
    monkeypatch.setattr(contents, "_left_out", lambda _, docname: made.append(docname) or set())

    written.build("html", **settings)
    assert made == []
    written.edit("blocks.md", "Words", "More words")
    written.build("html", **settings)
    assert sorted(made) == ["blocks", "index"]


def test_two_processes_write_the_same_pages(everything, everything_site) -> None:
    # The sheets are in the store: reading and writing is what two processes share.
    both = everything.build("html", out="html-two", parallel=2, fresh=True)

    assert both.warnings == []
    for name in everything_site.files("*.html"):
        assert both.html(name) == everything_site.html(name)

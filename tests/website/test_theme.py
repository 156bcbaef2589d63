"""The theme in a project of somebody else, without options, in another language."""

from __future__ import annotations

import re

import pytest

from projects import CONF


def test_what_the_policy_forbids_is_left_out_and_reported_once(theme_site) -> None:
    pages = [theme_site.html(name) for name in theme_site.files("*.html")]

    assert not [page for page in pages if "count.js" in page or "fonts.css" in page]
    assert sorted(line for line in theme_site.warnings if "left out" in line) == [
        "WARNING: the theme 'handouts' loads nothing from other sites, so //example.org/fonts.css "
        "is left out; put a copy into a folder of html_static_path [handouts.theme]",
        "WARNING: the theme 'handouts' loads nothing from other sites, so "
        "https://example.org/count.js is left out; put a copy into a folder of html_static_path "
        "[handouts.theme]",
        "WARNING: the theme 'handouts' runs no script that stands in a page itself, so "
        "'window.count = 1' is left out; put it into a file, and name that in html_js_files "
        "[handouts.theme]",
    ]
    assert '<script type="application/json">{}</script>' in theme_site.html("all.html")


def test_a_formula_needs_no_script(theme_site) -> None:
    html = theme_site.html("all.html")

    assert '<span class="eqno">(1)</span><math xmlns=' in html
    assert "<msup>" in html
    assert r"<code>\nonsense</code>" in html
    assert [line for line in theme_site.warnings if "all.rst:" in line and "nonsense" in line]
    assert len(theme_site.warnings) == 4


def test_a_project_that_names_another_way_of_formulas_keeps_it(project) -> None:
    conf = f'{CONF}html_math_renderer = "mathjax"\n'
    files: dict[str, str | bytes] = {"conf.py": conf, "index.rst": "Home\n====\n\n:math:`a`\n"}
    built = project(files).build("html", html_theme="handouts")

    assert r"\(a\)" in built.html("index.html")
    assert [line for line in built.warnings if "mathjax" in line and "is left out" in line]


def test_only_a_page_with_attributes_of_style_lets_them_count(theme_site) -> None:
    policies = {
        name: "style-src-attr 'unsafe-inline'" in theme_site.html(name)
        for name in ("all.html", "design.html", "genindex.html", "search.html")
    }

    assert policies == {
        "all.html": True,
        "design.html": False,
        "genindex.html": True,
        "search.html": False,
    }


def test_a_deep_page_leads_to_those_above_it(theme_site) -> None:
    trail = re.search(r'<nav class="trail.*?</nav>', theme_site.html("deep/page.html"), re.DOTALL)

    assert trail is not None
    assert re.findall(r'href="([^"]*)">([^<]*)<', trail[0]) == [("index.html", "Deep")]
    assert "trail" not in theme_site.html("all.html")


@pytest.mark.parametrize(("times", "shown"), [(1, True), (9, False)])
def test_without_options_the_header_has_the_pages_if_they_are_few(
    project, times: int, shown: bool
) -> None:
    files: dict[str, str | bytes] = {
        "index.md": "# Home\n\n```{toctree}\nwalk/index\nrest\n```\n",
        "walk/index.md": f"# {' '.join(['Walk'] * times)}\n",
        "walk/more.md": "---\norphan: true\n---\n# More\n",
        "rest.md": f"# {' '.join(['Rest'] * times)}\n",
    }
    built = project(files).build("html", html_theme="handouts")
    header = built.html("walk/more.html").partition("</header>")[0]

    assert ('<a href="index.html" class="here">Walk</a>' in header) == shown
    assert ('<a href="../rest.html">Rest</a>' in header) == shown

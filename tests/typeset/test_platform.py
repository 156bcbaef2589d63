"""Facts about Sphinx, MyST, WeasyPrint and Pillow that the code leans on.

A new version can change each of them: what fails here says which part to look at again.
"""

from __future__ import annotations

import ctypes.util
import gc
import os
import re
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pyphen
import pytest
import tinyhtml5
from docutils import nodes
from fontTools.ttLib import TTFont

from finished import text_of_pdf
from handouts.compose.resolve import PaperBuilder, resolving_for_paper
from handouts.jobs import THEME_FONTS, Font

if TYPE_CHECKING:
    from projects import Built

FOLDER = Path(__file__).parents[2] / "src" / "handouts" / "theme" / "fonts"
CONF = """
extensions = ["myst_parser", "sphinx_design"]
myst_enable_extensions = ["colon_fence", "attrs_block"]
"""


@pytest.fixture
def build(project) -> Callable[..., Built]:
    """Return a function that builds a project without our extension."""

    def build_pages(index: str, conf: str = "", **more: str) -> Built:
        files = {f"{name}.md": text for name, text in more.items()}
        return project({"conf.py": CONF + conf, "index.md": index, **files}).build(
            "dummy", processes=True
        )

    return build_pages


# Sphinx.


def test_a_doctree_is_a_new_copy_each_time(build: Callable[..., Built]) -> None:
    env = build("# T\n\ntext").app.env
    env.get_doctree("index").clear()

    assert env.get_doctree("index").astext() == "T\n\ntext"


def test_sphinx_is_silent_about_a_misspelt_setting(build: Callable[..., Built]) -> None:
    built = build("# T\n", conf="html_tittle = 'x'")

    assert built.warnings == []
    assert built.app.config._raw_config["html_tittle"] == "x"


def test_sphinx_is_silent_about_a_label_on_two_pages(build: Callable[..., Built]) -> None:
    toctree = "```{toctree}\nother\n```\n"
    built = build(f"# T\n\n{toctree}\n(x)=\none", other="# O\n\n(x)=\ntwo")

    assert built.warnings == []


def test_what_a_directive_refuses_leaves_nothing_in_the_page(build: Callable[..., Built]) -> None:
    refusing = """
from docutils.parsers.rst import Directive
class Refusing(Directive):
    def run(self):
        raise self.error("no")
def setup(app):
    app.add_directive("refusing", Refusing)
"""
    built = build("# T\n\n```{refusing}\n```\n", conf=refusing)

    assert built.app.env.get_doctree("index").astext() == "T"


def test_standing_in_for_the_builder_leaves_the_tags_alone(project) -> None:
    app = project({"index.md": "# T\n"}).build("dummy").app
    before = sorted(app.tags)
    builder, page = PaperBuilder(app, app.env, lambda _: ""), app.env.get_doctree("index")
    with resolving_for_paper(app, builder, page):
        assert sorted(app.tags) == before


def test_making_a_second_builder_adds_its_tags(build: Callable[..., Built]) -> None:
    app = build("# T\n").app
    app.registry.create_builder(app, "text", app.env).init()

    assert app.tags.has("builder_text")


# MyST.


def test_front_matter_values_are_text(build: Callable[..., Built]) -> None:
    env = build("---\na: true\nb: 2026-11-22\nc: [1]\nd:\n---\n# T\n").app.env

    found = env.metadata["index"]
    assert [found[key] for key in "abcd"] == ["True", "2026-11-22", "[1]", "null"]


@pytest.mark.parametrize("before", ["\n", "% comment\n", "<!-- comment -->\n"])
def test_front_matter_is_lost_after_a_blank_line_or_comment(
    build: Callable[..., Built], before: str
) -> None:
    env = build(f"{before}---\nhandout: patients\n---\n# T\n").app.env

    assert "handout" not in env.metadata["index"]


@pytest.mark.parametrize("before", ["\ufeff", ""])
def test_front_matter_is_read_whatever_ends_its_lines(
    build: Callable[..., Built], before: str
) -> None:
    env = build(f"{before}---\r\nhandout: patients\r\n---\r\n# T\r\n").app.env

    assert env.metadata["index"]["handout"] == "patients"


def test_attributes_before_a_directive_are_lost(build: Callable[..., Built]) -> None:
    document = build("# T\n\n{.mine}\n:::{note}\ntext\n:::\n").app.env.get_doctree("index")

    (note,) = document.findall(nodes.note)
    assert "mine" not in note["classes"]


def test_a_fence_as_long_as_the_outer_one_closes_it_without_a_word(
    build: Callable[..., Built],
) -> None:
    built = build("# T\n\n:::{note}\n:::{tip}\none\n:::\ntwo\n:::\n\nthree\n")

    (note,) = built.app.env.get_doctree("index").findall(nodes.note)
    assert (built.warnings, note.astext()) == ([], "one")


def test_a_heading_in_a_box_stays_there_with_the_level_it_was_given(
    build: Callable[..., Built],
) -> None:
    document = build("# T\n\n:::{note}\n### Head\n:::\n").app.env.get_doctree("index")

    (rubric,) = next(iter(document.findall(nodes.note))).findall(nodes.rubric)
    assert rubric["level"] == 3


def test_a_label_is_found_by_name_among_the_explicit_ones(build: Callable[..., Built]) -> None:
    document = build("# T\n\n(x)=\ntext\n").app.env.get_doctree("index")

    node = document.ids[document.nameids["x"]]
    assert (document.nametypes["x"], node.astext()) == (True, "text")


def test_a_tab_has_a_title_that_knows_its_audience_and_a_body(build: Callable[..., Built]) -> None:
    document = build("# T\n\n::::{tab-set}\n:::{tab-item} A\n:sync: a\ntext\n:::\n::::\n")
    containers = document.app.env.get_doctree("index").findall(nodes.container)
    (tab,) = (one for one in containers if one.get("design_component") == "tab-item")

    label, content = tab.children
    assert (label["sync_id"], content.get("design_component"), tab.line) == (
        "a",
        "tab-content",
        None,
    )


# WeasyPrint.


@pytest.fixture(scope="module")
def press(engine) -> Any:
    return engine.Engine("html{font-family:'IBM Plex Sans'}", THEME_FONTS, {})


def pdf(press: Any, body: str, css: str = "", **options: Any) -> bytes:
    html = f'<html lang="en"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'
    styles = [*press.theme(), press.css(css)]
    document = press.parse(html).render(stylesheets=styles, font_config=press.fonts)
    return document.write_pdf(pdf_variant="pdf/ua-1", **options)


def rules(press: Any, body: str) -> set[str]:
    import page

    report = page.validate_pdf_bytes(pdf(press, body), profile="ua-1")
    return {failure.rule_id for failure in report.failures}


PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>a</li></ul>",
        "<ul><li>a<ul style='list-style:\"–\"'><li>b</li></ul></li></ul>",
        "<ul style='list-style:none'><li><p>a</p><p>b</p></li></ul>",
        '<p><a href="https://example.org/">a</a></p>',
        f'<p><img alt="A" src="data:image/svg+xml,{PICTURE}"></p>',
        f"<figure>{PICTURE.replace('<path', '<title>A</title><path')}</figure>",
        "<table><tr><td></td><th>a</th></tr><tr><th scope='row'>b</th><td>c</td></tr></table>",
        "<h2>a</h2><h3>b</h3>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<div style=\"background:url(data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E)\">a</div>",
    ],
)
def test_pdf_ua_takes_what_a_sheet_writes(press: Any, body: str) -> None:
    assert rules(press, body) == set()


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><p>a</p></li></ul>",
        '<p><a href="https://example.org/"><span>a</span></a></p>',
        '<p><a href="https://example.org/"><strong>a</strong></a></p>',
        f'<p><img alt="" src="data:image/svg+xml,{PICTURE}"></p>',
        f"<figure>{PICTURE}</figure>",
        "<h3>a</h3>",
        "<p>☃</p>",
        "<ul><li>a<ul><li>the engine's own ring</li></ul></li></ul>",
    ],
)
def test_pdf_ua_refuses_what_a_sheet_avoids(press: Any, body: str) -> None:
    assert rules(press, body)


def test_a_refused_address_is_no_ordinary_exception(engine) -> None:
    assert not issubclass(engine.FatalURLFetchingError, Exception)


def test_css_without_the_font_configuration_has_no_fonts_and_then_the_process_dies(
    tmp_path,
) -> None:
    code = f"""
import pathlib
from handouts.jobs import THEME_FONTS
from handouts.workers import worker
folder = pathlib.Path({str(tmp_path)!r})
worker.write_font_settings(folder); worker.load_engine(folder)
import handouts.typeset.engine as engine
fetcher = engine.SheetFetcher(THEME_FONTS)
faces = engine.font_faces(THEME_FONTS)
html = engine.HTML(string="<p style='font-family:IBM Plex Sans'>a")
for given in (True, False):
    print(given, flush=True)
    fonts = engine.FontConfiguration()
    css = engine.CSS(string=faces, font_config=fonts if given else None, url_fetcher=fetcher)
    html.write_pdf(stylesheets=[css], font_config=fonts)
"""
    # It leaves the fonts of the first style sheet in its temporary folder.
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=environment
    )
    assert (found.returncode, found.stdout) == (-signal.SIGSEGV, b"True\nFalse\n")


def _font_names(data: bytes) -> set[str]:
    from handouts.preflight import gate

    document = gate.pypdfium2.PdfDocument(data)
    found = set(gate.read_pdf(document).fonts)
    document.close()
    return found


@pytest.mark.parametrize("one", THEME_FONTS, ids=lambda one: one.path.stem)
def test_a_font_of_the_theme_holds_one_weight(one: Font) -> None:
    # One that varies would be cut anew for each sheet, which takes longer than laying it out.
    font = TTFont(one.path)

    assert ("fvar" in font, font["OS/2"].usWeightClass) == (False, one.weight)


def test_only_our_fonts_exist(press: Any) -> None:
    names = _font_names(pdf(press, "<p style='font-family:monospace,DejaVu Sans'>a <b>b</b></p>"))

    assert names == {"IBM-Plex-Sans", "IBM-Plex-Sans-Bold"}


def test_html_is_laid_out_anew_after_a_class_was_changed(press: Any) -> None:
    html = press.parse("<body><p>a</p></body>")
    html.etree_element.find("body").set("class", "gone")
    document = html.render(stylesheets=[press.css(".gone{display:none}")])

    assert text_of_pdf(document.write_pdf()).strip() == ""


def test_text_in_the_margins_of_a_page_is_in_no_tag(press: Any) -> None:
    data = pdf(press, "<p>a</p>", "@page{@bottom-right{content:'margin'}}")

    assert "margin" not in text_of_pdf(data)


def test_generated_text_is_in_the_tags(press: Any) -> None:
    data = pdf(press, "<p>a</p>", "p::before{content:'before '}")

    assert text_of_pdf(data).split() == ["T", "before", "a"]


def test_boxes_that_are_discarded_need_no_garbage_collector(engine, press: Any) -> None:
    picture = "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"
    document = press.parse(f"<body>{picture}</body>").render()
    box = engine.body_of(document.pages[0])
    left = weakref.ref(box), weakref.ref(box.style.anonymous_style)
    del box
    gc.disable()
    try:
        engine.discard(document)
        del document
        assert [one() for one in left] == [None, None]
    finally:
        gc.enable()


def test_a_table_is_two_boxes_of_which_the_outer_one_is_a_block(engine, press: Any) -> None:
    document = press.parse("<body><table><tr><td>a</table></body>").render()
    walk = list(engine.walk(document.pages[0]._page_box))

    found = [type(box).__name__ for box in walk if box.element_tag == "table"]
    assert found == ["BlockBox", "TableBox"]


def test_a_page_keeps_its_content_apart_from_its_margins(engine, press: Any) -> None:
    css = press.css("@page{size:100px 200px;margin:10px;@top-left{content:'x'}}")
    document = press.parse("<body>a</body>").render(stylesheets=[css])
    box = document.pages[0]._page_box

    assert (box.content_box_x(), box.content_box_y(), box.width, box.height) == (10, 10, 80, 180)
    assert [child.element_tag for child in engine.content(document.pages[0])] == ["html"]


def test_an_absolutely_placed_box_stands_behind_a_placeholder(engine, press: Any) -> None:
    document = press.parse("<body><p style='position:absolute'>found</p></body>").render()

    (line,) = engine.lines(document.pages[0])
    assert engine.text_of(line).strip() == "found"


def test_a_box_moves_without_its_background(engine, press: Any) -> None:
    document = press.parse("<body><p style='background:#eee'>a</p></body>").render()
    (box,) = (one for one in engine.walk(engine.body_of(document.pages[0])) if one.background)
    before = box.position_y, box.background.layers[-1].painting_area[1]
    box.translate(dy=9)

    assert (box.position_y, box.background.layers[-1].painting_area[1]) == (
        before[0] + 9,
        before[1],
    )


def test_a_page_made_anew_of_its_boxes_has_its_links_where_they_are_now(engine, press: Any) -> None:
    document = press.parse("<body><p><a href='https://example.org/'>a</a></p></body>").render()
    ((_, _, before, _),) = document.pages[0].links
    engine.move_down(engine.body_of(document.pages[0]), 9)
    engine.renew(document, 0)
    ((_, _, after, _),) = document.pages[0].links

    assert after[1] == before[1] + 9


def test_the_subset_library_of_harfbuzz_is_here() -> None:
    # Without it every PDF has other bytes, and takes ten times as long.
    assert ctypes.util.find_library("harfbuzz-subset")


def test_the_spelling_changes_at_hyphens_in_the_languages_that_the_theme_excepts() -> None:
    folder = Path(pyphen.__file__).parent / "dictionaries"
    pattern = re.compile(rb"^[^%#/\s]+/[^/\s]*=[^/\s]*,\d", re.MULTILINE)
    found = {
        path.stem.split("_")[1]
        for path in folder.glob("*.dic")
        if pattern.search(path.read_bytes())
    }
    css = (FOLDER.parent / "sheet.css").read_text("utf-8")

    assert found == set(re.findall(r":lang\((\w+)\)", css)) - {"en"} == {"hu", "ca"}


def test_the_engine_makes_pillow_take_half_a_picture(engine) -> None:
    from PIL import ImageFile

    assert ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize(
    "body",
    [
        '<p>a &amp; b<br>c</p><svg role="img" viewBox="0 0 9 9"><path d="M1 1"></path></svg>',
        '<img src="a" alt="1 > 0"><pre>x\n y</pre><table><tbody><tr><td></td></tr></tbody></table>',
    ],
)
def test_html_is_read_as_xml_as_it_is_read_as_html(engine, body: str) -> None:
    found = engine.read_as_xml(f"<!doctype html><html><head></head><body>{body}</body></html>")
    read = tinyhtml5.parse(body, namespace_html_elements=False).find("body")

    assert ElementTree.canonicalize(ElementTree.tostring(found.find("body"))) == (
        ElementTree.canonicalize(ElementTree.tostring(read))
    )


@pytest.mark.parametrize(
    "body", ["<P>x</P>", "<p>x", "<pre>\nx</pre>", "<table><tr><td>x</td></tr></table>", "&nbsp;"]
)
def test_html_that_xml_reads_otherwise_is_read_as_html(engine, body: str) -> None:
    assert engine.read_as_xml(f"<html><body>{body}</body></html>") is None

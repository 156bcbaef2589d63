"""From a condensed doctree to HTML that is clean for PDF/UA."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from handouts.compose.adapt import for_paper
from handouts.compose.imprint import Imprint, imprint_nodes
from handouts.config.audiences import DEFAULT_AUDIENCES
from handouts.config.publisher import Publisher
from handouts.jobs import PICTURE
from handouts.writer.document import Frame, Rendered, render_words, sheet_html
from handouts.writer.lists import tick, write_line
from projects import Project

if TYPE_CHECKING:
    from projects import Read

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = [
    "colon_fence", "tasklist", "attrs_block", "attrs_inline", "deflist", "dollarmath",
]
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
FRAME = Frame("patients", 1, "en-GB", "", "")


@dataclass
class Sheet(Rendered):
    """The words of a sheet, and its whole HTML."""

    html: str = ""


Render = Callable[..., Sheet]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Iterator[Read]:
    project = Project(tmp_path_factory.mktemp("pages"), {"conf.py": CONF, "disc.svg": SVG})
    with project.reader() as read:
        yield read


@pytest.fixture
def render(read: Read) -> Render:
    """Return a function that gives the sheet of a page."""

    def render_page(
        body: str,
        frame: Frame = FRAME,
        imprint: Imprint | None = None,
        change: Callable[[nodes.document], object] = id,
    ) -> Sheet:
        title = "" if body.startswith("no title") else "# Title\n\n"
        app = read({"index.md": f"{title}{body}"})
        document = app.env.get_doctree("index")
        for_paper(document, "patients", DEFAULT_AUDIENCES)
        foot = imprint_nodes(imprint) if imprint else None
        if foot is not None:
            document += foot
        change(document)
        words = render_words(document, frame, app.builder, app.srcdir)
        return Sheet(**vars(words), html=sheet_html(words, frame))

    return render_page


@pytest.fixture
def main(render: Render) -> Callable[..., str]:
    """Return a function that gives what a sheet has below its title."""

    def main_of(body: str, frame: Frame = FRAME) -> str:
        rendered = render(body, frame)
        assert rendered.faults == []
        found = re.search(r"</h1>(.*)</main>", rendered.html, re.DOTALL)
        assert found
        return re.sub(r"\s*\n\s*", "", found[1]).strip()

    return main_of


# The whole sheet.


def test_a_sheet_without_address_and_imprint_has_language_title_and_an_empty_foot(
    render: Render,
) -> None:
    html = render("text").html

    assert html.startswith('<!doctype html>\n<html lang="en-GB">')
    assert "<title>Title</title>" in html
    assert "<h1>Title</h1>" in html
    assert "<img" not in html
    assert '<footer class="ho-imprint ho-empty">' in html


def test_raised_digits_are_no_part_of_a_number_in_titles_and_bookmarks(render: Render) -> None:
    html = render("no title\n\n# 10{sup}`5` cells\n").html

    assert "<title>10⁵ cells</title>" in html
    assert 'style="bookmark-label:&quot;10⁵ cells&quot;"' in html


def test_a_sheet_knows_its_audience_columns_and_publisher(render: Render) -> None:
    html = render("text", replace(FRAME, columns=2, publisher='"A" & <B>')).html

    assert '<body class="audience-patients columns-2">' in html
    assert '<meta name="author" content="&#34;A&#34; &amp; &lt;B&gt;">' in html


def test_the_imprint_stands_at_the_foot(render: Render) -> None:
    html = render("text", imprint=Imprint(Publisher("A Charity"))).html

    assert '<footer class="ho-imprint ho-no-code">' in html
    assert '<div class="ho-imprint-text">\n<p>Published by A Charity.</p>' in html
    assert "Charity" not in html.split("</main>")[0]


def test_the_qr_code_is_named_by_its_address(render: Render) -> None:
    html = render("text", replace(FRAME, address="https://example.org/a/")).html

    assert 'src="handouts:code/https%3A%2F%2Fexample.org%2Fa%2F"' in html
    assert 'alt="QR code for example.org/a"' in html


def test_a_page_without_title_is_reported(render: Render) -> None:
    assert [fault.code for fault in render("no title").faults] == ["title"]


# Constructs, each as it is printed.

CONSTRUCTS = [
    ("text", "<p>text</p>"),
    ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
    ("a & b < c", "<p>a &amp; b &lt; c</p>"),
    (
        "10-mal, L4-L5, T-shirt, Vitamin-D-Mangel, Typ-2-Test.",
        "<p>10-~mal, L4-~L5, T-~shirt, Vitamin-~D-Mangel, Typ-~2-Test.</p>".replace("~", "\u2060"),
    ),
    (
        "Il dit : « **oui** », « non ? » ; à 5 €, 12 :30 :x",
        "<p>Il dit~: «~<strong>oui</strong>~», «~non~?~»~; à 5~€, 12 :30 :x</p>".replace(
            "~", "\u00a0"
        ),
    ),
    ("self-help on 0800-1111 5-b/c", "<p>self-help on 0800-1111 5-b/c</p>"),
    (
        "mail a-b@c-d.de",
        '<p>mail <span class="ho-address">a-b@c-d.de</span></p>',
    ),
    ("## 5-day\n\none", "<section><h2>5-day</h2><p>one</p></section>"),
    ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
    ("* a\n  * b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    ("3. a\n4. b", '<ol start="3" style="counter-reset:list-item 2"><li>a</li><li>b</li></ol>'),
    ("* a\n\n  b", '<ul class="ho-loose"><li><p>a</p><p>b</p></li></ul>'),
    (
        "3. a\n\n   b",
        '<ol class="ho-loose" start="3" style="counter-reset:item 2">'
        "<li><p>a</p><p>b</p></li></ol>",
    ),
    ("Term\n: text", '<dl class="simple myst"><dt>Term</dt><dd>text</dd></dl>'),
    ("> text", "<blockquote><p>text</p></blockquote>"),
    ("```\na < b\n```", "<pre>a &lt; b</pre>"),
    ("a\\\nb", "<p>a<br>b</p>"),
    ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    ("## Two\n\na", "<section><h2>Two</h2><p>a</p></section>"),
    ("{.wide}\n## Two\n\na", '<section class="wide"><h2>Two</h2><p>a</p></section>'),
    ("[text](https://example.org/)", '<p><a href="https://example.org/">text</a></p>'),
    ("[**b**](https://example.org/)", '<p><a href="https://example.org/">b</a></p>'),
    ("[write](mailto:a@b.org)", '<p><a href="mailto:a@b.org">write</a></p>'),
    ("[nowhere](disc.svg)", "<p>nowhere</p>"),
    ("{abbr}`MRI (a scan)` and {abbr}`MRI (a scan)`", "<p>MRI (a scan) and MRI</p>"),
    ("<!-- note -->\n\ntext", "<p>text</p>"),
    (
        ":::{note}\ntext\n:::",
        '<div class="ho-box ho-plain"><h2 class="ho-box-title">Note</h2>'
        '<div class="ho-box-body"><p>text</p></div></div>',
    ),
    (
        "## Two\n\n:::{note}\ntext\n:::",
        '<section><h2>Two</h2><div class="ho-box ho-plain"><h3 class="ho-box-title">Note</h3>'
        '<div class="ho-box-body"><p>text</p></div></div></section>',
    ),
    (
        ":::{danger}\ntext\n:::",
        '<div class="ho-box ho-alarm"><h2 class="ho-box-title">Danger</h2>'
        '<div class="ho-box-body"><p>text</p></div></div>',
    ),
    (
        ":::{admonition} In short\n:class: important\ntext\n:::",
        '<div class="ho-box ho-answer important"><h2 class="ho-box-title">In short</h2>'
        '<div class="ho-box-body"><p>text</p></div></div>',
    ),
    (
        ":::{topic} Name\ntext\n:::",
        '<div class="ho-box ho-plain"><h2 class="ho-box-title">Name</h2>'
        '<div class="ho-box-body"><p>text</p></div></div>',
    ),
    (
        "* [ ] Ask",
        '<ul class="contains-task-list checklist"><li class="task-list-item">'
        f"{tick('open')}Ask</li></ul>",
    ),
    (
        "::::{grid} 2\n:::{grid-item}\na\n:::\n:::{grid-item}\nb\n:::\n::::",
        '<div class="ho-grid"><div class="ho-span-6 ho-grid-item"><p>a</p></div>'
        '<div class="ho-span-6 ho-grid-item"><p>b</p></div></div>',
    ),
    ("{.write-in}\n* My notes:", f'<ul class="write-in"><li>My notes:{write_line()}</li></ul>'),
]


@pytest.mark.parametrize(("body", "html"), CONSTRUCTS)
def test_each_construct_has_its_printed_form(
    main: Callable[..., str], body: str, html: str
) -> None:
    assert main(body) == html


TITLED = {
    "named": ":::{note}\n```{rubric} one\n```\ntwo\n:::",
    "named, with a title": ":::{admonition} three\n```{rubric} one\n```\ntwo\n:::",
    "topic": ":::{topic} three\n```{rubric} one\n```\ntwo\n:::",
    "sidebar": ":::{sidebar} three\n```{rubric} one\n```\ntwo\n:::",
    "card": ":::{card}\n```{rubric} one\n```\ntwo\n:::",
    "container": ":::{container}\n```{rubric} one\n```\ntwo\n:::",
    "quotation": "> ```{rubric} one\n> ```\n> two",
    "tab": "::::{tab-set}\n:::{tab-item} three\n```{rubric} one\n```\ntwo\n:::\n::::",
}


@pytest.mark.parametrize("body", TITLED.values(), ids=TITLED)
def test_a_box_that_begins_with_a_heading_ends_before_what_follows(
    main: Callable[..., str], body: str
) -> None:
    html = main(f"{body}\n\nlast")

    assert html.endswith("<p>last</p>")
    assert html.count("<div") == html.count("</div>")


def test_a_link_to_a_place_on_the_sheet_leads_there(main: Callable[..., str]) -> None:
    html = main("[there](#two)\n\n(two)=\n## Two\n\ntext")

    found = re.search(r'<a href="#([\w-]+)">', html)
    assert found
    assert f'id="{found[1]}"' in html


def test_links_by_several_names_lead_to_one_place(main: Callable[..., str]) -> None:
    html = main("[one](#one), [two](#two)\n\n(one)=\n(two)=\n## Head\n\ntext")

    (place,) = set(re.findall(r'<a href="#([\w-]+)">', html))
    assert html.count(f'id="{place}"') == 1


def test_marks_of_blocks_are_written(render: Render) -> None:
    def mark(document: nodes.document) -> None:
        (paragraph,) = document.findall(nodes.paragraph)
        paragraph.attributes |= {"handouts_block": 3, "handouts_if_room": 1}

    assert '<p data-block="3" data-if-room="1">text</p>' in render("text", change=mark).html


# Tables.

TABLE = (
    ":::{list-table}\n:header-rows: 1\n:stub-columns: 1\n\n* - \n  - Head\n* - Row\n  - Cell\n:::"
)


def test_header_cells_say_what_they_head(main: Callable[..., str]) -> None:
    html = main(TABLE)

    assert '<tr><td></td><th scope="col">Head</th></tr>' in html  # The corner is empty.
    assert '<th scope="row">Row</th><td>Cell</td>' in html


def test_columns_are_as_wide_as_the_author_asked(main: Callable[..., str]) -> None:
    html = main(TABLE.replace(":stub", ":widths: 1 3\n:stub"))

    assert '<col style="width:25%"><col style="width:75%">' in html


def test_a_table_s_title_is_its_caption(main: Callable[..., str]) -> None:
    assert "<caption>Trials</caption>" in main(TABLE.replace("list-table}", "list-table} Trials"))


# Pictures.


def test_a_picture_is_part_of_the_sheet(main: Callable[..., str]) -> None:
    html = main("![A disc](disc.svg)")

    assert html.startswith(f'<p><img src="{PICTURE}')
    assert html.endswith(' alt="A disc" data-picture="disc.svg"></p>')


def test_a_figure_has_a_caption(main: Callable[..., str]) -> None:
    html = main(":::{figure} disc.svg\n:alt: A disc\nThe words\n:::")

    assert html.startswith("<figure><img")
    assert html.endswith("<figcaption><p>The words</p></figcaption></figure>")


@pytest.mark.parametrize(
    ("width", "style"), [("40mm", "width:40mm"), ("50%", "width:50%"), ("90", "width:90px")]
)
def test_a_picture_is_as_wide_as_the_author_asked(
    main: Callable[..., str], width: str, style: str
) -> None:
    assert f'style="{style}' in main(f":::{{image}} disc.svg\n:alt: A disc\n:width: {width}\n:::")


def test_a_picture_without_alternative_text_is_reported_at_its_line(render: Render) -> None:
    (fault,) = render("text\n\n![](disc.svg)").faults

    assert (fault.code, fault.line) == ("alt-text", 5)


def test_a_picture_that_cannot_be_printed_is_reported_at_its_line(render: Render) -> None:
    (fault,) = render("text\n\n![A disc](https://example.org/a.png)").faults

    assert (fault.code, fault.line) == ("picture", 5)


# Columns.


def columns(html: str) -> list[list[str]]:
    boxes = re.findall(r'<div class="ho-columns">(.*?)</div>', html)
    return [re.findall(r"<h2>(.*?)</h2>", box) for box in boxes]


def test_ordinary_sections_flow_in_columns(main: Callable[..., str]) -> None:
    html = main("lead\n\n## A\n\na\n\n## B\n\nb", replace(FRAME, columns=2))

    assert html.startswith('<p>lead</p><div class="ho-columns"><section>')
    assert columns(html) == [["A", "B"]]


@pytest.mark.parametrize("wide", ["{.wide}\n## W\n\nw", f"## W\n\n{TABLE}"])
def test_a_wide_section_stands_across_the_columns(main: Callable[..., str], wide: str) -> None:
    html = main(f"## A\n\na\n\na\n\n{wide}\n\n## B\n\n* b\n* b", replace(FRAME, columns=2))

    assert columns(html) == [["A"], ["B"]]


@pytest.mark.parametrize(
    ("blocks", "names"),
    [
        ("a", []),
        ("a " * 80, [["A"]]),
        ("a\n\na", [["A"]]),
        (":::{note}\na\n\na\n:::", []),
        ("::::{card} C\na\n::::", []),
        ("### B\n\na", []),
        ("a\n\n## B\n\na", [["A", "B"]]),
    ],
)
def test_a_section_that_fills_one_column_only_has_none(
    main: Callable[..., str], blocks: str, names: list[list[str]]
) -> None:
    html = main(f"## A\n\n{blocks}", replace(FRAME, columns=2))

    assert columns(html) == names


def test_one_column_needs_no_box(main: Callable[..., str]) -> None:
    assert "columns" not in main("## A\n\na\n\n## B\n\nb")


@pytest.mark.parametrize("name", ["ho-imprint", "ho-grid-item", "ho-columns", "sd-card"])
def test_an_author_s_class_is_none_of_the_theme_s(main: Callable[..., str], name: str) -> None:
    html = main(f":::{{container}} {name} mine\ntext\n:::")

    assert html == '<div class="mine"><p>text</p></div>'


def test_the_imprint_is_the_last_word_of_nobody_else(render: Render) -> None:
    html = render(
        ":::{container} handouts-imprint\nPublished by others.\n:::",
        imprint=Imprint(Publisher("Us")),
    ).html
    main, foot = html.split("</main>")

    assert "Published by others." in main
    assert "Published by Us." in foot


@pytest.mark.parametrize(
    ("link", "printed"),
    [
        ("[film](https://example.org/film)", ' (<span class="ho-address">example.org/film</span>)'),
        ("<https://example.org/film>", ""),
        ("[us](mailto:us@example.org)", ""),
    ],
)
def test_the_address_of_a_link_is_printed_for_who_asks(
    main: Callable[..., str], link: str, printed: str
) -> None:
    assert "ho-address" not in main(link)
    assert main(link, replace(FRAME, link_addresses=True)).endswith(f"</a>{printed}</p>")


def test_the_address_of_one_link_is_printed_where_its_words_ask(main: Callable[..., str]) -> None:
    shown = main("[[film](https://example.org/film)]{.with-address}")

    assert ' (<span class="ho-address">example.org/film</span>)' in shown


def test_a_picture_shown_often_is_given_once(render: Render) -> None:
    rendered = render("![A disc](disc.svg)\n\n" * 100)

    assert rendered.html.count("<img") == 100
    (picture,) = rendered.pictures.values()
    assert picture.data == SVG
    assert picture.shown_at == ("index.md", 3)


# What is refused.

REFUSALS = [
    ("$x^2$", 5),
    ("$$\nx^2\n$$", 5),
    ("a <b>b</b>", 5),
    ("<div>a</div>", 5),
    ("```{py:function} f()\n```", 5),
    ("```{eval-rst}\n-a  option\n```", 6),
]


@pytest.mark.parametrize(("body", "line"), REFUSALS)
def test_what_a_sheet_cannot_print_is_reported_at_its_line(
    render: Render, body: str, line: int
) -> None:
    found = {(fault.code, fault.line) for fault in render(f"text\n\n{body}").faults}

    assert found == {("unsupported", line)}


class unknown_thing(nodes.General, nodes.Element):  # noqa: N801 (as docutils does)
    pass


def test_a_node_that_no_visitor_knows_is_refused_by_name(render: Render) -> None:
    (fault,) = render("text", change=lambda document: document.append(unknown_thing())).faults

    assert fault.message == (
        f"the sheet cannot print 'unknown thing' of '{__name__}', for which a sheet has no "
        "printed form"
    )

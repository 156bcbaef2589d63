"""The shortcuts through WeasyPrint print what it prints without them."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handouts.jobs import THEME_FONTS
from handouts.workers import worker

if TYPE_CHECKING:
    from collections.abc import Callable

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
WORDS = "They compare before with after, and most people who wait get better as well. " * 3
TABLE = f"<tr><th>Rest</th><td>{WORDS}</td></tr><tr><td>Walk</td><td>Extraordinary word</td></tr>"
BODY = f"""<main><h1>A title</h1><ul><li>One<ul><li>{WORDS}</li></ul></li><li>Two</li></ul>
<ol type="a"><li>Three<p>{WORDS}</p></li></ol><div class="ho-grid"><div class="ho-grid-item">
<table>{TABLE}</table></div><div class="ho-grid-item ho-box"><h2>Now</h2>{WORDS}</div></div>
<div style="direction:rtl;margin-inline-start:2em;border-inline-end:1px solid">{WORDS}</div>
<p style="text-decoration:underline;letter-spacing:1px">{WORDS}<q>said</q><br>x<sup>2</sup></p>
<div style="columns:2;hyphens:auto">{WORDS}</div><span style="float:right">{WORDS}</span>
<div style="display:flex"><p style="float:left">In no flow</p></div></main>
<div style="block-ellipsis:auto;max-lines:1;continue:discard">Two\u2028lines. {WORDS}</div>
<div style="width:3em;block-ellipsis:auto;max-lines:1;continue:discard">Donaudampfschifffahrt</div>
<svg viewBox="0 0 9 9" width="9mm"><title>x</title><rect width="50%" height="2"/>
<path d="M1 1h3v2l-1 1em z"/>
<path stroke="#000" d="M0 0.5h7m1 0h1.5m-9.5 1h3"/>
<path stroke="#000" d="m1.5.5h2M6 3c.1 .2 1 1 1 1zM2 7h1"/>
<path d="M1 2c0 -.7 1 -.7 1 0s-.3 .5 -.5 .5zM5 3c.1 .2 1 1 1 1z"/>
<text x="1" y="5" font-size="2">Words</text></svg>
<p style="margin:1%;padding:calc(1% + 2px)">co\xadop\xader\xada\xadtion well-being {WORDS}</p>
<div style="width:3em;overflow-wrap:anywhere">Donaudampfschifffahrt at\tAWAY\u00a0“AV” ffi</div>
<p style="font-kerning:none">{WORDS}</p><p style="font-size:0">x</p>
<pre style="margin:-2px">a\n  b  c</pre>
<footer class="ho-imprint"><div class="ho-imprint-text">
<p><strong>{WORDS}</strong></p></div></footer>
"""
UNUSUAL = """<style>p { margin: 1em; inline-size: 9em } p::first-line { color: #123 }
p::first-letter { font-weight: 700 } ol { direction: rtl } ol ::marker { color: #456 }
p + p { page: other } q { outline: 1px solid }</style>
<ol><li>One</li><li style="border-inline-start:1px solid;padding-block-end:5%">Two</li></ol>
<p style="display:list-item;list-style:lower-roman inside;text-transform:uppercase">x
<span style="float:footnote">A note.</span></p><p>A page of <q>another</q> name.</p>"""


SHEET = (THEME / "sheet.css").read_text("utf-8")
THIN = "".join(
    f"<p style='width:{2 + step / 8}em'>Of 10\u2009000 people,\u2009half got better.</p>"
    for step in range(64)
)
OF_PARTS = """p { color: #400; margin: 1% } p::first-line { color: #123 }
p::first-letter { font-weight: 700; border: 1px solid }"""

SIZED = "".join(
    f"<div style='border:2px solid;padding:3px;box-sizing:{box};{size}'>One</div>"
    for box in ("content-box", "border-box", "padding-box")
    for size in ("", "width:9em", "height:3em", "width:30%", "min-height:3em", "max-width:5em")
)
ALIKE = "".join(f"<p class={name}><i>One</i> <b><u>two</u></b>" for name in "abcd")
UNLIKE = """.a { margin: 1em } .b { margin: 2em } .c { --x: 1em } .d { --x: 2em }
i, u { display: block } i { margin: inherit } u { padding: var(--x) }"""

NAMED = """<h1>One</h1><p class="x y">Two <a href="#b">three</a> <a>four</a></p><p>Five</p>
<div data-q="1"><b class="y">Six</b><i>seven</i></div><div data-r="" id="b">Eight <u>9</u></div>"""
SELECTORS = """:is(h1, .x) + * { margin: 1em } h1 + * + * { color: #123 } :is(b, .y) { color: #456 }
:where(p, .y):is(.x, b) { padding: 2px } [data-q="1"] + :not(p) { margin: 2em } :link { top: 2px }
.x ~ :where(:not(p)) { padding: 1px } :has(> u) { margin-left: 1em } :is(u, *):first-child
{ text-decoration: underline } :root > body > :is(#b, h1) { color: #abc } * + [data-r] { top: 0 }"""


@pytest.fixture
def take_shortcuts(engine, monkeypatch) -> Callable[[], None]:
    from handouts.typeset.shortcuts import shortcuts  # Loads the engine.

    def take() -> None:
        for home, name, function in shortcuts():
            monkeypatch.setattr(home, name, function)

    return take


def page(text: str) -> str:
    return f"<!doctype html><html lang='en'><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("body", "css"),
    [
        (BODY, SHEET),
        (UNUSUAL, SHEET),
        (f"<p>{WORDS}</p><p>{WORDS}", OF_PARTS),
        ("<p>Words", "html { overflow: hidden }"),
        (THIN, ""),
        (SIZED, ""),
        (ALIKE, UNLIKE),
        (NAMED, SELECTORS),
    ],
)
def test_shortcuts_print_the_same_bytes(
    engine, take_shortcuts: Callable[[], None], body: str, css: str
) -> None:
    press = engine.Engine(SHEET, THEME_FONTS, {})

    def pdfs() -> list[bytes]:
        # Read anew, because the shortcuts keep what a style sheet needs when they read it.
        sheets = [press.faces, press.css(css)]
        html = press.parse(page(body))
        # Styles are kept for what is printed later.
        return [pdf(html, sheets, classes) for classes in ("", "ho-large-print", "")]

    def pdf(html: Any, sheets: list[Any], classes: str) -> bytes:
        html.etree_element.find("body").set("class", classes)
        made = html.render(stylesheets=sheets, font_config=press.fonts, pdf_variant=engine.VARIANT)
        return engine.write(made)

    plain = pdfs()
    take_shortcuts()

    assert pdfs() == plain


CUT = "width:1em;block-ellipsis:auto;max-lines:1;continue:discard"


@pytest.mark.parametrize("style", ["text-decoration:line-through", CUT])
@pytest.mark.parametrize("body", ["<pre>abcde</pre>", "<ol><li>One</li></ol>"])
def test_a_short_text_prints_the_same_after_one_that_is_drawn_otherwise(
    engine, take_shortcuts: Callable[[], None], body: str, style: str
) -> None:
    def pdfs() -> list[bytes]:
        press = engine.Engine(SHEET, THEME_FONTS, {})
        return [
            engine.write(
                press.parse(page(f"<div style='{one}'>{body}</div>")).render(
                    stylesheets=press.theme(), font_config=press.fonts, pdf_variant=engine.VARIANT
                )
            )
            for one in ("width:1em", style, "width:1em")
        ]

    plain = pdfs()
    take_shortcuts()

    assert pdfs() == plain


def test_what_the_engine_warns_of_is_warned_of_in_each_sheet(
    engine, take_shortcuts: Callable[[], None]
) -> None:
    press = engine.Engine(SHEET, THEME_FONTS, {})
    sheets = [press.css("p { width: calc(1em / 0px) }")]
    take_shortcuts()

    for _ in range(2):
        with engine.Log() as log:
            press.parse(page("<p>Words</p>")).render(stylesheets=sheets, font_config=press.fonts)
        assert list(log.faults())


@pytest.mark.parametrize("css", ["p { width: 50vw }", "p { height: 2.5DVMIN }"])
def test_a_style_sheet_that_needs_the_size_of_the_page_is_unusual(engine, css: str) -> None:
    assert not engine.Engine(css, THEME_FONTS, {}).is_usual


def test_the_shortcuts_are_taken_in_the_versions_that_are_tested() -> None:
    assert {name: version(name) for name in worker.WITH_SHORTCUTS} == worker.WITH_SHORTCUTS


@pytest.mark.parametrize("name", worker.WITH_SHORTCUTS)
def test_no_shortcut_is_taken_in_another_version(monkeypatch, name: str) -> None:
    monkeypatch.setitem(worker.WITH_SHORTCUTS, name, "0.1")
    monkeypatch.setitem(sys.modules, "handouts.typeset.shortcuts", None)  # Refuses its import.

    monkeypatch.setattr(worker, "load_engine", lambda folder: None)  # It is loaded.

    worker.load_with_shortcuts(Path())

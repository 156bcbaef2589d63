"""What axe finds, with all that makes it quicker here."""

from __future__ import annotations

from axe import findings
from visits import Visit

PAGE = """<!doctype html><html><title>A page</title><main><h1>Knees</h1>
<p style="color: #aaa">Pale, with <a href="#x" style="color: #999">a link</a>.</p>
<a href="#y"></a><input><img src="data:,"><button aria-foo="1"></button>
<ul><p>No item.</p></ul><h4>Too deep</h4><p id="d"></p>
<a href="#s" style="display: inline-block; width: 5px; height: 5px">.</a><a href="#t">.</a>
</main></html>"""
RULES = {
    *("aria-valid-attr", "button-name", "color-contrast", "heading-order", "html-has-lang"),
    *("image-alt", "label", "link-name", "list", "target-size"),
}


def test_faults_of_each_kind_are_found_on_a_page_that_has_them(browser) -> None:
    visit = Visit.begin(browser, "about:blank")
    visit.page.set_content(PAGE)
    found = findings(visit.page)
    visit.context.close()

    assert {one.split(":")[0] for one in found} == RULES
    assert len([one for one in found if one.startswith("color-contrast")]) == 2

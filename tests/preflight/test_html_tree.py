"""HTML is read as a browser reads it, whatever tags it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
import tinyhtml5

from handouts.preflight import html_tree

HEAD = '<!doctype html>\n<html lang="en">\n<head><title>A &amp; b</title></head>\n<body>'
WHOLE = [
    '<main><p class="a b">One<br>two <strong>three</strong> four</p><ul><li>A</li></ul></main>',
    "<table><caption>C</caption><thead><tr><th>1</th></tr></thead><tbody><tr><td><table><tbody>"
    "<tr><td>2</td></tr></tbody></table></td></tr></tbody></table>",
    '<figure><svg viewBox="0 0 1 1"><title>T</title><path d="M0 0"/></svg>after</figure>',
    '<p>&lt;b&gt; &nbsp;<img src="a.png" alt="A &quot;b&quot;"></p><!-- no --><hr>',
]
IN_PART = [
    "<p>One<p>Two",
    "<p>One<div>Two</div></p>",
    "<ul><li>A<li>B</ul>",
    "<table><tr><td>1</td></tr></table>",
    "<table><tbody><td>1</td></tbody></table>",
    "<table>words<tbody></tbody></table>",
    "<ul><li>A<li>B</li></li></ul>",
    "<b><i>One</b>Two</i>",
    "</main><p>One</p>",
    "</main></body></html><p>One</p>",
]


def _flat(element: Any) -> list[Any]:
    if not isinstance(element.tag, str):  # A comment.
        return []
    children = [(_flat(child), (child.tail or "").strip()) for child in element]
    return [element.tag.lower(), (element.text or "").strip(), dict(element.attrib), children]


def _tree(element: Any) -> Any:
    for child in list(element.iter()):
        child.attrib = {name.lower(): value for name, value in child.attrib.items()}
    return _flat(element)


@pytest.mark.parametrize("body", [*WHOLE, *IN_PART])
def test_html_is_read_as_a_browser_reads_it(body: str) -> None:
    html = f"{HEAD}{body}</body>\n</html>\n"
    without = html.replace("<!-- no -->", "")
    wanted = tinyhtml5.parse(without, namespace_html_elements=False)

    assert _tree(html_tree.tree_of_html(html)) == _tree(wanted)


@pytest.mark.parametrize("body", WHOLE)
def test_html_that_leaves_out_no_tag_is_read_without_a_browsers_rules(
    body: str, monkeypatch
) -> None:
    monkeypatch.setattr(tinyhtml5, "parse", None)

    html_tree.tree_of_html(f"{HEAD}{body}</body></html>")

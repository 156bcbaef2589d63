"""References to a title say its raised digits; other links keep their words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.utils import new_document

from handouts.collect.titles import correct_titles


def test_only_references_within_the_page_get_the_words_of_its_title() -> None:
    document = new_document("page")
    title = nodes.title("", "", nodes.Text("10"), nodes.superscript("", "5"), nodes.Text(" cells"))
    inner = nodes.reference("", "105 cells", refid="raised")
    outer = nodes.reference("", "105 cells", refuri="https://example.org")
    document += [title, inner, outer]
    env: Any = SimpleNamespace(
        domains=SimpleNamespace(standard_domain=SimpleNamespace(labels={})),
        metadata={"page": {}},
        titles={"page": nodes.title("", "105 cells")},
        longtitles={"page": nodes.title("", "105 cells")},
    )

    correct_titles(env, "page", document)

    assert (inner.astext(), outer.astext()) == ("10⁵ cells", "105 cells")

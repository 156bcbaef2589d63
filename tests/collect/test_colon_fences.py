"""What stands in fences of colons is reported at its line."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.docutils_ import Parser

from handouts.collect.colon_fences import count_lines_as_editors_do

PAGE = """\
:::::{note}
::::{tip}
:class: dense
:::{hint}
Line 5
:::
::::
Line 8
:::::
::::plain
:::{tip}

Line 13
:::
::::
"""


def test_a_line_in_a_fence_within_others_is_that_of_the_file(monkeypatch) -> None:
    before = DocutilsRenderer.render_colon_fence
    monkeypatch.setattr(DocutilsRenderer, "render_colon_fence", before)  # Put back at the end.
    count_lines_as_editors_do()

    document = publish_doctree(
        PAGE,
        parser=Parser(),
        settings_overrides={"myst_enable_extensions": ["colon_fence"], "report_level": 5},
    )

    lines = {node.astext(): node.line for node in document.findall(nodes.paragraph)}
    assert lines == {f"Line {line}": line for line in (5, 8, 13)}

"""Text that is nested too deep to be read in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from handouts.collect.page_limits import UnreadableError

if TYPE_CHECKING:
    from projects import Built

CONF = """
extensions = ["myst_parser", "handouts"]
myst_enable_extensions = ["colon_fence", "deflist"]
handouts_editions = {"a4": {"paper": "A4"}}
"""


def boxes(depth: int) -> str:
    """Return a word in so many boxes."""
    fences = [":" * (depth - index + 2) for index in range(depth)]
    opened = "\n".join(f"{fence}{{container}} part" for fence in fences)
    return f"{opened}\nword\n" + "\n".join(reversed(fences))


@pytest.fixture
def print_page(project) -> Callable[[str], Built]:
    def print_page(body: str) -> Built:
        page = f"---\nhandout: patients\n---\n# Title\n\n{body}\n\nlast\n"
        return project({"conf.py": CONF, "index.md": page}).build()

    return print_page


@pytest.mark.parametrize("body", ["* " * 9 + "word", "> " * 19 + "word", boxes(25)])
def test_what_can_be_read_is_printed(print_page: Callable[[str], Built], body: str) -> None:
    assert print_page(body).pdf_text("a4", "index") == "Title word last"


@pytest.mark.parametrize("body", ["* " * 10 + "word", "1. " * 11 + "word", "> " * 20 + "word"])
def test_lists_so_deep_that_markdown_stops_reading_are_reported(
    print_page: Callable[[str], Built], body: str
) -> None:
    built = print_page(body)

    assert built.files() == []
    assert "nested so deep here that the rest of the page is lost" in built.warnings[0]
    assert built.warnings[0].startswith("index.md:6: ")


def test_a_block_that_could_not_be_read_is_reported_once(project) -> None:
    page = f"# Page\n\n(deep)=\n{'* ' * 30}word\n"
    sheet = "---\nhandout: patients\n---\n# Title\n\n```{embed} #deep\n```\n"

    built = project({"conf.py": CONF, "index.md": page, "sheet.md": sheet}).build()

    assert [line for line in built.warnings if "[handouts.embed]" in line] == []
    assert any("index.md:4: " in line for line in built.warnings)


def test_boxes_so_deep_that_a_pdf_loses_them_are_reported(
    print_page: Callable[[str], Built],
) -> None:
    built = print_page(boxes(30))

    assert built.files() == []
    assert "boxes, lists or tables: 30 are the most [handouts.unsupported]" in built.warnings[0]


def test_boxes_so_deep_that_sphinx_would_give_up_stop_the_build_with_a_place(
    print_page: Callable[[str], Built],
) -> None:
    with pytest.raises(UnreadableError, match=r"^index\.md:56: more than 50 fences"):
        print_page(boxes(250))

"""What only introduces blocks that are left out is left out with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docutils import nodes

from handouts.compose.optional import mark_optional


def block(number: int | None = None) -> nodes.paragraph:
    """Return a paragraph, optional if it has a number."""
    return nodes.paragraph("", "text", **({} if number is None else {"handouts_if_room": number}))


def rubric(level: int = 2, **number: int) -> nodes.rubric:
    return nodes.rubric("", "heading", **{"heading-level": level, **number})


def marks(*parts: nodes.Node) -> list[int | None]:
    """Return the number of each part of a page."""
    page = nodes.section("", nodes.title("", "Page"), *parts)
    document = nodes.document(None, None)  # type: ignore[arg-type]  # as docutils' own tests do
    document += page
    mark_optional(document)
    return [part.get("handouts_if_room") for part in page.children[1:]]


@pytest.mark.parametrize(
    "hold",
    [
        lambda *parts: nodes.section("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.admonition("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.note("", *parts),
        lambda *parts: nodes.topic("", nodes.title("", "A"), *parts),
        lambda *parts: nodes.container("", rubric(), *parts),
        lambda *parts: nodes.container(
            "", nodes.container("", *parts), nodes.container("", *parts)
        ),
    ],
    ids=["section", "box", "note", "topic", "cell", "grid"],
)
def test_what_holds_only_optional_blocks_goes_with_the_last_of_them(
    hold: Callable[..., nodes.Element],
) -> None:
    assert marks(hold(block(3), block(2))) == [2]
    assert marks(hold(block(3), block())) == [None]


def test_a_heading_goes_with_all_the_blocks_up_to_the_next() -> None:
    assert marks(rubric(), block(1), block(2), rubric(), block()) == [1, 1, 2, None, None]
    assert marks(rubric(2), rubric(3), block(1), rubric(2), block()) == [1, 1, 1, None, None]
    assert marks(rubric(), block(1), block()) == [None, 1, None]


def test_a_heading_that_is_a_block_of_its_own_goes_at_the_latest_with_all_that_it_heads() -> None:
    assert marks(rubric(handouts_if_room=0), block(1), block(2)) == [1, 1, 2]
    assert marks(rubric(handouts_if_room=3), block(1), block(2)) == [3, 1, 2]
    assert marks(rubric(handouts_if_room=0), block(1), block()) == [0, 1, None]


def test_the_page_itself_is_never_left_out() -> None:
    assert marks(block(0)) == [0]


def entry(name: str, *inner: nodes.Node) -> nodes.list_item:
    link = nodes.reference("", name, refid=name)
    return nodes.list_item("", nodes.paragraph("", "", link), *inner)


def test_an_entry_of_the_contents_goes_with_its_section() -> None:
    def section(name: str, *parts: nodes.Node) -> nodes.section:
        return nodes.section("", nodes.title("", name), *parts, ids=[name])

    inner = nodes.bullet_list("", entry("c"))
    entries = [entry("a"), entry("b", inner)]
    contents = nodes.topic("", nodes.bullet_list("", *entries), classes=["contents"])
    sections = section("a", block(2)), section("b", block(), section("c", block(1)))

    assert marks(contents, *sections) == [None, 2, None]
    assert [one.get("handouts_if_room") for one in (*entries, inner)] == [2, None, 1]


@pytest.mark.parametrize("hold", [lambda one: one, lambda one: nodes.section("", rubric(), one)])
def test_contents_of_optional_sections_alone_go_with_the_last_of_them(
    hold: Callable[[nodes.Element], nodes.Element],
) -> None:
    contents = nodes.topic("", nodes.bullet_list("", entry("a")), classes=["contents"])

    assert marks(hold(contents), nodes.section("", block(2), ids=["a"])) == [2, 2]


FILES = {
    "index.md": "# Home\n\n```{toctree}\nsource\nsheet\n```\n",
    "source.md": "# Source\n\n(extra)=\n:::{note}\n" + "Do this, as it helps.\n\n" * 60 + ":::\n",
    "sheet.md": """\
---
handout: patients
---
# Knees

```{contents}
:local:
```

See [the rest](#more).

## First

Words.

(more)=
## Second

```{embed} #extra
:if-room:
```
""",
}


def test_a_link_to_what_was_left_out_is_printed_as_words(project) -> None:
    built = project(FILES).build(
        handouts_editions={"a4": {"paper": "A4"}}, myst_enable_extensions=["colon_fence"]
    )

    assert built.sheet()["left_out"] == ["extra"]
    assert built.sheet()["problems"] == []
    assert "See the rest." in built.pdf_text()
    assert "Second" not in built.pdf_text()

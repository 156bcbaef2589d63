"""What a handout keeps for its audience and its medium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from handouts.compose.adapt import for_handout_page, for_paper, for_web, note_lone_headings
from handouts.compose.checks import nothing_to_print, tab_faults
from handouts.config.audiences import DEFAULT_AUDIENCES
from projects import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence", "tasklist", "attrs_block", "attrs_inline"]
exclude_patterns = ["part.md"]
"""
AUDIENCES = DEFAULT_AUDIENCES
Read = Callable[..., nodes.document]
TABS = """
::::{tab-set}
:::{tab-item} For you
:sync: patients
Rest.
:::
:::{tab-item} For doctors
:sync: referrers
Refer.
:::
::::
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Iterator[Read]:
    """Return a function that gives the unresolved doctree of a page."""
    with Project(tmp_path_factory.mktemp("pages"), {"conf.py": CONF}).reader() as read:
        yield lambda body: read({"index.md": f"# Title\n\n{body}"}).env.get_doctree("index")


@pytest.fixture
def paper(read: Read) -> Read:
    """Return a function that gives what a page is for patients, on paper."""

    def read_page(body: str, audience: str = "patients") -> nodes.document:
        document = read(body)
        for_paper(document, audience, AUDIENCES)
        return document

    return read_page


def words(document: nodes.document) -> list[str]:
    """Return the texts of a page without its title, in order."""
    return [node.astext() for node in document.findall(nodes.Text)][1:]


# Media.


@pytest.mark.parametrize(
    ("change", "kept"), [(for_web, ["both", "web"]), (None, ["both", "paper"])]
)
def test_each_medium_has_its_own_blocks(
    read: Read, change: Callable[[nodes.document], None] | None, kept: list[str]
) -> None:
    document = read("both\n\n{.web-only}\nweb\n\n{.print-only}\npaper\n")
    change(document) if change else for_paper(document, "patients", AUDIENCES)

    assert words(document) == kept


# Tabs.


BOTH_TABS = ["For you", "Rest.", "For doctors", "Refer."]


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (partial(for_paper, audience="patients", audiences=AUDIENCES), BOTH_TABS[:2]),
        (partial(for_paper, audience="referrers", audiences=AUDIENCES), BOTH_TABS[2:]),
        (partial(for_handout_page, audience="patients", audiences=AUDIENCES), BOTH_TABS[:2]),
        (for_web, BOTH_TABS),
    ],
    ids=["paper", "paper of others", "page of the handout", "web"],
)
def test_a_sheet_and_its_page_show_the_tab_of_their_audience(
    read: Read, change: Callable[[nodes.document], None], kept: list[str]
) -> None:
    document = read(TABS)
    change(document)

    assert words(document) == kept


@pytest.mark.parametrize("key", ["", ":sync: everyone\n"])
def test_a_tab_for_nobody_beside_those_of_audiences_is_a_fault(read: Read, key: str) -> None:
    tab = f":::{{tab-item}} For all\n{key}Words.\n:::\n:::{{tab-item}} For you"
    document = read(TABS.replace(":::{tab-item} For you", tab))
    ((node, message),) = tab_faults(document, "patients", AUDIENCES)

    assert (node.astext().split()[1], message[:28]) == ("all", "this tab is for no audience,")
    assert not list(tab_faults(read(TABS), "patients", AUDIENCES))


def test_an_embedded_tab_of_another_audience_is_a_fault(read: Read) -> None:
    document = read("Words.")
    document[0]["handouts_sync"] = "referrers"
    ((_, message),) = tab_faults(document, "patients", AUDIENCES)

    assert message == (
        "this tab is for referrers, and the handout for patients; "
        "embed another one, or take the embed out"
    )


def test_a_tab_becomes_a_heading_and_its_body(paper: Read) -> None:
    section = next(paper(TABS).findall(nodes.section))

    assert [type(child).__name__ for child in section.children] == ["title", "rubric", "paragraph"]
    assert section.children[-1]["classes"] == []  # None of the set.


NESTED = """
:::::{tab-set}
::::{tab-item} Apple
Outer.

:::{tab-set}
```{tab-item} For you
:sync: patients
Rest.
```
```{tab-item} For doctors
:sync: referrers
Refer.
```
:::
::::
:::::
"""


def test_titles_of_tabs_in_a_tab_are_lower_headings(paper: Read) -> None:
    plain = NESTED.replace(":sync: patients\n", "").replace(":sync: referrers\n", "")

    levels = [
        [rubric["heading-level"] for rubric in paper(page).findall(nodes.rubric)]
        for page in (NESTED, plain)
    ]

    assert levels == [[2, 3], [2, 3, 3]]


PRINTED = {
    "a box for one medium goes with all in it": (
        ":::{note}\n:class: web-only\nweb\n\n* item\n:::\n\npaper\n",
        ["paper"],
    ),
    "a title that only names the audience goes with the other tabs": (
        TABS.replace("For you", "For patients"),
        ["Rest."],
    ),
    "tabs of other audiences leave nothing behind": (
        TABS.replace("sync: patients", "sync: carers"),
        [],
    ),
    "tabs for no audience are all printed": (
        TABS.replace("sync: patients", "sync: a").replace("sync: referrers", ""),
        BOTH_TABS,
    ),
    "tabs inside a tab choose for themselves": (NESTED, ["Apple", "Outer.", *BOTH_TABS[:2]]),
    "tabs inside the chosen tab are printed once": (
        NESTED.replace("Apple\n", "Apple\n:sync: patients\n"),
        ["Apple", "Outer.", *BOTH_TABS[:2]],
    ),
    "a card keeps its words in order": (
        ":::{card} Name\nHead\n^^^\nBody\n+++\nFoot\n:::\n",
        ["Head", "Name", "Body", "Foot"],
    ),
    "a hidden part of a caption leaves the figure": (
        ":::{figure} none.svg\n:alt: x\n\nShown [hidden]{.web-only}\n:::\n",
        ["Shown "],
    ),
    "a section without words goes with its heading": (
        "text\n\n## Gone\n\n{.web-only}\nweb\n\n## Kept\n\nmore\n",
        ["text", "Kept", "more"],
    ),
}


@pytest.mark.parametrize(("body", "kept"), PRINTED.values(), ids=PRINTED)
def test_paper_has_these_words(paper: Read, body: str, kept: list[str]) -> None:
    assert words(paper(body)) == kept


# Other components.


def test_a_dropdown_is_opened(paper: Read) -> None:
    document = paper(":::{dropdown} More\nHidden.\n:::\n")

    assert words(document) == ["More", "Hidden."]
    assert "ho-box" in next(document.findall(nodes.container))["handouts_classes"]


@pytest.mark.parametrize(
    ("grid", "options", "rows"),
    [
        ("", ["", ""], [[0, 0]]),
        ("2", ["", ""], [[6, 6]]),
        ("2", [":columns: 12 12 8 8"] * 2, [[8], [8]]),
        ("1 1 2 2", [""] * 4, [[6, 6], [6, 6]]),
        ("1 2 2 3", [""] * 5, [[4, 4, 4], [4, 4]]),
        ("12", [":columns: 6", ":columns: 6", ":columns: 12"], [[6, 6], [12]]),
        ("12", [":columns: 1", ":columns: 11"], [[1, 11]]),
        ("3", [":columns: auto", ""], [[4, 4]]),
    ],
)
def test_a_grid_has_rows_of_twelve_columns(
    paper: Read, grid: str, options: list[str], rows: list[list[int]]
) -> None:
    items = "".join(f":::{{grid-item}}\n{option}\n\ntext\n:::\n" for option in options)
    document = paper(f"::::{{grid}} {grid}\n{items}::::\n")

    found = [
        [item.get("handouts_span", 0) for item in one.children]
        for one in document.findall(nodes.container)
        if "ho-grid" in one.get("handouts_classes", ())
    ]
    assert found == rows


def test_a_task_list_becomes_a_list_with_boxes(paper: Read) -> None:
    document = paper("* [ ] Ask\n* [x] Done\n")

    (found,) = document.findall(nodes.bullet_list)
    assert "checklist" in found["classes"]
    assert [item["handouts_tick"] for item in found.children] == ["open", "done"]
    assert not list(document.findall(nodes.raw))


@pytest.mark.parametrize(("one", "two"), [("1. ", "2. "), ("* [x] ", "* ")])
def test_an_item_of_a_task_list_without_a_box_gets_none(paper: Read, one: str, two: str) -> None:
    document = paper(f"{one.replace('. ', '. [x] ')}Ask\n{two}Done\n")

    (found,) = document.findall(nodes.Sequential)
    assert "checklist" not in found["classes"]
    assert [item.get("handouts_tick") for item in found.children] == ["done", None]
    assert not list(document.findall(nodes.raw))


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (":class: only-dark", []),
        (":class: only-light", ["Caption", "Legend"]),
        (":figclass: sd-d-none", []),
        (":figclass: sd-d-none sd-d-md-block", ["Caption", "Legend"]),
    ],
)
def test_a_picture_hidden_on_the_web_goes_with_its_caption(
    paper: Read, options: str, shown: list[str]
) -> None:
    body = f":::{{figure}} none.svg\n:alt: x\n{options}\n\nCaption\n\nLegend\n:::\n"

    assert words(paper(body)) == shown


# What prints nothing.


@pytest.mark.parametrize(
    "body",
    ["% comment\n", "(label)=\n", "```{toctree}\n:glob:\nnone*\n```\n", "```{index} word\n```\n"],
)
def test_what_prints_nothing_is_dropped(paper: Read, body: str) -> None:
    section = next(paper(f"{body}\ntext\n").findall(nodes.section))

    assert [type(child).__name__ for child in section.children] == ["title", "paragraph"]


def test_words_with_an_address_of_their_own_are_kept(paper: Read) -> None:
    assert "".join(words(paper("some [words]{#here} there\n"))) == "some words there"


def test_a_heading_that_an_author_left_without_text_is_kept(read: Read) -> None:
    document = read("text\n\n## Call 999 at night\n\n% a comment\n\n## Gone\n\n{.web-only}\nweb\n")
    note_lone_headings(document)
    for_paper(document, "patients", AUDIENCES)

    assert words(document) == ["text", "Call 999 at night"]


EMPTIED = ":::{container} web-only\nweb\n:::\n"
IN_LIST = EMPTIED.replace("\n", "\n  ")
ROW = "* - a\n  - b\n"
GONE_ROW = "* - {.web-only}\n    web\n  - {.web-only}\n    web\n"
TABLE = ":::{list-table} Title\n:header-rows: 1\n\n* - head\n  - next\n"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"::::{{note}}\n{EMPTIED}::::", []),
        (f"::::{{note}}\n* {IN_LIST}\n::::", []),
        ("::::{note}\n> {.web-only}\n> web\n::::", []),
        ("::::{note}\n**[web]{.web-only}** [web]{.web-only}\n::::", []),
        (f"::::{{admonition}} Title\n{EMPTIED}::::", []),
        (f"::::{{sidebar}} Title\n{EMPTIED}::::", []),
        (f"::::{{dropdown}} Title\n{EMPTIED}::::", []),
        (f"::::{{card}} Title\n{EMPTIED}::::", []),
        (f":::::{{grid}} 2\n::::{{grid-item-card}} Title\n{EMPTIED}::::\n:::::", []),
        (f":::::{{tab-set}}\n::::{{tab-item}} One\n{EMPTIED}::::\n:::::", []),
        ("```{eval-rst}\nTerm\n   .. container:: web-only\n\n      web\n```", []),
        ("```{eval-rst}\n:Name:\n   .. container:: web-only\n\n      web\n```", []),
        (f"* {IN_LIST}\n* two", ["two"]),
        (f"* {IN_LIST}\n  rest\n*", ["rest"]),
        (f"{TABLE}{GONE_ROW}{ROW}:::", ["Title", "head", "next", "a", "b"]),
        (f"{TABLE}{GONE_ROW}:::", []),
        (f"{TABLE}* -\n  -\n:::", ["Title", "head", "next"]),
        ("## Section\n\n{.web-only}\nweb\n\n## Two\n", ["Two"]),
        (":::{card} Title\n:::", ["Title"]),
    ],
)
@pytest.mark.parametrize("medium", ["paper", "web"])
def test_what_held_only_words_for_the_other_medium_goes_with_them(
    read: Read, body: str, shown: list[str], medium: str
) -> None:
    body = body if medium == "paper" else body.replace("web", "print")
    document = read(f"text\n\n{body}\n")
    note_lone_headings(document)
    for_web(document) if medium == "web" else for_paper(document, "patients", AUDIENCES)

    assert words(document) == ["text", *shown]
    tags = {node.tagname for node in document.findall(nodes.Element)} - {"comment"}
    assert shown or tags == {"document", "section", "title", "paragraph"}


def test_words_that_are_a_target_stay_beside_words_for_paper(read: Read) -> None:
    document = read("text\n\n```{eval-rst}\n.. role:: print-only\n\n:print-only:`x` _`knee`\n```\n")
    for_web(document)

    assert words(document) == ["text", " ", "knee"]


def test_a_row_stays_where_a_cell_goes_over_it(read: Read) -> None:
    rows = "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+"
    document = read(f"text\n\n```{{eval-rst}}\n{rows}\n```\n")
    [*_, cell] = document.findall(nodes.paragraph)
    cell["classes"].append("print-only")
    for_web(document)

    assert words(document) == ["text", "a", "b"]
    assert len(list(document.findall(nodes.row))) == 2


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("% comment\n", 1),
        ("{.web-only}\ntext\n\n---\n", 1),
        ("text\n", 0),
        ("## Call 999\n", 0),
        ("![dose](dose.png)\n", 0),
    ],
)
def test_a_title_alone_is_no_sheet(read: Read, body: str, faults: int) -> None:
    document = read(body)
    note_lone_headings(document)
    for_paper(document, "patients", AUDIENCES)

    assert len(list(nothing_to_print(document))) == faults


def test_an_abbreviation_is_written_out_where_its_first_use_may_be_left_out(paper: Read) -> None:
    document = paper("text\n")
    written = [nodes.abbreviation("", "MRI", explanation="scan") for _ in range(3)]
    first = nodes.paragraph("", "", written[0], handouts_if_room=1)
    document += [first, nodes.paragraph("", "", *written[1:])]
    for_paper(document, "patients", AUDIENCES)

    assert [node.astext() for node in written] == ["MRI (scan)", "MRI (scan)", "MRI"]


# Headings.


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("::::{card} Name\nBody\n::::\n", 2),
        ("## Two\n\n::::{card} Name\nBody\n::::\n", 3),
        ("## Two\n\n### Three\n\n::::{card} Name\nBody\n::::\n", 4),
        ("::::{note}\n#### Deep\n\nBody\n::::\n", 2),
    ],
)
def test_a_heading_in_a_box_skips_no_level(paper: Read, body: str, level: int) -> None:
    (rubric,) = paper(body).findall(nodes.rubric)

    assert rubric["heading-level"] == level


def test_a_grid_with_headings_of_its_own_ends_the_section_before(paper: Read) -> None:
    item = ":::{grid-item}\n## Name\n\ntext\n:::\n"
    document = paper(f"## Two\n\nbody\n\n::::{{grid}} 2\n{item}{item}::::\n\nafter\n")

    (top,) = (child for child in document.children if isinstance(child, nodes.section))
    assert [type(child).__name__ for child in top.children] == [
        "title",
        "section",
        "container",
        "paragraph",
    ]


# Blocks that may be left out.


def marked(*numbers: int | None) -> nodes.document:
    """Return a section whose blocks are marked with these numbers."""
    document = nodes.document("", "")
    section = nodes.section("", nodes.title("", "Head"))
    for number in numbers:
        block = nodes.paragraph("", "text")
        if number is not None:
            block["handouts_if_room"] = number
        section += block
    document += nodes.section("", nodes.title("", "Title"), section)
    for_paper(document, "patients", AUDIENCES)
    return document


@pytest.mark.parametrize(
    ("numbers", "number"),
    [((3, 4), 3), ((None,), None), ((3, None), None), ((None, 3), None)],
)
def test_a_section_goes_with_the_first_of_its_blocks_unless_one_must_be_printed(
    numbers: tuple[int | None, ...], number: int | None
) -> None:
    *_, section = marked(*numbers).findall(nodes.section)

    assert section.get("handouts_if_room") == number

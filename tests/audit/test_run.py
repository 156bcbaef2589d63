"""What is known of handouts and of their faults before anything is printed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from handouts.audit.handouts import audit_of
from projects import Project

if TYPE_CHECKING:
    from handouts.audit.handouts import Audit

    Look = Callable[[dict[str, str]], Audit]

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence"]
"""
HEAD = "---\nhandout: patients\n---\n# Sheet\n\n"
INNER = "# Inner\n\n(inner)=\nWords.\n"
OUTER = "# Outer\n\n(outer)=\n> ```{embed} #inner\n> ```\n"
EMBED = "```{embed} #outer\n```\n"


@pytest.fixture(scope="module")
def look(tmp_path_factory) -> Iterator[Look]:
    """Return a function that reads files and audits them."""

    def audit_files(files: dict[str, str]) -> Audit:
        return audit_of(read({"index.md": "# Home\n", **files}).config)

    with Project(tmp_path_factory.mktemp("pages"), {"conf.py": CONF}).reader() as read:
        yield audit_files


def reported(found: Audit, docname: str = "sheet") -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in found.handouts[docname].problems]


def test_a_handout_knows_the_pages_it_embeds_from_at_any_depth(look: Look) -> None:
    found = look({"sheet.md": HEAD + EMBED, "inner.md": INNER, "outer.md": OUTER})

    assert found.handouts["sheet"].embedded_pages == ("inner", "outer")


def test_a_page_without_handout_is_none(look: Look) -> None:
    assert look({"sheet.md": "# Sheet\n"}).handouts == {}


def test_a_handout_knows_its_dates(look: Look) -> None:
    text = "---\nhandout: patients\nchecked: 2026-11-22\ncheck-by: 2027-05-22\n---\n# Sheet\n"
    handout = look({"sheet.md": text}).handouts["sheet"]

    assert handout.checked == datetime.date(2026, 11, 22)
    assert handout.check_by == datetime.date(2027, 5, 22)


def test_front_matter_with_a_byte_order_mark_is_read(look: Look) -> None:
    assert "sheet" in look({"sheet.md": f"\ufeff{HEAD}"}).handouts


def test_front_matter_with_carriage_returns_is_read(look: Look) -> None:
    assert "sheet" in look({"sheet.md": HEAD.replace("\n", "\r\n")}).handouts


def test_a_key_that_stands_twice_is_reported_at_its_second_line(look: Look) -> None:
    twice = HEAD.replace("---\n", "---\nhandout: referrers\n", 1)
    fields = ":handout: patients\n:draft: true\n:draft: false\n\nTitle\n=====\n\nWords.\n"
    found = look({"sheet.md": twice, "fields.rst": fields}).handouts.values()

    messages = {f"{problem.place}: {problem.message}" for one in found for problem in one.problems}
    assert messages == {
        "sheet.md:3: front matter has 'handout:' a second time; take one out",
        "fields.rst:3: front matter has 'draft:' a second time; take one out",
    }


def test_a_page_for_several_audiences_is_several_pages(look: Look) -> None:
    head = HEAD.replace("handout: patients", "handout: [patients, referrers]")
    (problem,) = look({"sheet.md": head}).handouts["sheet"].problems

    assert problem.message.endswith("is not an audience; write a page for each")


def test_a_sound_handout_has_no_problems(look: Look) -> None:
    found = look({"sheet.md": HEAD + EMBED, "inner.md": INNER, "outer.md": OUTER})

    assert reported(found) == []
    assert found.problems == []


def test_a_label_missing_in_a_block_is_reported_where_it_is_wanted(look: Look) -> None:
    found = look({"sheet.md": HEAD + EMBED, "outer.md": OUTER})

    assert reported(found) == [("label", "outer.md:4")]


def test_a_missing_label_is_one_fault_however_often_it_is_embedded(look: Look) -> None:
    found = look({"sheet.md": HEAD + EMBED + EMBED, "other.md": f"# Other\n\n{EMBED}"})

    assert reported(found) == [("label", "other.md:3")]
    (problem,) = found.handouts["sheet"].problems
    assert "which is embedded at sheet.md:6, sheet.md:8 too" in problem.message
    assert found.problems == []


def test_a_label_twice_that_nobody_embeds_is_left_alone(look: Look) -> None:
    other = INNER.replace("Inner", "Other")
    found = look({"sheet.md": f"{HEAD}Words.\n", "inner.md": INNER, "other.md": other})

    assert reported(found) == []


def test_a_fence_on_a_page_that_no_handout_embeds_is_left_alone(look: Look) -> None:
    found = look({"sheet.md": HEAD, "other.md": "# Other\n\n:::{note}\nOne\n"})

    assert reported(found) == []


def test_a_heading_that_leaves_the_labelled_box_concerns_the_handout(look: Look) -> None:
    text = "# Other\n\n(outer)=\n:::{only} html\n## Word\n:::\n"
    found = look({"sheet.md": HEAD + EMBED, "other.md": text})

    assert reported(found) == [("fence", "other.md:5")]


def test_a_block_that_embeds_itself_is_a_circle(look: Look) -> None:
    text = "# Other\n\n(one)=\n> Words.\n>\n> ```{embed} #one\n> ```\n"
    found = look({"sheet.md": f"{HEAD}```{{embed}} #one\n```\n", "other.md": text})

    assert reported(found) == [("circle", "other.md:6")]


def test_a_circle_is_reported_once_however_often_it_is_entered(look: Look) -> None:
    one = "# One\n\n(one)=\n> ```{embed} #two\n> ```\n"
    two = "# Two\n\n(two)=\n> ```{embed} #one\n> ```\n"
    sheet = f"{HEAD}```{{embed}} #one\n```\n\n```{{embed}} #two\n```\n"
    found = look({"sheet.md": sheet, "one.md": one, "two.md": two})

    assert [code for code, _ in reported(found)] == ["circle"]


def test_blocks_that_double_at_each_level_are_counted_and_refused(look: Look) -> None:
    def block(level: int) -> str:
        twice = f"> ```{{embed}} #b{level + 1}\n> ```\n>\n" * 2
        return f"(b{level})=\n> Words.\n>\n{twice}\n"

    other = "# Other\n\n" + "".join(map(block, range(24))) + "(b24)=\nLast.\n"
    found = look({"sheet.md": f"{HEAD}```{{embed}} #b0\n```\n", "other.md": other})

    assert reported(found) == [("limit", "sheet.md:6")]
    assert "at most 300" in found.handouts["sheet"].problems[0].message


def test_a_long_chain_of_blocks_is_refused_and_ends(look: Look) -> None:
    block = "(b%d)=\n> Words.\n>\n> ```{embed} #b%d\n> ```\n\n"
    other = "# Other\n\n" + "".join(block % (n, n + 1) for n in range(1050)) + "(b1050)=\nLast.\n"
    found = look({"sheet.md": f"{HEAD}```{{embed}} #b0\n```\n", "other.md": other})

    assert reported(found) == [("limit", "sheet.md:6")]
    assert "embeds 1051 blocks" in found.handouts["sheet"].problems[0].message


def test_a_malformed_embed_on_any_page_is_reported(look: Look) -> None:
    found = look({"other.md": "# Other\n\n```{embed} two labels\n```\n"})

    assert [str(one.place) for one in found.problems] == ["other.md:3"]


def test_a_label_missing_on_a_page_that_is_no_handout_is_reported(look: Look) -> None:
    found = look({"other.md": f"# Other\n\n{EMBED}"})

    assert [(one.code, str(one.place)) for one in found.problems] == [("label", "other.md:3")]


def test_a_tab_that_nearly_names_an_audience_is_reported_on_any_page(look: Look) -> None:
    tabs = (
        "# Other\n\n::::{tab-set}\n:::{tab-item} You\n:sync: patient\nWords.\n:::\n"
        ":::{tab-item} Doctors\n:sync: referrers\nWords.\n:::\n"
        ":::{tab-item} Windows\n:sync: windows\nWords.\n:::\n::::\n"
    )
    (problem,) = look({"other.md": tabs}).problems

    assert (problem.code, str(problem.place)) == ("audience", "other.md:5")
    assert "did you mean 'patients'?" in problem.message

"""Addresses and characters that nobody sees, in text that is printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from docutils import nodes

from handouts.preflight.reader import read_pdf
from handouts.writer.inline import NO_WORDS, UNIT, UNIT_FOR_EACH, way_to_alt, without_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Project

CONF = """
extensions = ["myst_parser", "handouts"]
language = "de"
handouts_editions = {"a5": {"paper": "A5"}}
"""
FRONT = "---\nhandout: patients\n---\n# Knie\n\n"
ADDRESS = "patienteninformationszentrum.orthopaedie@krankenversicherungsgesellschaft.example.de"


def printed(project: Callable[..., Project], body: str) -> str:
    files = {"conf.py": CONF, "index.md": f"{FRONT}{body}\n"}
    built = project(files).build()
    assert built.warnings == []
    document = pypdfium2.PdfDocument((built.outdir / "index-a5.pdf").read_bytes())
    text = read_pdf(document).text
    document.close()
    return text


def test_a_long_address_in_the_text_gets_no_hyphen(project) -> None:
    text = printed(project, f"Schreiben Sie uns an {ADDRESS}, wenn Sie Fragen haben.")

    assert ADDRESS in "".join(text.split())


def test_code_is_broken_at_no_hyphen(project) -> None:
    option = "--hyphens-are-typed=here-too"
    text = printed(project, f"Aus `{'x' * 30} {option}`:\n\n```\n{'y' * 40} {option}\n```")

    assert [one for one in text.split() if "-" in one] == [option, option]


def test_marks_that_nobody_sees_refuse_no_sheet(project) -> None:
    marks = "Rufen Sie \u202d01632 960000\u202c an. Gut \u2713\ufe0f so. Und \u200enun."

    assert "01632 960000" in printed(project, marks)


def test_a_line_that_stands_deeper_keeps_its_depth(project) -> None:
    text = printed(project, "```{eval-rst}\n| Klinik\n|   Hof\n|     Links\n```")

    assert re.findall(r"(\xa0*)\w+", text)[1:] == ["", "\xa0" * 4, "\xa0" * 8]


def test_a_number_to_call_stays_in_one_line(project) -> None:
    words = [f"{'Rufen ' * 5}{'x' * more} 01632 960000 an." for more in range(1, 12)]
    text = printed(project, "\n\n".join(words))

    assert re.findall(r"01632\s+960000", text) == ["01632 960000"] * len(words)


def test_a_picture_without_alternative_text_is_refused_with_the_option_of_its_directive() -> None:
    kinds = ("sd-card-img-top", "sd-avatar-sm", "other")
    found = [way_to_alt(nodes.image(classes=["x", kind])) for kind in kinds]

    assert found[:2] == ["add `:img-alt:`", "add `:avatar-alt:`"]
    assert found[2].startswith("add `:alt:`, or")


def test_a_number_stays_in_one_line_with_its_unit() -> None:
    text = "5 mg of 20 ml, 50 % or 37 °C, 5 of 9, £ 3,000, 7 months, v2 m, ≥ 9, &lt; 9"
    tied = "5_mg of 20_ml, 50_% or 37_°C, 5 of 9, £_3,000, 7 months, v2_m, ≥_9, &lt;_9"

    assert UNIT.sub("_", text) == tied


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("is 4–7\xa0mmol/l.", "4–7\xa0mmol/l."),
        ("(5\xa0mg/kg)", "(5\xa0mg/kg)"),
        ("m/f", None),
        ("g/l/day", None),
    ],
)
def test_a_unit_for_each_of_another_stays_in_one_line(text: str, unit: str | None) -> None:
    found = UNIT_FOR_EACH.search(text)

    assert (found and found[0]) == unit


def test_html_is_refused_with_another_way_to_write_it() -> None:
    found = [
        without_html(text) for text in ("<sub>2</sub>", '<DETAILS open="">', "<blink>", "<b or c>")
    ]

    assert found[:2] == ["use the role `sub`", "use a `dropdown`, which is printed open"]
    assert found[2:] == ["write it without HTML, or \\< for the sign itself"] * 2


@pytest.mark.parametrize(
    "text", ["<!-- a --> 5 mg <!-- b -->", "<!--> 5 mg -->", "<!-- a --!> 5 mg -->", "<!-- 5 mg"]
)
def test_words_between_comments_are_no_comment(text: str) -> None:
    assert NO_WORDS.fullmatch("<!-- a - b --> <!-- c --></div>")
    assert not NO_WORDS.fullmatch(text)


def test_a_link_leads_to_a_paragraph_that_has_no_tag_of_its_own(project) -> None:
    parts = {
        "item": "- (item)=\n  One.\n- two",
        "inner": "- a\n  - (inner)=\n    One.",
        "cell": "```{list-table}\n:header-rows: 1\n\n* - A\n* - (cell)=\n    One.\n```",
        "meaning": "Term\n: (meaning)=\n  One.",
        "block": "- ```{embed} #block\n  ```",
    }
    links = " ".join(f"[{name}](#{name})" for name in parts)
    body = "\n\n".join(parts.values())
    text = f"---\nhandout: patients\n---\n# Sheet\n\n{links}\n\n{body}\n"
    blocks = "---\norphan: true\n---\n# Blocks\n\n(block)=\nOne.\n"
    built = project({"index.md": text, "blocks.md": blocks}).build(
        myst_enable_extensions=["deflist"]
    )

    assert built.warnings == []
    assert built.files() == ["index-a4.pdf"]

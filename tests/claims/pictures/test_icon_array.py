"""Dots drawn from the ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handouts.claims.pictures.drawings import dots
from handouts.nodes import icon_array, icon_row
from projects import CLAIM_FILES

if TYPE_CHECKING:
    from projects import Built


LEDGER = CLAIM_FILES["claims.toml"].decode()
GOOD = """\
```{icon-array}
:claim: no-better
:rows: cells, sham
:captions: stem cells, pretend injection
One dot is one person.
```
"""


VARIANTS = {
    "good": GOOD,
    "not-drawn": GOOD.replace("cells, sham", "months, sham"),
    "flat": GOOD.replace(":rows:", ":shape: 20x5\n:rows:"),
    "alone": GOOD.replace("cells, sham", "cells").replace(
        ":captions: stem cells, pretend injection",
        ":captions: cells\n:outcome: have it\n:others: do not",
    ),
    "outcome": GOOD.replace(":rows:", ":outcome: better\n:rows:"),
}


def page(text: str) -> dict[str, str]:
    return {"index.md": f"# T\n\n{text}"}


def figures(built: Built) -> list[str]:
    html = built.html("index.html")
    found = re.findall(r'<figure class="icon-array">.*?</figure>', html, re.DOTALL)
    return [re.sub(r"<path[^>]*>", "", one) for one in found]


@pytest.fixture(scope="module")
def shown(build_claims) -> dict[str, str]:
    """Return the figure of each variant, which stand on one page."""
    return dict(
        zip(VARIANTS, figures(build_claims(page("\n".join(VARIANTS.values())))), strict=True)
    )


def test_the_figure_holds_rows_labels_and_how_to_read_it(shown: dict[str, str]) -> None:
    assert shown["good"].replace("\n", "") == (
        '<figure class="icon-array"><div class="ho-rows">'
        '<div class="ho-row"><svg aria-hidden="true" viewBox="0 0 100 100"><title>stem cells: 74 '
        "out of 100, 26 not</title></svg><p>stem cells: <strong>74</strong> out of 100, "
        '<span class="ho-not">26 not</span></p></div>'
        '<div class="ho-row"><svg aria-hidden="true" viewBox="0 0 100 100"><title>pretend '
        "injection: 69 out of 100, 31 not</title></svg>"
        "<p>pretend injection: <strong>69</strong> out of 100, "
        '<span class="ho-not">31 not</span></p></div>'
        "</div><figcaption>One dot is one person."
        '<sup class="ho-source-refs">[<a aria-label="Source 1: checked 22 November 2026" '
        'class="source-ref" href="#source-1" title="Source 1: checked 22 November 2026">1</a>]'
        "</sup></figcaption></figure>"
    )


def test_a_single_row_has_its_words_beside_it_and_names_the_others(shown: dict[str, str]) -> None:
    assert 'class="ho-row ho-alone"' in shown["alone"]
    assert "<title>cells: 74 have it, 26 do not</title>" in shown["alone"]


def test_other_builders_get_the_words(build) -> None:
    built = build(page(GOOD), "text")

    assert "74 out of 100, 26 not: stem cells\n" in built.html("index.txt")


def test_captions_can_be_translated(build) -> None:
    built = build(page(GOOD), "gettext")

    assert 'msgid "pretend injection"' in built.html("index.pot")


def test_the_cached_doctree_has_no_numbers_and_a_copy_knows_its_page(build) -> None:
    document = build(page(GOOD), "dummy").app.env.get_doctree("index")

    assert [row.get("value") for row in document.findall(icon_row)] == [None, None]
    (array,) = document.deepcopy().findall(icon_array)
    assert (array["docname"], array["path"]) == ("index", "index.md")


def test_a_row_that_cannot_be_drawn_is_left_out(shown: dict[str, str]) -> None:
    assert re.findall("<title>(.*?)</title>", shown["not-drawn"]) == [
        "pretend injection: 69 out of 100, 31 not"
    ]


WRONG = [
    (":claim: no-better\n", "", "':claim:' is missing"),
    (":rows: cells, sham\n", "", "':rows:' is missing"),
    (":captions: stem cells, pretend injection\n", "", "':captions:' is missing"),
    ("cells, sham", "cells", "':rows:' has 1 and ':captions:' has 2; each row needs one, with"),
    ("cells, sham", "cells, cells", "':rows:' names 'cells' twice"),
    (":claim:", ":shape: 20x6\n:claim:", "':shape:' is '20x6'; did you mean '20x5'?"),
    (":claim:", ":others: do not\n:claim:", "':others:' needs ':outcome:'"),
    (":claim:", ":shape: 30x3\n:claim:", "':shape:' is '30x3'; known: 10x10, 20x5"),
    (":claim:", ":of: 1001\n:claim:", "':of:' is 1001; nobody counts more than 1000 dots"),
    ("One dot is one person.\n", "", "say below the options how to read it"),
]


def test_a_directive_that_lacks_something_is_an_error_at_its_line(build) -> None:
    parts, lines = [], []
    for old, new, _ in WRONG:
        lines.append(3 + "".join(parts).count("\n"))
        parts.append(f"{GOOD.replace(old, new)}\n")
    warnings = "\n".join(build(page("".join(parts)), "dummy").warnings)

    for line, (_, _, message) in zip(lines, WRONG, strict=True):
        assert f"index.md:{line}: ERROR: icon-array: {message}" in warnings


@pytest.mark.parametrize("value", [0, 1, 74, 100])
def test_as_many_dots_are_filled_as_the_number_says(value: int) -> None:
    rings, discs = re.findall(r' d="([^"]*)"', dots(value, 100, ""))

    assert (rings.count("M"), discs.count("M")) == (100 - value, value)


def test_dots_fill_from_the_lowest_row() -> None:
    discs = re.findall(r' d="([^"]*)"', dots(10, 100, ""))[1]

    assert {float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)", discs)} == {95.0}


def test_filled_and_empty_dots_differ_in_shape_not_only_in_colour() -> None:
    others, events = re.findall(r"<path [^>]*>", dots(74, 100, ""))
    ring, disc = (float(re.findall(r'stroke-width="([\d.]+)"', one)[0]) for one in (others, events))

    assert 'stroke-linecap="round"' in events
    assert disc >= 5 * ring
    assert ring / 100 * 19 / 25.4 * 72 >= 0.75  # Points, of an array 19 mm wide.


def test_a_thousand_dots_stand_in_forty_columns_below_an_escaped_title() -> None:
    picture = dots(10, 1000, "1 of 100: a < b", 40)

    assert 'viewBox="0 0 400 250"><title>1 of 100: a &lt; b</title>' in picture


def test_a_flat_array_has_twenty_dots_in_a_line(shown: dict[str, str]) -> None:
    assert shown["flat"].count('viewBox="0 0 200 50"') == 2
    assert 'cells: <br><span class="ho-both"><strong>74</strong> out' in shown["flat"]


def test_both_directions_are_said_in_the_words_of_the_outcome(shown: dict[str, str]) -> None:
    assert "<title>stem cells: 74 better, 26 not better</title>" in shown["outcome"]
    assert (
        'stem cells: <strong>74</strong> better, <span class="ho-not">26 not better</span>'
        in shown["outcome"]
    )


def test_the_claim_says_what_counted_and_that_chance_can_explain_it(build) -> None:
    more = 'outcome = "pain lower by a lot"\nchance = true\n[no-better.numbers]'
    ledger = LEDGER.replace("[no-better.numbers]", more)
    (shown,) = figures(build(page(GOOD) | {"claims.toml": ledger}))

    assert "What counted: pain lower by a lot. Chance alone may explain the difference." in shown


def test_a_second_build_follows_the_ledger(build) -> None:
    build(page(GOOD))
    ledger = LEDGER.replace("value = 69", "value = 68")
    (shown,) = figures(build(page(GOOD) | {"claims.toml": ledger}))

    assert "<title>pretend injection: 68 out of 100, 32 not</title>" in shown

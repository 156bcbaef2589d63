"""Signs of markup that was not read as such are named before anything is printed."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import new_document

from handouts.audit.stray_markup import misread_signs, stray_markup
from handouts.nodes import claim
from small_pages import reported


@pytest.mark.parametrize(
    "text",
    [
        *("{width=30%}", "Ask {{ clinic }}.", "A note[^one]", "[ ] Rest", "[x] Rest", "H~2~O"),
        *("[!NOTE] Rest", "[[stairs]]", "==Rest==", "!!! note", ":warning: Rest", "{sup}2"),
        *("::: note Rest", "~~5 mg~~ 6 mg", "Drug…….2 tablets", "Drug ....5 mg"),
        *(
            ". note:: Rest",
            "-[x] Rest",
            "[ ]Rest",
            "… note:: Rest",
            "[c][]",
            "<!– note",
            "{% if x %}",
            "{%if x%}",
            "{%- if x %}",
            "{# x #}",
        ),
        *("..note:: Rest", "[TOC]", "\\newpage", "Smoke? Yes [ ] No []"),
        *("a | b\n--- | ---", "Drug | Dose\n— | –"),
        *("•\tRest\n•\tWalk", "Do:\n• Rest\n• Walk", "Do:\n* Rest\n* Walk", "Do:\n– Rest\n– Walk"),
        *("Do:\n2. Rest\n3. Walk", "a. Rest\nb. Walk", "(a) Rest\n(b) Walk\n(c) Sit"),
        *("x^2^", "##Rest", "| Drug | Dose |\n| a | b |", "The clinic\\", "A note^[one]", "\\"),
    ],
)
def test_markup_that_is_not_switched_on_is_no_text(text: str) -> None:
    (message,) = reported(stray_markup, "Knees", text)

    assert message.startswith("sheet.md:2 the sheet would print “")


@pytest.mark.parametrize(
    ("before", "after"), [("The clinic\\", ""), ("", "## Rest"), ("", "| a | b")]
)
def test_markup_beside_bold_words_is_no_text(before: str, after: str) -> None:
    block = nodes.paragraph("", before, nodes.strong("", "Knees"), nodes.Text(after))

    assert len(reported(stray_markup, block)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "~5 mg or ~6 mg",
        "a set {1, 2} of {name}",
        "!!! Now !!!",
        "[x]",
        "Tick [x] below",
        "list[] or [a], studies[1][2] [1] (",
        "C:\\",
        "(a) walk (b) swim © run",
        "2^3 is 8",
        "5 * 6 = 30",
        "| x",
        "#1",
        "0 ---|--- 10",
        "● open, ○ closed",
        "Legend:\n• closed",
        "On the\n2. of May, and\nthe 3. of June",
        "A. Smith\nB. Jones",
        "We meet on\n3. May, and on\n12. March",
        "im\n3. Jahr und\n5. Jahr",
        "as in\na. and\nc.",
        "Drug…2 tablets, drug ...... 5 mg, 1.5 mg and more....",
        "One\n– or two – and\nthree\n- no",
        "Smile :-) or :) or: this",
    ],
)
def test_signs_that_mean_themselves_are_printed(text: str) -> None:
    assert reported(stray_markup, text) == []


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("de", "am\n3. Mai und am\n4. Mai", 0),
        ("cs", "od\n3. května do\n4. května", 0),
        ("de", "Bitte\n3. Mai prüfen\n4. ruhen", 1),
        ("en", "Do:\n1. May help\n2. May hurt", 1),
        ("de", "Bitte\n1. ruhen\n1. gehen", 1),
    ],
)
def test_dates_of_the_language_are_no_list(language: str, text: str, signs: int) -> None:
    document = new_document("sheet")
    document.settings.language_code = language
    document += nodes.paragraph("", text)

    assert len(list(stray_markup(document))) == signs


def test_code_with_a_bar_in_a_table_is_one_fault(project) -> None:
    cells = "| a | b |\n| --- | --- |\n| `x|y` | c |\n| `x|y` |\n| {sup}2 | {sup}3 |\n"
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\n{cells}"
    built = project({"index.md": "# Index\n", "sheet.md": sheet}).build()

    places = [one for one in built.places_and_codes() if "[" not in one[1]]
    assert places == [
        ("sheet.md:8", "unread"),
        ("sheet.md:9", "stray-markup"),
        ("sheet.md:10", "stray-markup"),
        ("sheet.md:10", "stray-markup"),
    ]
    assert "write \\| for a | in it" in " ".join(built.warnings)


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        (["`a", "b`"], [1]),
        (["`a", "b", "c`"], [1]),
        (["``a", "b``"], [1]),
        (["(`--a", "b--`)"], [1]),
        (["**a", "b.**"], [1]),
        (["`a", "b`", "`c", "d`"], [1, 3]),
        (["`a", "b`", "c`"], [1, 3]),
        (["`a", "`b"], [1, 2]),
        (["`a", "b**"], [1, 2]),
    ],
)
def test_each_pair_that_a_bar_breaks_in_a_row_is_a_fault(
    cells: list[str], reported: list[int]
) -> None:
    paragraphs = [nodes.paragraph("", text) for text in cells]
    for line, one in enumerate(paragraphs, 1):
        one.source, one.line = "sheet.md", line
    document = new_document("sheet")
    document += nodes.row("", *(nodes.entry("", one) for one in paragraphs))

    assert [fault.line for fault in stray_markup(document)] == reported


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("H~2~O", "write {sub}`2`, take"),
        ("m^2^", "write {sup}`2`,"),
        (":::{note}\nRest.\n:::", "extension `colon_fence`"),
        ("{.checklist}\n- One", "extension `attrs_block`"),
        ("[ ] Rest", "put {.checklist}"),
        ("{width=30% align=left} x", 'in quotes, as in {width="30%"}'),
        ("Knee\n: a joint", "extension `deflist` on, and write the term in one line"),
        ("a) Rest\nb) Walk", "after an empty line, or end its lines with a backslash"),
        (":Dose: daily", "extension `fieldlist`"),
        ("\\newpage", "would print “\\newpage” as it stands: “\\newpage”; write it without LaTeX"),
        ("[!NOTE] Rest", "write :::{contents} or :::{note}, take"),
        ("A note^[one]", "write [^1] and, after an empty line,"),
        ("##Rest", "put a space after the number signs"),
        ("a | b\n--- | ---", "three hyphens for each column"),
        ("{sup}2", "into backticks, as in {sup}`2`"),
        ("[c][]", "; write [words](address), or"),
        ("The clinic \\", "write words below it"),
        ("=====", "write ## before the words"),
        ("Ask [your GP] (https://a.org)", "take out the space between ] and ("),
        ("Ask [your GP] (", "take out the space between ] and ("),
        ("[c][pain]", "would print “][p” as it stands"),
    ],
)
def test_what_was_meant_is_offered(text: str, remedy: str) -> None:
    (message,) = reported(stray_markup, text)

    assert remedy in message


def test_in_restructured_text_no_markdown_is_offered() -> None:
    document = new_document("sheet")
    for words in ("H~2~O", "[ ] Rest"):
        document += nodes.paragraph("", words)
        document[-1].source = "/docs/sheet.rst"
    said = [one.message.partition("; ")[2] for one in stray_markup(document)]

    assert [one.partition(", take")[0] for one in said] == [
        "write :sub:`2`",
        "write it in the markup of reStructuredText",
    ]


def test_a_sign_after_a_backslash_means_itself_in_restructured_text() -> None:
    document = publish_doctree("Write \\`one\\`, 2\\*\\*3 or \\|x\\|, a\\ *b*.\n\n[ ] Rest")

    (fault,) = stray_markup(document)
    assert "“[ ] Rest”" in fault.message


def bold(*parts: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", "", *parts))


def test_lines_to_write_on_are_not_lost_as_bold() -> None:
    twice = bold(nodes.Text(""), nodes.strong("", "Date:"), nodes.Text(""))
    blocks = [bold(nodes.Text("/")), twice, bold(nodes.Text("–"))]

    stars = nodes.paragraph("a **/** b", "", nodes.strong("", "/"))

    assert [line.split()[0] for line in reported(misread_signs, *blocks, stars)] == [
        "sheet.md:1",
        "sheet.md:2",
    ]


def test_numbers_are_not_joined_by_a_sign_that_was_read_as_markup() -> None:
    parts = [nodes.Text("Take 2"), nodes.emphasis("", "5 mg or 3"), nodes.Text("4 mg")]
    good = [nodes.Text("Take 2 "), nodes.emphasis("", "5"), nodes.Text(" mg")]

    times = [nodes.Text("5"), nodes.emphasis("", "x"), nodes.Text("6")]
    message, other = reported(
        misread_signs, *(nodes.paragraph("", "", *one) for one in (parts, good, times))
    )

    assert other.startswith("sheet.md:3 the sheet would print “5x6”")
    assert message.startswith("sheet.md:1 the sheet would print “Take 25 mg or 34 mg”: signs")


def test_markup_in_a_claim_is_reported_once() -> None:
    stray, known = (claim("", text) for text in ("10^5^ cells", "10 **cells**"))
    blocks = [nodes.paragraph("", "About ", one) for one in (stray, known)]

    (message,) = reported(stray_markup, *blocks)  # The other one is reported with the ledger.

    assert message.startswith("sheet.md:1 the sheet would print “^5^” as it stands")


def test_words_do_not_lose_the_stars_within_them() -> None:
    parts = [nodes.Text("Ask Ärzt"), nodes.emphasis("", "innen und Patient"), nodes.Text("innen")]
    good = [nodes.Text("Ask "), nodes.emphasis("", "all of"), nodes.Text(" them")]
    within = [nodes.Text("un"), nodes.emphasis("", "believ"), nodes.Text("able")]
    blocks = [nodes.paragraph("", "", *one) for one in (parts, good, within)]

    (message,) = reported(misread_signs, *blocks)

    assert message.startswith("sheet.md:1 the sheet would print “Ask Ärztinnen und Patientinnen”:")


def test_bullets_that_were_pasted_are_found_from_paragraph_to_paragraph() -> None:
    broken = nodes.paragraph("", "● Rest", nodes.raw(), nodes.Text("● Walk"))

    found = reported(stray_markup, "• Rest", "• Walk", "Then:", broken)

    assert [line.split()[0] for line in found] == ["sheet.md:1", "sheet.md:4"]


def test_paragraphs_that_begin_with_dashes_or_stars_are_a_talk_or_notes() -> None:
    talk = ["— Avez-vous mal ?", "— Oui, un peu."]
    broken = nodes.paragraph("", "– Ja?", nodes.raw(), nodes.raw(), nodes.Text("\n– Nein."))

    assert reported(stray_markup, *talk, "* See page 2", "* See page 3", broken) == []


def test_markup_in_an_alternative_text_would_be_read_aloud() -> None:
    pictures = [nodes.image(uri="a.png", alt=alt) for alt in ("10{sup}`5` cells", "105 cells")]

    (message,) = reported(stray_markup, nodes.paragraph("", "", *pictures))

    assert "would be read aloud in “10{sup}`5` cells”" in message

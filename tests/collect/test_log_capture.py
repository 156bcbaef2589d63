"""What Sphinx reports of a page refuses its sheet, but for what is of form only."""

from __future__ import annotations

import logging
import re

import pytest
from sphinx.util.logging import NAMESPACE, VERBOSITY_MAP

from handouts.collect.log_capture import (
    DOCUTILS_FORM_ONLY,
    FORM_ONLY,
    drop_unseen_records,
    loses_words,
    remedy_of,
)

VERBOSE = VERBOSITY_MAP[1]

CONF = 'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'
RST = {
    "Title underline too short": "Longer title\n---\n\nlast",
    "Title overline too short": "---------\nLonger title\n---------\n\nlast",
    "Block quote ends without a blank line": "Words.\n\n  Quoted\nlast",
    "Bullet list ends without a blank line": "* one\nlast",
    "Enumerated list ends without a blank line": "1. one\nlast",
    "Definition list ends without a blank line": "term\n  meaning\nlast",
    "Field list ends without a blank line": "Words.\n\n:field: one\nlast",
    "Line block ends without a blank line": "| one\nlast",
    "Literal block ends without a blank line": "Words::\n\n  code\nlast",
    "Explicit markup ends without a blank line": ".. a comment\nlast",
    "Footnote content expected": ".. container:: web-only\n\n   One [#a]_.\n\n.. [#a]\n\nlast",
    "Duplicate explicit target name": ".. _a:\n\nWords.\n\n.. _a:\n\nlast",
}
"""A page for each, which must end with its last word."""
LOST = {
    "lines that a file does not have": "```{literalinclude} part.txt\n:lines: 50-60\n```",
    "a file that is not there": "```{include} missing.txt\n```",
    "code that is not there": "```{literalinclude} missing.txt\n```",
    "a place to begin that a file does not have": (
        "```{literalinclude} part.txt\n:start-after: nowhere\n```"
    ),
    "a file to download that is not there": "{download}`words <missing.zip>`",
    "a box without words": "```{note}\n```",
    "a table of a file that is not there": "```{csv-table}\n:file: missing.csv\n```",
    "an unknown name in RST": "```{eval-rst}\nWords |name|.\n```",
}


def test_each_report_of_form_has_its_page() -> None:
    found = {one: [text for text in RST if re.match(one, text)] for one in DOCUTILS_FORM_ONLY}

    assert all(found.values())
    assert sorted(text for texts in found.values() for text in texts) == sorted(RST)


def test_what_is_of_form_only_loses_no_word(project) -> None:
    pages = {
        f"p{number}.rst": f":handout: patients\n:orphan:\n\nTitle\n=====\n\n{text}\n"
        for number, text in enumerate(RST.values())
    }
    built = project({"conf.py": CONF, "index.md": "# Home\n", **pages}).build()
    said = "\n".join(built.warnings)
    words = [built.pdf_text(handout=f"p{number}") for number in range(len(RST))]

    assert [text for text in words if not text.endswith("last")] == []
    assert [text for text in RST if text not in said and "line" not in text] == []


def test_no_sheet_is_printed_of_a_page_that_loses_words(project) -> None:
    pages = {
        f"p{number}.md": f"---\nhandout: patients\n---\n# Sheet\n\nBefore.\n\n{text}\n\nAfter.\n"
        for number, text in enumerate(LOST.values())
    }
    files = {"conf.py": CONF, "index.md": "# Home\n", **pages, "part.txt": "Words.\n"}
    built = project(files).build()
    unread = [line.partition(":")[0] for line in built.warnings if "[handouts.unread]" in line]

    assert built.files() == []
    assert set(unread) == pages.keys()


WITHOUT_REMEDY = {
    ':::{csv-table}\n:header: "a", "b"\n\n1, 2\n:::': 'as in \'"one", "two"\', and write each ',
    ":::{rubric} One\n:name: a #1\n:::": "versions; put a value with # into single quotes",
    ":::{list-table}\n:widths: 5%\n\n* - a\n:::": "base 10: '5%'; write a whole number",
    ":::{rubric} One\n:name: a\n  b\n:::": "permitted; end it with its fence",
    ':::{csv-table}\n1, "a" b\n:::': "directive: ',' expected after '\"'; put quotation marks only",
    ":::{csv-table}\n:file: gone.csv\n:::": "path; correct the name of the file [",
    "a[^1] b[^c]": "available (and 2 more); write the words of each, as in [^name]: words",
    "[^1]: a": "not referenced; refer to it, as in [^name] or [#name]_, or take it out",
    "a[^1]\n\n[^1]: b\n[^1]: c": "label: '1'; give one of them another name",
    "* a\n\n  ____": "<section>; take the line out, or write a list with the class",
}
"""What is said of a page that holds something of which the parser says not what to do."""


def test_a_warning_that_does_not_say_what_to_do_gets_a_remedy(project) -> None:
    conf = f'{CONF}myst_enable_extensions = ["colon_fence"]\n'
    pages = {
        f"p{number:02}.md": f"---\nhandout: patients\norphan: true\n---\n# Sheet\n\n{text}\n"
        for number, text in enumerate(WITHOUT_REMEDY)
    }
    built = project({"conf.py": conf, "index.md": "# Home\n", **pages}).build()
    found = [line for line in built.warnings if line.endswith("[handouts.unread]")]

    pairs = zip(found, WITHOUT_REMEDY.values(), strict=True)
    assert [line for line, part in pairs if part not in line] == []


@pytest.mark.parametrize("begin", ["must be", "only valid as"])
def test_a_line_across_in_a_list_gets_its_remedy_from_each_docutils(begin: str) -> None:
    text = f"Transition {begin} child of <document> or <section>."

    assert remedy_of(text).startswith("take the line out")


FENCES = {
    "::{note}\nx\n:::\n\ny": "“::{note}” opens no box, and is printed as it stands; write :::{",
    "::{note}\nx\n::": "“::{note}” opens no box, and is printed as it stands; write :::{note}",
    ":::{tip}\ny\n\n::{note}\nx\n:::\n:::": "“::{note}” opens no box",
    "* ::{note}\n  x\n  :::": "“::{note}” opens no box",
    "``{note}\nx\n```\n\ny": "“``{note}” opens no box, and is printed as code; write ```{note}",
    "~~{note}\nx\n~~~\n\ny": "“~~{note}” opens no box, and is printed as it stands",
    "y ```{note}\nx\n```\n\ny": "the sheet would print “```” as it stands: “y ```{note}”",
    "```{note}\nx\n``\n\ny": "'```{note}' is never closed",
    " ```{note}\n``\n": "'```{note}' is never closed",
    "y :::{note}\nx\n:::\n\ny": "the sheet would print “{note}” as it stands: “y :::{note}”",
    "y ~~~{note}\nx\n~~~\n\ny": "the sheet would print “{note}” as it stands: “y ~~~{note}”",
    "1. ::{note}\n   x\n   :::": "“::{note}” opens no box",
    "10. y\n\n    ``{note}\n    x\n    ```": "“``{note}” opens no box",
    "> :::{note}\n> x\n\ny": "':::{note}' is never closed",
    "```note}\nx\n```": "“```note}” is no directive, and what follows its name is lost",
    ":::(note) A\nx\n:::": "“:::(note) A” is no directive, and what follows its name is lost",
    ":::[note]\nx\n:::": "“:::[note]” is no directive",
    "```{include} open.txt\n```\n\ny": "open.txt:3: WARNING: no sheet is printed of what could not",
}
"""What is said of fences that are no boxes, or are not closed."""


def test_a_faulty_fence_is_reported_once(project) -> None:
    conf = f'{CONF}myst_enable_extensions = ["colon_fence"]\n'
    pages = {
        f"p{number:02}.md": f"---\nhandout: patients\norphan: true\n---\n# Sheet\n\n{text}\n"
        for number, text in enumerate(FENCES)
    }
    files = {"conf.py": conf, "index.md": "# Home\n", "open.txt": "z\n\n:::{note}\nx\n"}
    built = project({**files, **pages}).build()

    pairs = zip(built.warnings, FENCES.values(), strict=True)
    assert [line for line, part in pairs if part not in line] == []


def test_what_a_name_of_rst_lacks_is_said_in_its_markup(project) -> None:
    page = ":handout: patients\n\nSheet\n=====\n\nSee knees_ now.\n"
    built = project({"conf.py": CONF, "index.md": "# Home\n", "p.rst": page}).build()

    remedy = "in reStructuredText .. [#name] words for a footnote and .. _name: address for a link"
    assert [line for line in built.warnings if remedy in line] != []


@pytest.mark.parametrize("link", ["See\n`one`__ here.", "See\nhere.\n\n__ https://example.org"])
def test_links_and_addresses_without_a_name_are_placed_at_the_first(project, link: str) -> None:
    page = f":handout: patients\n\nSheet\n=====\n\n{link}\n\nLast.\n"
    built = project({"conf.py": CONF, "index.md": "# Home\n", "p.rst": page}).build()

    (line,) = [line for line in built.warnings if line.endswith("[handouts.unread]")]
    assert line.startswith(f"p.rst:{9 if 'https' in link else 6}: WARNING: ")
    assert "in their order [" in line


def record(name: str, kind: str, level: int = logging.WARNING) -> logging.LogRecord:
    made = logging.LogRecord(f"sphinx.{name}", level, "", 1, "Words", (), None)
    made.type, _, made.subtype = kind.partition(".")
    return made


@pytest.mark.parametrize("kind", FORM_ONLY)
def test_a_kind_of_form_only_is_no_loss(kind: str) -> None:
    assert not loses_words(record("myst_parser.warnings_", kind))


@pytest.mark.parametrize(
    ("name", "is_loss"),
    [
        ("sphinx.util.docutils", True),
        ("myst_parser.warnings_", True),
        ("sphinx.domains.std", False),
        ("sphinxcontrib.bibtex", False),
        ("handouts.pipeline.run", False),
    ],
)
def test_only_what_reads_pages_can_lose_their_words(name: str, is_loss: bool) -> None:
    assert loses_words(record(name, "any.kind")) == is_loss


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        ([logging.INFO, logging.WARNING], logging.INFO),
        ([VERBOSE, logging.WARNING], VERBOSE),  # With `-v`.
        ([logging.INFO, logging.NOTSET], logging.DEBUG),  # With one of another extension.
        ([], logging.DEBUG),
    ],
)
def test_no_record_is_made_of_a_message_that_no_handler_takes(
    monkeypatch, levels: list[int], level: int
) -> None:
    logger = logging.getLogger(NAMESPACE)
    before = logger.level
    monkeypatch.setattr(logger, "handlers", [logging.NullHandler(one) for one in levels])
    try:
        drop_unseen_records()

        assert logging.getLogger(f"{NAMESPACE}.one").getEffectiveLevel() == level
    finally:
        logger.setLevel(before)


def test_of_a_build_that_shows_no_details_none_are_recorded(project) -> None:
    project({"index.md": "# Home\n"}).build()

    assert logging.getLogger(NAMESPACE).level == logging.INFO


def test_a_fence_of_two_marks_that_is_read_as_an_option_is_reported_first(project) -> None:
    page = "---\nhandout: patients\n---\n# Sheet\n\n::::{note}\n::{tip}\nx\n:::\n::::\n"
    conf = f'{CONF}myst_enable_extensions = ["colon_fence"]\n'
    built = project({"conf.py": conf, "index.md": page}).build()

    assert (
        "index.md:7: WARNING: no sheet is printed of what could not be read: “::{tip}” op"
        in (built.warnings[-1])
    )


def test_fences_in_comments_are_no_fault(project) -> None:
    page = "---\nhandout: patients\n---\n# Sheet\n\n<!--\n::{note}\n```{note}\n-->\n\nWords.\n"
    built = project({"index.md": page}).build()

    assert (built.warnings, built.files()) == ([], ["index-a4.pdf"])

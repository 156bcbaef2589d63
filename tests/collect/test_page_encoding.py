"""Pages whose bytes, or some of whose characters, are no text."""

from __future__ import annotations

import itertools

import pytest

from handouts.collect.page_encoding import PageEncodingError

HEAD = "---\nhandout: patients\n---\n# Sheet\n\n"
EDITIONS = {"a4": {"paper": "A4"}}


def test_pages_that_are_not_in_utf_8_are_named(project) -> None:
    files = {"index.md": b"# Se\xf1or\n", "sheet.md": HEAD.encode() + b"Good.\n\nSe\xf1or\n"}
    with pytest.raises(PageEncodingError) as reported:
        project(files).build()

    assert str(reported.value).splitlines() == [
        "index.md:1: this line is not in UTF-8; save the page again",
        "sheet.md:8: this line is not in UTF-8; save the page again",
    ]


def test_marks_of_editors_change_nothing(project) -> None:
    page = f"{HEAD}Words.\n\n* one\n* two\n"
    pages = {
        f"page-{number}": f"{mark}{page}".replace("\n", end)
        for number, (mark, end) in enumerate(
            itertools.product(("", "\ufeff"), ("\n", "\r\n", "\r"))
        )
    }
    contents = "# Home\n\n```{toctree}\n:glob:\n\npage-*\n```\n"
    files = {f"{name}.md": text for name, text in pages.items()}
    built = project({"index.md": contents, **files}).build(handouts_editions=EDITIONS)

    assert built.warnings == []
    assert {built.pdf_text("a4", name) for name in pages} == {"Sheet Words. one two"}


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\0", "index.md:6: WARNING: the sheet cannot print '\ufffd', which stands for one that"),
        ("\x0c", "index.md:6: WARNING: the character U+000C, which nobody sees, is no part"),
        ("\u2028", "index.md:6: WARNING: the character U+2028, which nobody sees, is no part"),
    ],
)
def test_a_character_that_is_none_is_reported_in_one_line(
    project, character: str, words: str
) -> None:
    built = project({"index.md": f"{HEAD}Take 5{character}0 mg.\n"}).build(
        handouts_editions=EDITIONS
    )
    (reported,) = built.warnings

    assert (built.files(), words in reported) == ([], True)


def test_pages_in_the_encoding_of_the_project_are_read(project) -> None:
    page = f"{HEAD}Se\xf1or.\n\n% allow hype\n\nGood.\n".encode("latin-1")
    built = project({"index.md": page}).build(
        handouts_editions=EDITIONS, source_encoding="latin-1", suppress_warnings=["config"]
    )

    assert "index.md:8: " in built.warnings[-1]

"""Sources are read from BibTeX and formatted as docutils nodes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes

from handouts.claims.sources.bibliography import Source, read_bibliography

ARTICLE = """\
@article{alpha2024,
  author = {Alpha, Ann and Vadal{\\`a}, Bo},
  title = {The ALPHA trial},
  journal = {Journal of Backs},
  year = {2024},
  pages = {1--9},
  doi = {10.1000/alpha}
}
"""
PAGE = """\
@misc{maker2020,
  author = {{Maker Limited}},
  title = {Results},
  year = {2020},
  url = {https://www.example.org/results},
  note = {verified: a copy},
  status = {%s}
}
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "references.bib"


def read(path: Path, text: str) -> Source:
    path.write_text(text, "utf-8")
    (source,) = read_bibliography(path).sources.values()
    return source


def words(source: Source) -> str:
    return "".join(node.astext() for node in source.nodes())


def test_an_article_is_formatted_with_its_title_as_written(path: Path) -> None:
    assert words(read(path, ARTICLE)) == (
        "A.\u00a0Alpha and B.\u00a0Vadalà. The ALPHA trial. Journal of Backs, pages 1\u20139, "
        "2024. doi:10.1000/alpha"
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (ARTICLE, "https://doi.org/10.1000/alpha"),
        (PAGE % "verified", "https://www.example.org/results"),
        (re.sub("  author.*\n", "", ARTICLE), "https://doi.org/10.1000/alpha"),
    ],
    ids=["doi", "page", "no author"],
)
def test_a_source_has_a_link_with_plain_text(path: Path, text: str, address: str) -> None:
    (link,) = (node for part in read(path, text).nodes() for node in part.findall(nodes.reference))

    assert link["refuri"] == address
    assert [type(child) for child in link.children] == [nodes.Text]


@pytest.mark.parametrize("more", [" and others", " and Gamma, C and Delta, D"])
def test_many_authors_are_cut_short(path: Path, more: str) -> None:
    text = ARTICLE.replace("Bo}", "Bo" + more + "}")

    assert " et al. The ALPHA" in words(read(path, text))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (ARTICLE, "Alpha 2024"),
        (PAGE % "verified", "Maker Limited 2020"),
        (ARTICLE.replace("Alpha, Ann and Vadal{\\`a}, Bo", "van Alpha, Ann"),
         "van Alpha 2024"),
    ],
)  # fmt: skip
def test_a_short_entry_names_who_and_when(path: Path, text: str, short: str) -> None:
    assert read(path, text).short == short


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("verified", "results"),
        ("partly verified", " We could check only part of this source."),
        ("unverified", " We have not been able to check this source."),
    ],
)
def test_readers_see_what_was_not_verified_and_no_note_for_editors(
    path: Path, status: str, end: str
) -> None:
    shown = words(read(path, PAGE % status))

    assert shown.endswith(end)
    assert "a copy" not in shown


@pytest.mark.parametrize(
    ("status", "verified"),
    [("verified", True), ("partly verified", False), ("unverified", False), ("", True)],
)
def test_only_a_whole_reading_counts_as_verified(path: Path, status: str, verified: bool) -> None:
    assert read(path, PAGE % status).facts.verified is verified


@pytest.mark.parametrize(
    ("old", "new", "retracted"),
    [
        ("title = {", "title = {RETRACTED: ", True),
        ("title = {", "title = {{RETRACTED} {ARTICLE}: ", True),
        ("title = {", "title = {[Withdrawn] ", True),
        ("journal =", "note = {Retracted in 2025}, journal =", True),
        ("journal =", "keywords = {knee, retracted}, journal =", True),
        ("title = {", "title = {Retracted papers on backs: ", False),
        ("title = {", "title = {Pain: ", False),
        ("journal =", "note = {Not retracted by 2026}, journal =", False),
    ],
)
def test_a_retracted_work_is_known(path: Path, old: str, new: str, retracted: bool) -> None:
    assert read(path, ARTICLE.replace(old, new)).facts.retracted is retracted


def test_an_entry_that_lacks_a_field_is_still_printed(path: Path) -> None:
    text = ARTICLE.replace("journal = {Journal of Backs},\n", "")

    assert words(read(path, text)).startswith("The ALPHA trial")


def test_what_is_not_bibtex_is_reported_with_the_line(path: Path) -> None:
    path.write_text(ARTICLE + "@misc{b,\n  title = }\n", "utf-8")
    (fault,) = read_bibliography(path).faults

    assert (fault.line, fault.message.startswith("this is not BibTeX: ")) == (10, True)


def test_a_key_that_stands_twice_is_reported_with_its_second_line(path: Path) -> None:
    path.write_text(ARTICLE + ARTICLE, "utf-8")

    assert [fault.line for fault in read_bibliography(path).faults] == [9]


def test_a_bibliography_that_is_not_there_has_no_sources(path: Path) -> None:
    assert read_bibliography(path).sources == {}


def test_a_price_in_a_title_is_printed_as_readers_write_it(path: Path) -> None:
    price = r"{A fine of \$5.1 million \& more}"

    assert "A fine of $5.1 million & more." in words(
        read(path, PAGE.replace("{Results}", price) % "verified")
    )

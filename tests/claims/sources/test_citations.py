"""Numbers after claims lead to a list of sources: on the web, on a sheet, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.claims.ledger.entries import Claim, Ledger
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.sources.bibliography import Bibliography, read_bibliography
from handouts.claims.sources.citations import (
    NumberSources,
    number_sources,
    short_sources,
    strip_numbers,
)
from handouts.nodes import icon_caption, source_list, source_ref, source_refs
from projects import CLAIMS

Numbered = Callable[..., nodes.document]


@pytest.fixture
def ledger() -> Ledger:
    return read_ledger(CLAIMS / "claims.toml")


@pytest.fixture
def bibliography() -> Bibliography:
    return read_bibliography(CLAIMS / "references.bib")


@pytest.fixture
def number(read, ledger: Ledger, bibliography: Bibliography) -> Numbered:
    """Return a function that numbers the sources of a page, as it is or with other words."""

    def number_page(text: str = "") -> nodes.document:
        document = read(text and f"# T\n\n{text}\n")
        number_sources(document, ledger, bibliography, "en_GB")
        return document

    return number_page


def shown(document: nodes.document) -> list[str]:
    return [node.astext() for node in document.findall(source_refs)]


def test_sources_are_numbered_in_order_of_appearance(
    read, ledger: Ledger, bibliography: Bibliography
) -> None:
    document = read()
    number_sources(document, ledger, bibliography)
    (listed,) = document.findall(nodes.enumerated_list)

    assert shown(document) == ["[1, 2]", "[2]", "[2]", "[2]"]
    assert [item.astext().split(".")[0] for item in listed] == ["Maker Limited", "A"]


DOTS = ":claim: no-better\n:rows: cells\n:captions: Cells\n{claim}`74% better <no-better>`."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{claim}`74% were better <no-better>`, so far.", "74% were better[1], so far."),
        # A caption that quotes the claim of its picture has its numbers once.
        (f"```{{icon-array}}\n{DOTS}\n```", "74% better[1]."),
        # No numbers stand in a link or a heading.
        ("A [link to {claim}`74% <no-better>`](https://example.org/).", "A link to 74%[1]."),
        ("## {claim}`74% were better <no-better>`", "74% were better"),
    ],
)
def test_numbers_stand_right_after_the_claim(number: Numbered, text: str, shown: str) -> None:
    assert shown in number(text).astext().split("\n\n")


def test_numbers_stand_after_the_caption_of_an_icon_array(
    number: Numbered,
) -> None:
    document = number()
    caption = next(document.findall(icon_caption))

    assert caption.astext().endswith("after a year.[2]")


def test_a_number_says_how_sure_and_when_checked(number: Numbered) -> None:
    document = number()
    first, *_, last = document.findall(source_ref)

    assert (first["note"], last["note"]) == (
        "Source 1: very low certainty, our rating: the trials are few, checked 22 November 2026",
        "Source 2: checked 22 November 2026",
    )


def test_a_page_is_numbered_once(read, ledger: Ledger, bibliography: Bibliography) -> None:
    document = read()
    number_sources(document, ledger, bibliography)
    before = document.astext()
    number_sources(document, ledger, bibliography)

    assert document.astext() == before


@pytest.mark.parametrize(
    "text", ["Words.", "Words.\n\n```{sources}\n```", "{claim}`Words. <nobody-knows>`"]
)
def test_without_a_claim_that_is_known_there_are_no_numbers_and_no_list(
    number: Numbered, text: str
) -> None:
    assert number(text).astext() == "T\n\nWords."


def test_the_web_links_a_number_and_says_it_aloud(unchanged) -> None:
    assert unchanged.warnings == []
    note = "Source 1: checked 22 November 2026"

    assert (
        f'69% were better<sup class="ho-source-refs">[<a aria-label="{note}" class="source-ref" '
        f'href="#source-1" title="{note}">1</a>]</sup>.'
    ) in unchanged.html("own.html")


def test_the_web_lists_the_sources_where_the_page_asks(unchanged) -> None:
    own = unchanged.html("own.html")

    places = [own.index(f'id="{name}"') for name in ("where-this-comes-from", "source-1", "after")]

    assert places == sorted(places)


def test_the_web_lists_the_sources_at_the_end_of_any_other_page(unchanged) -> None:
    index = unchanged.html("index.html")

    assert index.index('id="next"') < index.index("<h2>Sources") < index.index('id="source-1"')


def test_the_sources_page_lists_all_by_author(unchanged) -> None:
    page = unchanged.html("all.html")

    assert page.index('id="source-alpha2024"') < page.index('id="source-maker2020"')


def test_a_patients_sheet_has_neither_numbers_nor_list(
    read, ledger: Ledger, bibliography: Bibliography
) -> None:
    document = read("", "own")
    strip_numbers(document)

    assert (shown(document), list(document.findall(source_list))) == ([], [])


def test_a_referrers_sheet_lists_short_entries_at_its_end(
    read, ledger: Ledger, bibliography: Bibliography
) -> None:
    document = read("# T\n\n{claim}`74% <no-better>`\n")
    short_sources(document, ledger, bibliography)
    (listed,) = document.findall(nodes.enumerated_list)

    assert (listed["classes"], listed.astext()) == (["sources"], "Alpha 2024")
    assert shown(document) == ["\u00a0[1]"]  # Apart from the words.


def test_the_web_s_numbering_leaves_a_sheet_alone(read) -> None:
    document = read()
    strip_numbers(document)
    NumberSources(document).run()

    assert shown(document) == []


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_other_builders_print_the_numbers(build, builder: str) -> None:
    assert build({}, builder).warnings == []


def test_sources_of_one_author_and_year_are_listed_as_the_file_has_them(tmp_path) -> None:
    path, keys = tmp_path / "a.bib", [f"s{number}" for number in (3, 1, 4, 5, 9, 2, 6)]
    entry = "@misc{%s, author = {A. Same}, title = {T}, year = 2020}"
    path.write_text("\n".join(entry % key for key in keys))
    claim = Claim("a", "A.", tuple(sorted(keys)), "fact", {}, None, "", 1)
    document = new_document("page")
    document += source_list(all=True)

    number_sources(document, Ledger({"a": claim}), read_bibliography(path))

    assert [item["ids"] for item in document[0]] == [[f"source-{key}"] for key in keys]

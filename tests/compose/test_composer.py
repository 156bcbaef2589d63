"""What is on a sheet: its audience's words, in its medium, with links to the public site."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import zxingcpp

if TYPE_CHECKING:
    from projects import Built

SITE = "https://example.org/knees/"
CONF = """extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence", "attrs_block"]
html_baseurl = "https://example.org/knees"
handouts_editions = {"a4": {"paper": "A4"}}
"""
INDEX = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
TABS = """# Blocks

(tabs)=
::::{tab-set}
:::{tab-item} For people
:sync: patients
Move.
:::
:::{tab-item} For doctors
:sync: referrers
Prescribe.

```{embed} #secret
```
:::
::::

(mixed)=
::::{tab-set}
:::{tab-item} At home
Stool.
:::
:::{tab-item} At work
Chair.
:::
::::

(web)=
:::{container} web-only
Press.
:::

(paper)=
:::{container} print-only
Fold.
:::

(only)=
:::{container}
```{only} handouts or html
On paper and on the web.
```
```{only} latex
Never.
```
:::

(secret)=
Only for doctors.
"""


def handout(audience: str, *labels: str) -> str:
    blocks = "\n".join(f"```{{embed}} #{label}\n```\n" for label in labels)
    return f"---\nhandout: {audience}\n---\n# Sheet\n\nStart.\n\n{blocks}"


@pytest.fixture
def sheet(project) -> Callable[..., Built]:
    """Return a function that prints one sheet of some blocks."""

    def print_sheet(audience: str, *labels: str, builder: str = "handouts") -> Built:
        files = {"conf.py": CONF, "index.md": INDEX, "blocks.md": TABS}
        return project({**files, "sheet.md": handout(audience, *labels)}).build(builder)

    return print_sheet


def words(built: Built) -> str:
    """Return what stands between the title and the imprint."""
    return built.pdf_text().partition("Start. ")[2].partition(" Scan, or look")[0]


# Whose words, and in which medium.


@pytest.mark.parametrize(
    ("audience", "labels", "text"),
    [
        ("patients", ["tabs"], "For people Move."),
        ("referrers", ["tabs"], "For doctors Prescribe. Only for doctors."),
        ("patients", ["web", "paper"], "Fold."),
        ("patients", ["only"], "On paper and on the web."),
    ],
)
def test_a_sheet_has_what_is_for_its_audience_and_for_paper(
    sheet: Callable[..., Built], audience: str, labels: list[str], text: str
) -> None:
    assert words(sheet(audience, *labels)) == text


@pytest.mark.parametrize(
    ("audience", "labels", "shown", "other"),
    [
        ("patients", ["tabs"], "Start.", "Only for doctors"),
        ("referrers", ["tabs"], "Start.", "Move."),
        ("patients", ["web", "paper"], "Press.", "Fold."),
    ],
)
def test_a_page_has_nothing_for_other_audiences_or_for_paper_alone(
    sheet: Callable[..., Built], audience: str, labels: list[str], shown: str, other: str
) -> None:
    html = sheet(audience, *labels, builder="html").html()

    assert shown in html
    assert other not in html


def test_a_condition_that_nobody_can_decide_refuses_the_sheet(project) -> None:
    sheet = "---\nhandout: patients\n---\n# Knees\n\n:::{only} html and (\nPress.\n:::\n"
    built = project({"conf.py": CONF, "index.md": INDEX, "sheet.md": sheet}).build()

    assert built.files() == []
    assert ("sheet.md:6", "unread") in built.places_and_codes()


# Links.


def links(built: Built, handout: str = "sheet") -> dict[str, str]:
    """Return where the links of a sheet lead, by place in the file."""
    data = (built.outdir / f"{handout}-a4.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [
            str(annotation.A.URI)
            for annotation in pdf.pages[0].get("/Annots", [])
            if "/A" in annotation and "/URI" in annotation.A
        ]
    return dict(enumerate(found))


@pytest.fixture(scope="module")
def addresses(everything_printed) -> set[str]:
    return set(links(everything_printed, "sheets/patients").values())


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("a label of the block's own page", "blocks.html#treatment"),
        ("a page by doc", "deep/glossary.html"),
        ("a page by its file", "deep/lists.html"),
        ("a page from a file in a folder", "blocks.html"),
        ("a page from the handout itself", "index.html"),
        ("a block by ref", "blocks.html#picture"),
        ("a table by its label", "blocks.html#trials"),
        ("a term of the glossary", "deep/glossary.html#term-knee"),
        ("the handout's own page", "sheets/patients.html"),
    ],
)
def test_a_link_on_paper_leads_to_the_public_site(
    addresses: set[str], kind: str, address: str
) -> None:
    assert f"{SITE}{address}" in addresses, f"{kind}: {sorted(addresses)}"


def test_a_link_to_another_site_is_kept_and_none_leads_to_a_file(addresses: set[str]) -> None:
    assert "https://example.net/page" in addresses
    assert all(address.startswith("https://") for address in addresses)


def test_dirhtml_addresses_are_those_of_folders(project) -> None:
    index = f"{INDEX}\n(go)=\nSee {{doc}}`other`.\n"
    files = {"conf.py": CONF, "index.md": index, "other.md": "# Other\n"}
    written = project({**files, "sheet.md": handout("patients", "go")})
    built = written.build(handouts_site_builder="dirhtml")

    assert set(links(built).values()) == {f"{SITE}other/", f"{SITE}sheet/"}


def test_without_an_address_a_sheet_has_no_links(project) -> None:
    index = f"{INDEX}\n(go)=\nSee {{doc}}`other`, [itself](#go) and [home](index.md).\n"
    conf = CONF.replace("html_baseurl", "# html_baseurl")
    files = {"conf.py": conf, "index.md": index, "other.md": "# Other\n"}
    built = project({**files, "sheet.md": handout("patients", "go")}).build()

    assert built.warnings == []
    assert links(built) == {}
    assert built.pdf_text() == "Sheet Start. See Other, itself and home."


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://example.org/knees", "https://example.org/knees/sheet.html"),
        ("https://example.org/a%20b/?x=1&y=", "https://example.org/a%20b/?x=1&y=/sheet.html"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4/sheet.html"),
    ],
)
def test_a_telephone_reads_the_address_from_the_code(project, base: str, address: str) -> None:
    files = {"index.md": INDEX, "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\nRest.\n"}
    built = project(files).build(html_baseurl=base)
    page = pypdfium2.PdfDocument(built.outdir / "sheet-a4.pdf")[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))

    assert found.text == address


def test_an_address_too_long_for_a_code_is_reported(project) -> None:
    files = {"index.md": INDEX, "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\nRest.\n"}
    built = project(files).build(html_baseurl=f"https://example.org/{'a' * 3000}")

    assert built.files() == []
    assert "the address is too long for a QR code; shorten html_baseurl" in built.warnings[0]


def test_a_block_of_a_page_in_restructuredtext_is_printed(project) -> None:
    page = "Other\n=====\n\n.. _block:\n\nWords of :doc:`index` now.\n"
    written = project({"conf.py": CONF, "index.md": INDEX, "other.rst": page})
    written.write({"sheet.md": handout("patients", "block")})

    assert words(written.build()) == "Words of Home now."

"""What is said aloud: each thing that a sheet shows, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from breaks import broken
from handouts.jobs import THEME_FONTS
from read_aloud import read_aloud

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
FONTS = THEME_FONTS
DOTS = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>1 of 2: ill</title>"
    "<path d='M0 0h9v9z'/></svg>"
)
BAR = DOTS.replace("1 of 2: ill", "Walk: +5")
BODY = f"""<main><h1>T</h1><p>Fact [<a href="#source-1">1</a>].</p>
<figure><div class="ho-rows"><div class="ho-row">{DOTS}<p>1 out of 2 ill</p></div></div></figure>
<table><thead><tr><td></td><th>Found</th></tr></thead>
<tbody><tr><td>Rest</td><td>Nothing</td></tr><tr><td></td><td>Less</td></tr>
<tr><td>Walk</td><td><span class="ho-interval">{BAR}</span> +5</td></tr></tbody></table>
<ol class="ho-sources"><li id="source-1">Pers 2024</li></ol></main>"""
CSS = "@page{@bottom-right{content:'Page ' counter(page)}}"


@pytest.fixture(scope="module")
def pdf(engine) -> bytes:
    css = (THEME / "sheet.css").read_text("utf-8") + CSS
    html = f'<html lang="en"><head><title>T</title></head><body>{BODY}</body></html>'
    sheet = engine.ParsedSheet(engine.Engine(css, FONTS, {}), html)
    return engine.write(sheet.render("@page{size:A5}", space=1.0), sheet.spoken)


def test_everything_is_said_once_with_its_name(pdf: bytes) -> None:
    assert read_aloud(pdf).splitlines() == [
        "H1 T",
        "Fact [ [link 1: Pers 2024] ].",
        "1 out of 2 ill",
        "Table",
        "Row: column header Found",
        "Row: row header Rest | cell Nothing",
        "Row: cell Less",
        "Row: row header Walk | cell +5",
        "List",
        "item 1 Pers 2024",
    ]


def test_a_page_number_is_an_artifact(pdf: bytes) -> None:
    marked: list[tuple[str, Any]] = []

    def look(one: pikepdf.Pdf) -> None:
        for operands, operator in pikepdf.parse_content_stream(one.pages[0]):
            if str(operator) == "BDC":
                marked.append((str(operands[0]), operands[1]))

    broken(pdf, look)
    assert ("/Artifact", pikepdf.Dictionary(Type=pikepdf.Name.Layout)) in marked


def test_links_are_to_be_printed_and_cells_name_their_row(pdf: bytes) -> None:
    found: list[Any] = []

    def look(one: pikepdf.Pdf) -> None:
        found.append(int(one.pages[0].Annots[0].F))
        cells = [item for item in one.objects if isinstance(item, pikepdf.Dictionary)]
        header = next(item for item in cells if item.get("/A", {}).get("/Scope") == "/Row")
        (cell,) = (
            item for item in cells if header.ID in list(item.get("/A", {}).get("/Headers", []))
        )
        found.append(str(cell.S))

    broken(pdf, look)
    assert found == [4, "/TD"]


def test_the_tags_are_valid(pdf: bytes) -> None:
    import page

    report = page.validate_pdf_bytes(pdf, profile="ua-1")
    assert {failure.rule_id for failure in report.failures} == set()

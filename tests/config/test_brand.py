"""The colour and the logo of a publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from sphinx.errors import ConfigError

from handouts.config.brand import NIGHT, WHITE, Brand, contrast, parse, read_brand, site_style
from handouts.config.validate import Faults
from handouts.typeset.measures import Measures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from projects import Project

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
    '<rect width="40" height="10" fill="#7a1f5c"/></svg>'
)
BRAND = {"accent": "#7a1f5c", "logo": "logo.svg", "logo-alt": "Knee Clinic"}
PAGE = "---\nhandout: patients\n---\n# Sore knees\n\n## Walk\n\nWalk each day.\n"


def faults(folder: Path, **brand: object) -> list[str]:
    found = Faults()
    read_brand({name.replace("_", "-"): value for name, value in brand.items()}, folder, found)
    return found.found


def test_a_dark_accent_is_taken(tmp_path: Path) -> None:
    assert faults(tmp_path, accent="#7a1f5c") == []


@pytest.mark.parametrize("accent", ["#ffd24a", "#e0218a", "#8a8a8a"])
def test_a_pale_accent_is_refused_with_one_that_can_be_read(tmp_path: Path, accent: str) -> None:
    (message,) = faults(tmp_path, accent=accent)
    near = message.rpartition(" ")[2]

    assert "7 to 1" in message
    assert contrast(parse(near), WHITE) >= 7
    assert faults(tmp_path, accent=near) == []


@pytest.mark.parametrize(
    ("brand", "words"),
    [
        ({"accent": "plum"}, "expected a colour such as '#7a1f5c'"),
        ({"logo": "logo.gif", "logo_alt": "Knees"}, "expected an .svg or .png file"),
        ({"logo": "logo.svg", "logo_alt": "Knees"}, "no file 'logo.svg'"),
        ({"logo_height": "3cm"}, "expected 5mm to 30mm"),
        ({"colour": "#000000"}, "unknown key 'colour'"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, brand: dict[str, str], words: str) -> None:
    assert [words in message for message in faults(tmp_path, **brand)] == [True]


def test_a_logo_needs_its_words(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(LOGO)

    assert faults(tmp_path, logo="logo.svg") == [
        "handouts_brand['logo-alt']: say what the logo says, such as 'Knee Clinic'"
    ]


def test_the_accent_can_be_read_at_night() -> None:
    style = site_style(Brand(accent="#7a1f5c"))
    dark = style.partition("--handouts-accent-dark: ")[2].partition(";")[0]

    assert contrast(parse(dark), NIGHT) >= 7


def test_the_page_and_its_estimate_make_room_for_the_logo() -> None:
    assert Measures.read(":root { --page-top: 22mm; }").page_top > Measures.read().page_top


def test_sheets_and_site_carry_the_brand(project: Callable[..., Project]) -> None:
    made = project({"sheet.md": PAGE, "logo.svg": LOGO, "index.md": "# Home\n\n{doc}`sheet`\n"})
    built = made.build("html", html_theme="handouts", handouts_brand=BRAND)
    page = pypdfium2.PdfDocument(built.outdir / "sheet-a4.pdf")[0].render(scale=1).to_pil()

    # In the margin above the words, and nowhere without a brand.
    assert page.getpixel((60, 30)) == (0x7A, 0x1F, 0x5C)
    assert built.sheet()["problems"] == []
    assert "--handouts-accent: #7a1f5c" in (built.outdir / "_static/handouts-brand.css").read_text()
    assert 'alt="Knee Clinic"' in built.html("index.html")
    assert (built.outdir / "_static/handouts-logo.svg").is_file()


def test_a_pale_accent_stops_the_build(project: Callable[..., Project]) -> None:
    with pytest.raises(ConfigError, match="the nearest that does is #"):
        project({"sheet.md": PAGE}).build(handouts_brand={"accent": "#ffd24a"})

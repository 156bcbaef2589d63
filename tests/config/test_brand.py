"""The colour and the logo of a publisher."""

from __future__ import annotations

import colorsys
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from sphinx.errors import ConfigError

from handouts.config.brand import Brand, read_brand, site_style
from handouts.config.colours import NIGHT, WHITE, contrast, from_shares, legible, rgb
from handouts.config.values import Faults, Spot
from handouts.files import FONTS
from handouts.typeset.measures import Measures
from projects import Project

if TYPE_CHECKING:
    from projects import Built

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
    '<rect width="40" height="10" fill="#7a1f5c"/></svg>'
)
BRAND = {"accent": "#7a1f5c", "logo": "logo.svg", "logo-alt": "Knee Clinic"}
PAGE = "---\nhandout: patients\n---\n# Sore knees\n\n## Walk\n\nWalk each day.\n"


def faults(folder: Path, **brand: object) -> list[str]:
    found = Faults(folder=folder)
    given = {name.replace("_", "-"): value for name, value in brand.items()}
    read_brand(given, {}, Spot("handouts_brand", found))
    return found.found


@pytest.mark.parametrize("accent", ["#ffd24a", "#e0218a", "#8a8a8a"])
def test_a_pale_accent_is_refused_with_one_that_can_be_read(tmp_path, accent: str) -> None:
    (message,) = faults(tmp_path, accent=accent)
    near = message.rpartition(" ")[2]

    assert "7 to 1" in message
    assert contrast(rgb(near), WHITE) >= 7
    assert faults(tmp_path, accent=near) == []


@pytest.mark.parametrize(
    ("brand", "words"),
    [
        ({"accent": "plum"}, "expected a colour such as '#7a1f5c'"),
        ({"logo": "logo.gif", "logo_alt": "Knees"}, "expected an .svg or .png file"),
        ({"logo": "logo.svg", "logo_alt": "Knees"}, "no file 'logo.svg'"),
        ({"logo_height": "3cm"}, "expected 5mm to 30mm"),
        ({"colour": "#000000"}, "unknown key 'colour'"),
        ({"body_font": "own.ttf"}, "expected two font files, such as"),
        ({"heading_font": ["a.ttf", "b.ttf"]}, "expected a font file, such as"),
        ({"heading_font": "none.ttf"}, "['heading-font']: no usable font at 'none.ttf'"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, brand: dict[str, str], words: str) -> None:
    assert [words in message for message in faults(tmp_path, **brand)] == [True]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("logo.svg", b" " * 301_000, "'logo.svg' has 301 KB; give one of at most 300 KB"),
        ("logo.png", LOGO.encode(), "'logo.png' is no PNG picture"),
        (
            "logo.svg",
            LOGO.replace("<rect", "<text x='1'>Knees</text><rect").encode(),
            "'logo.svg' has words that are text, which look different where their typeface is "
            "missing; save them as paths (in Inkscape: Path, Object to Path)",
        ),
    ],
)
def test_a_file_that_is_no_logo_is_named(tmp_path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)

    assert faults(tmp_path, logo=name, logo_alt="Knees") == [f"handouts_brand['logo']: {words}"]


def test_a_logo_needs_its_words(tmp_path) -> None:
    (tmp_path / "logo.svg").write_text(LOGO)

    assert faults(tmp_path, logo="logo.svg") == [
        "handouts_brand['logo-alt']: say what the logo says, such as 'Knee Clinic'"
    ]


def test_the_accent_can_be_read_at_night() -> None:
    style = site_style(Brand(accent="#7a1f5c"))
    dark = style.partition("--handouts-accent-dark: ")[2].partition(";")[0]

    assert contrast(rgb(dark), NIGHT) >= 7


def test_the_palest_accent_that_is_taken_stays_black_in_a_copy_of_one_bit() -> None:
    def tone(hue: int) -> int:
        accent = legible(from_shares(*colorsys.hls_to_rgb(hue / 360, 0.6, 1)), WHITE)
        return Image.new("RGB", (1, 1), accent).convert("L").getpixel((0, 0))

    assert [hue for hue in range(0, 360, 15) if tone(hue) >= 128] == []


def test_the_page_and_its_estimate_make_room_for_the_logo() -> None:
    assert Measures.read(":root { --page-top: 22mm; }").page_top > Measures.read().page_top


# On sheets and site.

SITE = {"sheet.md": PAGE, "logo.svg": LOGO, "index.md": "# Home\n\n{doc}`sheet`\n"}
A4 = {"a4": {"paper": "A4"}}


@pytest.fixture(scope="module")
def branded(tmp_path_factory) -> Built:
    made = Project(tmp_path_factory.mktemp("brand"), SITE)
    for name, source in (("own.ttf", "Mono-Regular"), ("own-bold.ttf", "Sans-Bold")):
        shutil.copy(FONTS / f"Handouts{source}.ttf", made.srcdir / name)
    type_ = {"body-font": ["own.ttf", "own-bold.ttf"], "heading-font": "own.ttf"}
    brand = {**BRAND, **type_}
    return made.build("html", html_theme="handouts", handouts_brand=brand, handouts_editions=A4)


def test_a_sheet_carries_the_logo_above_its_words(branded: Built) -> None:
    page = pypdfium2.PdfDocument(branded.outdir / "sheet-a4.pdf")[0]

    assert branded.sheet()["problems"] == []
    assert page.render(scale=1).to_pil().getpixel((60, 30)) == (0x7A, 0x1F, 0x5C)


def test_the_logo_says_on_paper_what_it_is(branded: Built) -> None:
    with pikepdf.open(branded.outdir / "sheet-a4.pdf") as pdf:
        found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]

        assert "Knee Clinic" in [str(one["/Alt"]) for one in found if "/Alt" in one]


def test_a_photocopier_of_one_bit_keeps_what_has_the_accent(branded: Built) -> None:
    page = pypdfium2.PdfDocument(branded.outdir / "sheet-a4.pdf")[0]
    copy = page.render(scale=150 / 72).to_pil().convert("L").point(lambda grey: 255 * (grey > 127))
    title = copy.crop((80, 130, 400, 200))

    assert title.histogram()[0] > 1500


def test_a_sheet_has_the_type_of_the_brand_and_no_other(branded: Built) -> None:
    with pikepdf.open(branded.outdir / "sheet-a4.pdf") as pdf:
        found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        names = {str(one["/BaseFont"]).partition("+")[2] for one in found if "/BaseFont" in one}

    assert {name.split("-Bold")[0].split("-Semi")[0] for name in names} == {
        "handouts-body",
        "handouts-heading",
    }


def test_the_site_carries_colour_logo_and_type(branded: Built) -> None:
    css = (branded.outdir / "_static/handouts-brand.css").read_text()

    assert "--handouts-accent: #7a1f5c" in css
    assert "--handouts-body-font: handouts-body" in css
    assert 'src: url("own-bold.ttf"); font-weight: 600 700' in css
    assert 'alt="Knee Clinic"' in branded.html("index.html")
    assert {"handouts-logo.svg", "own.ttf"} <= {
        path.name for path in (branded.outdir / "_static").iterdir()
    }


@pytest.mark.parametrize("font", ["heading-font", "body-font"])
def test_characters_that_a_typeface_lacks_are_refused(project, font: str) -> None:
    page = PAGE.replace("## Walk", "## Walk Ω") if font == "heading-font" else f"{PAGE}\nΩ\n"
    made = project({**SITE, "sheet.md": page})
    shutil.copy(FONTS / "HandoutsMono-Regular.ttf", made.srcdir / "own.ttf")
    files = "own.ttf" if font == "heading-font" else ["own.ttf", "own.ttf"]
    built = made.build(handouts_brand={font: files}, handouts_editions=A4)

    (problem,) = built.sheet()["problems"]
    assert "no font has the character Ω (U+03A9)" in str(problem)


def test_a_logo_is_looked_at_like_every_picture(project) -> None:
    made = project({**SITE, "logo.svg": LOGO.replace("<rect", "<script/><rect")})

    with pytest.raises(ConfigError, match=r"\['logo'\]: picture 'logo.svg' contains 'script'"):
        made.build(handouts_brand=BRAND, handouts_editions=A4)

"""Which pictures a sheet takes, and what it says of the others."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base

from formats import pictures_of_all_formats, programs_started
from handouts.jobs import FORMATS
from handouts.writer.images import MAX_BYTES, PictureError, read_picture

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="s" xmlns:xlink="x" '
    'viewBox="0 0 9 9">{}</svg>'
)
PIXEL = zlib.compress(b"\0\0")


def png(width: int, height: int, pixels: bytes = PIXEL) -> bytes:
    """Return a grey PNG; its pixels need not be there."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    for kind, data in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")):
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        parts.append(struct.pack(">I", len(data)) + kind + data + checksum)
    return b"".join(parts)


@pytest.fixture
def root(tmp_path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "good.png").write_bytes(png(1, 1))
    (tmp_path / "out.png").write_bytes(png(1, 1))
    return folder


def fault(root: Path, name: str) -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(root, name)
    return str(caught.value)


def test_a_picture_is_read_with_its_size(root: Path) -> None:
    picture = read_picture(root, "good.png")

    assert (picture.kind, picture.data) == ("image/png", png(1, 1))
    assert (picture.width, picture.height) == (1, 1)


def test_a_picture_taken_on_its_side_has_the_size_in_which_it_is_shown(root: Path) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    Image.new("RGB", (40, 30)).save(root / "side.jpg", exif=exif)
    picture = read_picture(root, "side.jpg")

    assert (picture.width, picture.height) == (30, 40)


def test_a_picture_may_lie_in_a_folder(root: Path) -> None:
    (root / "a b").mkdir()
    (root / "a b" / "plain.svg").write_text(SVG.format("<path d='M0 0h9'/>"), "utf-8")

    assert read_picture(root, "a b/plain.svg").kind == "image/svg+xml"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../out.png", "lies outside the project"),
        ("good/../../out.png", "lies outside the project"),
        ("/etc/out.png", "lies outside the project"),
        ("link-out.png", "lies outside the project"),
        ("loop.png", "cannot be read"),
        ("folder.png", "cannot be read"),
        ("none.png", "picture 'none.png' cannot be read: No such file or directory"),
        ("drawing.eps", "is none of"),
        ("drawing.pdf", "is none of"),
        ("drawing", "is none of"),
        *(
            (address, "is an address; put the file into the project")
            for address in (
                "https://example.org/a.png",
                "HTTP://example.org/a.png",
                "file:///etc/a.png",
                "data:image/png;base64,AA",
                "//example.org/a.png",
                "\\\\host\\a.png",
            )
        ),
    ],
)
def test_what_is_no_file_of_a_picture_in_the_project_is_refused(
    root: Path, name: str, words: str
) -> None:
    (root / "link-out.png").symlink_to(root.parent / "out.png")
    (root / "loop.png").symlink_to(root / "loop.png")
    (root / "folder.png").mkdir()

    assert words in fault(root, name)


def test_a_huge_file_is_refused_unread(root: Path) -> None:
    with (root / "huge.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert "is larger than 10 megabytes" in fault(root, "huge.png")


@pytest.mark.parametrize("side", [5_001, 12_000, 20_000])
def test_too_many_pixels_are_refused_undecoded(root: Path, side: int) -> None:
    (root / "large.png").write_bytes(png(side, side))

    assert "at most 25 megapixels can be printed" in fault(root, "large.png")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no picture", id="text"),
        pytest.param(png(1, 1).replace(b"\0\0\0\rIHDR", b"\0\0\0\2IHDR"), id="short header"),
    ],
)
def test_a_picture_without_a_header_is_refused(root: Path, data: bytes) -> None:
    (root / "bad.png").write_bytes(data)

    assert "cannot be decoded" in fault(root, "bad.png")


PICTURES = pictures_of_all_formats()


def test_there_is_a_picture_of_each_format_that_pillow_can_read() -> None:
    assert {*Image.OPEN} <= {*PICTURES}


def test_only_the_formats_that_a_sheet_prints_are_looked_at(root: Path) -> None:
    with programs_started() as started:
        for name, data in PICTURES.items():
            (root / "p.png").write_bytes(data)
            content = "JPEG" if name == "MPO" else name
            if content in FORMATS:
                assert read_picture(root, "p.png").kind == f"image/{content.lower()}"
            else:
                refusal = fault(root, "p.png")
                assert "its content is none of PNG, JPEG, GIF, WEBP" in refusal, name
    assert started == []


@pytest.mark.parametrize(
    "inside",
    [
        # Drawings that reach out, run or multiply.
        "<script>alert(1)</script>",
        "<image href='x.png'/>",
        "<foreignObject/>",
        "<a href='https://example.org'/>",
        "<a xlink:href='//example.org'/>",
        "<g onload='x()'/>",
        "<style>@import 'x.css'</style>",
        "<style>g{fill:url(https://example.org/x)}</style>",
        "<svg:use href='other.svg#a'/>",
        "<path style='fill:&#117;rl(//example.org)'/>",
        "<style>g{fill:u\\72l(//example.org)}</style>",
        "<filter id='f'><feImage href='a.png'/></filter>",
        # Drawings that a browser shows in another way than the engine.
        "<text><textPath href='#a'>words</textPath></text>",
        "<switch><text>words</text></switch>",
        "<mask id='m'/>",
        "<linearGradient gradientTransform='rotate(45)'/>",
        "<text style='font: bold 12px Arial'>words</text>",
        "<style>text{font-size: medium}</style>",
        "<text font-size='larger'>words</text>",
        "<text paint-order='stroke' stroke='white'>words</text>",
        "<rect style='fill: var(--box, white)'/>",
        "<rect fill='light-dark(white, black)'/>",
        "<rect style='clip-path: circle(9px)'/>",
        "<g opacity='0.5'><text text-anchor='middle'>words</text></g>",
        "<g style='opacity: .5'><use href='#a'/></g><text id='a'>words</text>",
        "<text text-decoration='line-through'>not</text>",
        "<style>.a{text-decoration: underline}</style><text>words</text>",
        "<text style='text-transform:uppercase'>words</text>",
        "<text writing-mode='tb'>words</text>",
        "<text>words</text><rect style='mix-blend-mode:multiply'/>",
        "<text visibility='collapse'>words</text>",
        "<text systemLanguage='de'>nicht</text>",
        "<style>@media print{text{display:none}}</style><text>words</text>",
        "<style media='print'>text{display:none}</style><text>words</text>",
        "<g filter='url(#a)'><text>words</text></g>",
        "<style>text{filter:blur(9px)}</style><text>words</text>",
        "<style>@keyframes a{to{opacity:1}} text{opacity:0;animation:a 1s}</style><text>a</text>",
    ],
)
def test_what_no_drawing_may_hold_is_refused(root: Path, inside: str) -> None:
    (root / "bad.svg").write_text(SVG.format(inside), "utf-8")

    assert "which a sheet does not take" in fault(root, "bad.svg")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(root: Path, form: str) -> None:
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 128, 255)]
    frames[0].save(root / "p.png", form, save_all=True, append_images=frames[1:])

    assert "moves, and paper shows its first frame only" in fault(root, "p.png")


def test_letters_that_a_drawing_brings_for_browsers_are_left_out_of_a_sheet(root: Path) -> None:
    face = (
        '@font-face{font-family:"Knee Sans";font-weight:400;src:url(data:font/woff2;base64,d09G=)}'
    )
    (root / "fonts.svg").write_text(SVG.format(f"<style>{face}</style><path/>"), "utf-8")

    assert read_picture(root, "fonts.svg").data == SVG.format("<path/>").encode()


@pytest.mark.parametrize(
    "before",
    [
        "<?xml-stylesheet href='//example.org'?>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
        "<!doctype svg\n [<!entity a 'b'>]>",
        "<!DOCTYPE svg><!DOCTYPE svg>",
    ],
)
def test_svg_that_reaches_out_before_it_begins_is_refused(root: Path, before: str) -> None:
    (root / "bad.svg").write_text(before + SVG.format(""), "utf-8")

    assert "which a sheet does not take" in fault(root, "bad.svg")


def doubling(times: int) -> str:
    """Return a drawing that repeats a part twice, and that one twice, and so on."""
    twice = "".join(
        f"<g id='n{n}'><use href='#n{n - 1}'/><use href='#n{n - 1}'/></g>"
        for n in range(1, times + 1)
    )
    return f"<path id='n0' d='M0 0h9'/>{twice}"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<path d='M0 0h9'/>" * 10_000, "has 10001 parts"),
        ("<g>" * 300 + "</g>" * 300, "has 301 parts within each other"),
        (f"<path d='{'M0 0h9' * 90_000}'/>", "is larger than 500 kilobytes"),
        (doubling(12), "has 32726 parts"),
        (doubling(100), "has over a million parts"),
        ("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>", "within itself"),
        ("<g id='a'><use href='#a'/></g>", "within itself by 'use' (#a → #a)"),
        ("<g id='a'><use href='#b' xlink:href='#a'/></g><g id='b'/>", "(#a → #a)"),
    ],
    ids=[
        "many shapes",
        "deep",
        "one long line",
        "doubled",
        "doubled far more",
        "in a circle",
        "in itself",
        "in itself by the older name",
    ],
)
def test_a_drawing_that_takes_too_long_is_refused(root: Path, inside: str, words: str) -> None:
    (root / "large.svg").write_text(SVG.format(inside), "utf-8")

    assert words in fault(root, "large.svg")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not an SVG file"),
        (b"no picture", "is not an SVG file"),
        (b"<html></html>", "is not an SVG file"),
        (SVG.format("<script/>").encode("utf-16"), "is not in UTF-8"),
        (
            SVG.format("<text>a<set to='hidden'/></text>").encode(),
            "moves, by 'set', and paper does not: take that out",
        ),
    ],
)
def test_what_is_no_drawing_for_paper_is_named(root: Path, data: bytes, words: str) -> None:
    (root / "bad.svg").write_bytes(data)

    assert words in fault(root, "bad.svg")


@pytest.mark.parametrize(
    "inside",
    [
        "<linearGradient id='a'/><path fill='url(#a)' d='M0 0h9'/>",
        "<text>The result depends on one = all</text>",
        "<a href='#x'><text>More</text></a>",
        "<title>Before &amp; after</title>",
        "<path style='fill: url( \"#a\" )'/>",
        "<defs><path id='m' d='M0 0h9'/></defs><use xlink:href='#m' x='1'/><use xlink:href='#m'/>",
        # These are drawn as in a browser.
        "<linearGradient gradientUnits='userSpaceOnUse' gradientTransform='rotate(45)'/>",
        "<text style='font: 10px Arial; text-anchor: middle'>words</text>",
        "<style>text{font-size: inherit; font-family: Arial}</style>",
        "<rect clip-path='url(#a)'/>",
        "<rect style='clip-path: none'/>",
        "<text opacity='0.5'>words</text>",
        "<rect filter='url(#a)'/><text style='filter:drop-shadow(0 0 9px)'>words</text>",
        "<rect style='mix-blend-mode:multiply'/>",
        "<text style='text-decoration:none;text-decoration-color:#000;writing-mode:lr-tb;"
        "text-transform:none;inline-size:90px;shape-inside:url(#a);mix-blend-mode:normal;filter:none'>words</text>",
        "<text text-anchor='middle' fill-opacity='0.5' opacity='1'>words</text>",
    ],
)
def test_plain_svg_is_taken(root: Path, inside: str) -> None:
    (root / "good.svg").write_text(SVG.format(inside), "utf-8")

    assert read_picture(root, "good.svg").kind == "image/svg+xml"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("width='96' height='48px'", (96, 48)),
        ("width='2in' height='25.4mm' viewBox='0 0 9 9'", (192, 96)),
        ("viewBox='0 0 4.5 3'", (4.5, 3)),
        ("width='100%' height='100%' viewBox='0,0,40,30'", (40, 30)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_has_the_size_that_it_gives(
    root: Path, attributes: str, size: tuple[float, float]
) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}></svg>'
    (root / "good.svg").write_text(svg, "utf-8")
    picture = read_picture(root, "good.svg")

    assert (picture.width, picture.height) == pytest.approx(size)

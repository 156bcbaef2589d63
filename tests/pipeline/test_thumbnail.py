"""The picture of a sheet."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from handouts.pipeline.report import PREVIEW_WIDTH
from handouts.pipeline.thumbnail import COLOURS, first_page


@pytest.fixture(scope="module")
def pdf(everything_printed) -> bytes:
    return (everything_printed.outdir / "sheets" / "patients-a4.pdf").read_bytes()


@pytest.fixture(scope="module")
def drawn(pdf: bytes) -> Image.Image:
    return Image.open(io.BytesIO(first_page(pdf)))


def test_a_picture_has_the_shape_of_its_paper(drawn: Image.Image) -> None:
    assert drawn.size == (PREVIEW_WIDTH, pytest.approx(PREVIEW_WIDTH * 297 / 210, abs=1))


def test_a_picture_shows_dark_words_on_white(drawn: Image.Image) -> None:
    counts = sorted(drawn.convert("L").getcolors() or [], reverse=True)

    assert 1 < len(counts) <= COLOURS
    assert counts[0][1] > 250
    assert min(shade for _, shade in counts) < 60


def test_the_same_file_gives_the_same_picture(pdf: bytes) -> None:
    assert first_page(pdf) == first_page(pdf)

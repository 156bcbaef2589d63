"""Pictures as the layout engine can draw them."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from PIL import Image

from formats import pictures_of_all_formats, programs_started
from handouts.jobs import FORMATS, Job, Picture, Printed
from handouts.typeset.pictures import DecodingError, drawable
from handouts.workers.pool import Workers


def picture(mode: str, cut: int | None = None, **options: Any) -> Picture:
    """Return a picture of one of Pillow's modes, perhaps cut short."""
    file = io.BytesIO()
    image = Image.new(mode, (64, 64), 50_000 if mode.startswith("I") else 0)
    image.save(file, "PNG", **options)
    return Picture("scan.png", "image/png", file.getvalue()[:cut], 64, 64)


def drawn(given: Picture) -> Image.Image:
    ((kind, data),) = drawable({"address": given}).values()
    assert kind == "image/png"
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_picture_that_the_engine_draws_is_left_as_it_is(mode: str) -> None:
    given = picture(mode)

    assert drawable({"address": given}) == {"address": (given.kind, given.data)}


def test_a_scan_of_sixteen_bits_is_drawn_with_eight() -> None:
    image = drawn(picture("I;16"))

    assert (image.mode, image.getpixel((0, 0))) == ("L", 195)


def test_a_picture_cut_short_is_refused_by_name() -> None:
    with pytest.raises(DecodingError, match=r"picture 'scan\.png' cannot be decoded .*save it"):
        drawable({"address": picture("RGB", 60)})


def test_each_picture_is_kept_once_however_often_a_sheet_shows_it() -> None:
    given = picture("RGB")

    assert given.address == picture("RGB").address
    assert list(drawable({given.address: given})) == [given.address]


def decode(job: Job) -> list[Printed]:
    """Decode each picture by itself, and return what was decoded and what was started."""
    decoded = []
    with programs_started() as started:
        for address, one in job.pictures.items():
            with contextlib.suppress(DecodingError):
                drawable({address: one})
                decoded.append(one.name)
    return [Printed(" ".join(decoded)), Printed(" ".join(started))]


def test_a_worker_decodes_four_formats_and_starts_no_program_for_any_picture() -> None:
    pictures = {
        name: Picture(name, "image/png", data, 9, 9)
        for name, data in pictures_of_all_formats().items()
    }
    job = Job("one", "", (), "", (), "T", "en", pictures=pictures)
    ((_, (decoded, started)),) = Workers(1, 60, 4096, decode).run([job])

    assert {*decoded.edition.split()} == {*FORMATS, "MPO"}
    assert started.edition == ""

"""What a sheet looks like where its words do not show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from finished import text_of_pdf
from projects import Project

if TYPE_CHECKING:
    from PIL import Image

    from projects import Built

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "tasklist"]
handouts_editions = {"a4": {"paper": "A4"}}
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><path d="M0 0h999v999H0z"/></svg>'
)
PICTURES = {"square.svg": SVG.format(99, 99), "tall.svg": SVG.format(9, 90)}


class Sheet:
    """A printed page, in points from its left upper edge."""

    def __init__(self, built: Built) -> None:
        self.built = built
        data = (built.outdir / "sheet-a4.pdf").read_bytes()
        self.text = " ".join(text_of_pdf(data).split())
        page = pypdfium2.PdfDocument(data)[0]
        self.picture: Image.Image = page.render(scale=2).to_pil().convert("L")
        self.height = page.get_height()
        self.page = page.get_textpage()

    def place(self, word: str) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a word."""
        found = self.page.search(word).get_next()
        assert found, word
        boxes = [self.page.get_charbox(found[0] + index) for index in range(len(word))]
        return (
            min(box[0] for box in boxes),
            self.height - max(box[3] for box in boxes),
            max(box[2] for box in boxes),
            self.height - min(box[1] for box in boxes),
        )

    def ink(self, left: float, top: float, right: float, bottom: float) -> int:
        """Return how many dark pixels a part of the page has, at four for each square point."""
        part = self.picture.crop((int(left * 2), int(top * 2), int(right * 2), int(bottom * 2)))
        return sum(part.histogram()[:128])

    def size_of_ink(self, top: float) -> tuple[float, float]:
        """Return the width and the height in points of what is dark below a height."""
        below = self.picture.crop((0, int(top * 2), *self.picture.size))
        box = below.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert box
        return (box[2] - box[0]) / 2, (box[3] - box[1]) / 2


@pytest.fixture
def printed(tmp_path) -> Callable[[str], Sheet]:
    """Return a function that prints the body of a page."""

    def print_body(body: str) -> Sheet:
        page = f"---\nhandout: patients\n---\n# Title\n\n{body}\n"
        index = "# Index\n\n```{toctree}\nsheet\n```\n"
        files = {"conf.py": CONF, "index.md": index, "sheet.md": page, **PICTURES}
        built = Project(tmp_path, files).build()
        assert built.warnings == []
        return Sheet(built)

    return print_body


def test_a_ticked_box_has_ink_inside_and_an_open_one_has_none(
    printed: Callable[[str], Sheet],
) -> None:
    sheet = printed("* [ ] lemons\n* [x] limes")
    outlines, insides = [], []
    for word in ("lemons", "limes"):
        left, top, _, _ = sheet.place(word)
        outlines.append(sheet.ink(left - 23, top + 1, left - 20, top + 8))
        insides.append(sheet.ink(left - 19.5, top + 1, left - 11.5, top + 8))

    assert min(outlines) > 10
    assert insides[0] == 0
    assert insides[1] > 10


def test_columns_are_aligned_as_the_page_says(printed: Callable[[str], Sheet]) -> None:
    wide = "apples and oranges"
    sheet = printed(f"| {wide} | {wide}s | {wide}ss |\n| :-- | :-: | --: |\n| left | mid | right |")
    heads = [sheet.place(name) for name in (wide, f"{wide}s", f"{wide}ss")]
    left, middle, right = (sheet.place(word) for word in ("left", "mid", "right"))

    assert left[0] == pytest.approx(heads[0][0], abs=2)
    assert middle[0] > heads[1][0] + 10
    assert right[2] == pytest.approx(heads[2][2], abs=2)


def test_wide_labels_of_a_list_have_room(printed: Callable[[str], Sheet]) -> None:
    lists = ["IV) apples\n#) pears", "(iii) plums\n(iv) figs", "98. limes\n99. dates\n100. nuts"]
    sheet = printed("```{eval-rst}\n" + "\n\n..\n\n".join(lists) + "\n```")
    title = sheet.place("Title")[0]

    for word, label in (("apples", "IV"), ("plums", "(iii"), ("nuts", "100")):
        left, top, _, bottom = sheet.place(word)
        assert sheet.place(label)[0] >= title - 1
        assert sheet.place(label)[2] < left
        assert sheet.ink(0, top, title - 2, bottom) == 0


def test_items_of_a_grid_stand_in_rows(printed: Callable[[str], Sheet]) -> None:
    items = "".join(f":::{{grid-item-card}} Name{n}\nwords\n:::\n" for n in range(4))
    sheet = printed(f"::::{{grid}} 1 1 2 2\n{items}::::")
    first, second, third, fourth = (sheet.place(f"Name{n}") for n in range(4))

    assert first[1] == pytest.approx(second[1], abs=1)
    assert third[1] > first[1] + 20
    assert (third[0], fourth[0]) == pytest.approx((first[0], second[0]), abs=1)


def test_a_table_in_a_box_stays_in_the_box(printed: Callable[[str], Sheet]) -> None:
    rows = "| Medicine | Morning | Noon | Evening |\n| --- | --- | --- | --- |\n| One | 1 | 1 | 1 |"
    sheet = printed(f":::{{admonition}} When\n{rows}\n:::")

    assert sheet.place("Evening")[2] < 595 - 42
    assert sheet.place("Medicine")[0] > sheet.place("When")[2]


def test_a_title_too_wide_to_stand_beside_the_text_is_above_it(
    printed: Callable[[str], Sheet],
) -> None:
    sheet = printed(":::{admonition} Physiotherapists\nwords\n:::\n\n:::{tip}\nmore\n:::")

    assert sheet.place("Physiotherapists")[3] <= sheet.place("words")[1]
    assert sheet.place("Tip")[1] == pytest.approx(sheet.place("more")[1], abs=8)


def test_a_title_beside_the_text_is_drawn_after_what_stands_above_it(
    printed: Callable[[str], Sheet],
) -> None:
    sheet = printed(":::{admonition} Above\nfirst\n:::\n\nBetween\n\n:::{tip}\nlast\n:::")

    words = sheet.page.get_text_range().split()
    assert words[:6] == ["Title", "Above", "first", "Between", "Tip", "last"]


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (":height: 36pt", (36, 36)),
        (":height: 2000pt", (510, 510)),  # As wide as the page, and no higher than it is wide.
        (":width: 36pt", (36, 36)),
        (":width: 72pt\n:scale: 50", (36, 36)),
        (":scale: 50%", (37, 37)),
    ],
)
def test_a_picture_is_as_large_as_asked(
    printed: Callable[[str], Sheet], options: str, size: tuple[float, float]
) -> None:
    sheet = printed(f":::{{image}} square.svg\n:alt: A square\n{options}\n:::")

    assert sheet.size_of_ink(sheet.place("Title")[3] + 4) == pytest.approx(size, abs=1.5)


def test_a_tall_picture_shrinks_to_fit(printed: Callable[[str], Sheet]) -> None:
    sheet = printed('![A pole](tall.svg){width="100%"}\n\nwords')

    assert sheet.place("words")[3] < 842 - 31
    assert sheet.text == "Title words"


@pytest.mark.parametrize("side", ["left", "center", "right"])
def test_a_picture_is_on_the_side_that_its_author_wants(
    printed: Callable[[str], Sheet], side: str
) -> None:
    body = f":::{{image}} square.svg\n:alt: A square\n:width: 36pt\n:align: {side}\n:::"
    sheet = printed(body)
    place = {"left": 42, "center": 297 - 18, "right": 595 - 42 - 36}[side]

    assert sheet.ink(place - 2, 60, place + 38, 160) > 36 * 36 * 3.5


def test_decoration_is_drawn_and_is_no_picture_to_screen_readers(
    printed: Callable[[str], Sheet],
) -> None:
    sheet = printed(":::{image} square.svg\n:decorative:\n:width: 36pt\n:::\n\nwords")

    assert sheet.ink(42, 60, 80, 160) > 36 * 36 * 3.5
    assert b"/Figure" not in (sheet.built.outdir / "sheet-a4.pdf").read_bytes()


def test_an_icon_is_drawn(printed: Callable[[str], Sheet]) -> None:
    sheet = printed("| apples | {octicon}`check` |\n| --- | --- |\n| pears | {octicon}`x` |")
    _, top, right, bottom = sheet.place("pears")

    assert sheet.ink(right + 5, top, 500, bottom) > 20


@pytest.mark.parametrize(
    "markup",
    [
        "[{octicon}`check` pears](https://example.org/)",
        ":::{card} {octicon}`check` pears\n:link: sheet\n:link-type: doc\nwords\n:::",
    ],
)
def test_an_icon_in_a_link_is_drawn_before_its_words(
    printed: Callable[[str], Sheet], markup: str
) -> None:
    sheet = printed(markup)
    left, top, _, bottom = sheet.place("pears")

    assert sheet.ink(left - 12, top, left - 8, bottom) > 10

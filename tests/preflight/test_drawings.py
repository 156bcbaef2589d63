"""What a drawing says is seen on the finished sheet: all of it, and large enough."""

from __future__ import annotations

import pytest

SHEET = (
    "---\nhandout: patients\norphan: true\n---\n# Knees\n\n```{image} k.svg\n:alt: A knee\n```\n"
)
GROUND = '<rect width="300" height="100" fill="#eee"/>'
UNSEEN = "nothing can be seen of the picture “A knee”"
BELOW = '<g fill="none" stroke="#fff" stroke-width="4">{0}</g>{0}'
KNEE = '<text x="10" y="50" font-size="20">Bend it</text>'
FAR = f'{GROUND}{KNEE}<text x="99999" y="99999">Far</text>'
TURNED = (
    '<text font-size="14" transform="rotate(45 60 40)" x="60" y="40">Bend it</text>'
    '<text font-size="14" transform="rotate(45 84 40)" x="84" y="40">Walk now</text>'
)


def drawing(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">{inside}</svg>'


@pytest.mark.parametrize(
    ("inside", "width", "message"),
    [
        ('<rect width="300" height="100" fill="#fff"/>', "90mm", UNSEEN),
        ('<path d="M9 9L290 90" stroke="#f0f0f0" stroke-width="3"/>', "90mm", UNSEEN),
        ('<rect x="400" width="99" height="99"/>', "90mm", "nothing is drawn of the picture"),
        (GROUND + '<text x="9" y="4">Bend it</text>', "90mm", "“Bend it” is too faint, covered or"),
        (FAR, "90mm", "“Far” is too faint, covered or"),
        (
            GROUND + '<text x="9" y="50">Bend it</text>',
            "20mm",
            "“Bend it” is 3.0 pt high, and 4 pt",
        ),
        (
            GROUND + KNEE + '<text x="14" y="54" font-size="20">Walk</text>',
            "90mm",
            "“Bend” and “Walk” lie on each other; move one of them in the picture 'k.svg'",
        ),
    ],
    ids=["white", "pale", "beyond the edge", "cut in half", "far away", "small", "on each other"],
)
def test_a_drawing_that_is_not_seen_is_refused(
    project, inside: str, width: str, message: str
) -> None:
    sheet = SHEET.replace("A knee", f"A knee\n:width: {width}")
    (found,) = (
        project({"sheet.md": sheet, "index.md": "# I\n", "k.svg": drawing(inside)}).build().warnings
    )

    assert message in found


@pytest.mark.parametrize(
    "inside",
    [
        GROUND + BELOW.format(KNEE),
        GROUND + TURNED,
        '<path d="M9 9L290 90" stroke="#999"/>',
        '<path d="M9 50.7H290" stroke="#aaa" stroke-width="0.2"/>',
        KNEE + '<path d="M9 90H290" stroke="#ddd"/>',
    ],
    ids=[
        "letters with an outline",
        "turned words beside each other",
        "a grey line",
        "a thin one that lies between two rows of dots",
        "a pale one below words",
    ],
)
def test_a_drawing_that_is_seen_is_printed(project, inside: str) -> None:
    files = {"sheet.md": SHEET, "index.md": "# I\n", "k.svg": drawing(inside)}

    assert project(files).build().warnings == []

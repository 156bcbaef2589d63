"""Pictures that are seen whole are not taken for hidden ones."""

from __future__ import annotations

import pytest

from handouts.files import THEME
from handouts.jobs import THEME_FONTS

DRAWING = "<svg viewBox='0 0 40 10' width='40' height='10'><path d='M0 0h40v10z'/></svg>"


@pytest.mark.parametrize(
    ("drawing", "css"),
    [
        ("<svg width='0' height='0'><defs></defs></svg>", ""),
        (DRAWING, "svg { width: 30mm; height: 30mm }"),
        (DRAWING, "div { overflow: hidden; padding: 5mm } svg { margin-left: -5mm }"),
    ],
    ids=["definitions without a size", "in a square", "at the edge of a box"],
)
def test_a_drawing_may_be_wherever_it_is_seen_whole(engine, drawing: str, css: str) -> None:
    from handouts.typeset.hidden_pictures import hidden_pictures  # Loads the engine.

    press = engine.Engine((THEME / "sheet.css").read_text("utf-8") + css, THEME_FONTS, {})
    html = press.parse(f"<html lang='en'><body><main><div>{drawing}</div></main></body></html>")
    document = html.render(stylesheets=press.theme(), font_config=press.fonts)

    assert list(hidden_pictures(document.pages)) == []

"""Faults of sheets are reported at the lines where their words live."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image

from handouts.audit.handouts import Handout
from handouts.collect.pages import Embedding, Page
from handouts.config.audiences import Edition
from handouts.config.own_files import StyleSheet
from handouts.pipeline.locate import Locator
from projects import CONF

PART = """Some words.

(again)=
One.

```{embed} one two
```

About 30
% of people.

1. May
15. June
"""


def note(edition: str, *messages: str) -> dict[str, Any]:
    faults = [{"code": "clipped", "message": message, "blocks": [0]} for message in messages]
    return {"edition": edition, "faults": faults}


def test_a_fault_belongs_to_the_editions_that_have_it_and_to_the_line_of_its_block() -> None:
    page = Page(
        labels={"glyph": ("glyph", 3)},
        included={"glyph": "/docs/parts/part.md"},
        embeds=(Embedding("glyph", 6, False, ()),),
    )
    env = SimpleNamespace(handouts_pages={"sheet": page}, srcdir="/docs", found_docs={"sheet"})
    editions = {name: Edition(name, name.upper(), (100, 100), False) for name in ("a4", "a5")}
    locator: Any = Locator(env, Handout("sheet", "patients", ()), editions)  # type: ignore[arg-type]

    notes = [note("a4", "both", "1", "2", "3"), note("a5", "both", "one only")]
    found = list(locator.problems(notes))

    assert {str(problem.place) for problem, _ in found} == {"parts/part.md:3"}
    assert {problem.message: set(having) for problem, having in found} == {
        "handout 'sheet' (A4, A5): both": {"a4", "a5"},
        "handout 'sheet' (A4): 1 (and 2 more like it)": {"a4"},
        "handout 'sheet' (A5): one only": {"a5"},
    }


def test_a_fault_of_a_picture_is_placed_where_the_picture_is_shown() -> None:
    page = Page(labels={}, included={}, embeds=())
    env: Any = SimpleNamespace(handouts_pages={"sheet": page}, srcdir="/docs", found_docs={"sheet"})
    editions = {"a4": Edition("a4", "A4", (100, 100), False)}
    locator = Locator(env, Handout("sheet", "patients", ()), editions)
    place = {"source": "parts/in a box.myst", "line": 7}
    fault = {"code": "picture", "message": "save it again", **place}

    ((problem, _),) = locator.problems([{"edition": "a4", "faults": [fault]}])

    assert str(problem.place) == "parts/in a box.myst:7"


def test_a_property_is_not_found_in_a_longer_one() -> None:
    page = Page(labels={}, included={}, embeds=())
    env: Any = SimpleNamespace(handouts_pages={"sheet": page}, srcdir="/docs", found_docs={"sheet"})
    css = StyleSheet(Path("/docs/own.css"), "p { margin-left: 5 }\np:hover { left: 5 }\n")
    editions = {"a4": Edition("a4", "A4", (100, 100), False)}
    locator = Locator(env, Handout("sheet", "patients", ()), editions, [css])
    messages = ["Ignored `left: 5` at 1:2, invalid value.", "Invalid selector ':hover'"]
    faults = [{"code": "engine", "message": message} for message in messages]

    found = list(locator.problems([{"edition": "a4", "faults": faults}]))

    assert [str(problem.place) for problem, _ in found] == ["own.css:2", "own.css:2"]


def test_what_is_wrong_in_an_included_file_is_reported_there_once(project) -> None:
    written = project(
        {
            "conf.py": 'extensions = ["myst_parser", "handouts"]\nexclude_patterns = ["parts"]\n',
            "index.md": "# Home\n\n```{toctree}\nsheet\nother\n```\n\n"
            "```{include} parts/part.md\n```\n",
            "other.md": "# Other\n\n(again)=\nTwo.\n",
            "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #again\n```\n",
            "parts/part.md": PART,
        }
    )
    built = written.build(handouts_editions={"a4": {"paper": "A4"}})
    again = "WARNING: label 'again' is embedded but stands more than once, also at"

    assert [one.partition(";")[0].partition(" [")[0] for one in built.warnings] == [
        f"parts/part.md:3: {again} other.md:3",
        "parts/part.md:10: WARNING: no sheet is printed of what could not be read: “% of people.” "
        "is a comment, as it begins with %",
        "parts/part.md:6: WARNING: embed: expected one label after a number sign, such as "
        "#in-short, found 'one two'",
    ]
    assert built.report["problems"] == []


def test_a_picture_that_cannot_be_decoded_is_reported_where_it_is_shown(project) -> None:
    image = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(image, "PNG")
    page = "# Page\n\nWords.\n\n(scan)=\n```{image} scan.png\n:alt: A knee\n```\n"
    files = {
        "index.md": "# Home\n\n```{toctree}\npage\nsheet\n```\n",
        "page.md": page,
        "sheet.md": "---\nhandout: patients\n---\n# Knees\n\n```{embed} #scan\n```\n",
    }
    written = project({"conf.py": CONF, **files})
    (written.srcdir / "scan.png").write_bytes(image.getvalue()[:900])

    (warning,) = written.build().warnings

    assert warning.startswith(
        "page.md:6: WARNING: handout 'sheet' (A4): picture 'scan.png' cannot be decoded ("
    )

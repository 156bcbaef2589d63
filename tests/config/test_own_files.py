"""Style sheets and a template of a project's own, for its sheets."""

from __future__ import annotations

import base64

import pytest
from sphinx.errors import ConfigError

OWN = {"handouts_css_files": ["own.css"], "handouts_templates_path": ["own"]}
A4 = {"handouts_editions": {"a4": {"paper": "A4"}}}
TEMPLATE = """{% extends "handouts/sheet.html" %}
{% block before %}<p>Read this first.</p>{% endblock %}
"""
FILES = {
    "index.md": "# Home\n\n{doc}`sheet`\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sore knees\n\nWalk each day.\n",
    "own.css": ":root { --page-top: 30mm; }\n",
    "own/sheet.html": TEMPLATE,
}


def test_sheets_follow_them_and_print_anew_when_they_change(project) -> None:
    made = project(FILES)
    built = made.build(**A4, **OWN)
    assert "Read this first." in built.pdf_text()
    assert built.sheet()["problems"] == []

    made.edit("own/sheet.html", "first", "last")
    assert "Read this last." in made.build(**A4, **OWN).pdf_text()


@pytest.mark.parametrize(
    ("css", "code"),
    [
        ("p { font-size: 4pt; }", "illegible"),
        ("p { position: relative; left: 200mm; }", "clipped"),
        ("p { background: url(https://example.org/a.png); }", "engine"),
    ],
)
def test_what_a_style_sheet_breaks_is_refused(project, css: str, code: str) -> None:
    built = project({**FILES, "own.css": css}).build(**A4, handouts_css_files=["own.css"])

    assert code in [problem["code"] for problem in built.sheet()["problems"]]


def test_a_rule_at_which_the_engine_fails_is_looked_for_in_the_project_s_style(project) -> None:
    css = "h1 { transform: matrix(0, 0, 0, 0, 0, 0); }"
    built = project({**FILES, "own.css": css}).build(**A4, handouts_css_files=["own.css"])

    (problem,) = built.sheet()["problems"]
    assert problem["message"].endswith("; perhaps because of a rule in own.css")


def test_rules_for_the_labels_of_a_list_and_for_sizes_are_left_alone(project) -> None:
    css = "li::marker { content: normal; color: #333 }\np { transform: scale(1.0, 1) }\n"
    built = project({**FILES, "own.css": css}).build(**A4, handouts_css_files=["own.css"])

    assert built.sheet()["problems"] == []


KNEE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60" width="200" height="60">'
    '<rect width="200" height="60" fill="#333"/></svg>'
)
FIGURE = """\
---
handout: patients
orphan: true
---
# Sore knees

```{figure} k.svg
:alt: A knee

Bend.
```

- Swim.
"""


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("opacity: 0", "is made faint by a style sheet"),
        ("opacity: 0.1", "is made faint by a style sheet"),
        ("transform: scaleX(-1)", "is turned, moved or mirrored by a style sheet"),
        ("transform: translateX(500mm)", "is turned, moved or mirrored by a style sheet"),
        ("width: 1mm; height: 1mm", "is too small to be seen, 1.0 × 0.3 mm"),
        ("width: 60mm; height: 60mm; object-fit: fill", "is stretched by a style sheet"),
        ("object-position: -100mm", "is cut off by a style sheet"),
        ("width: 5mm; height: 5mm; object-fit: cover", "is cut off by a style sheet"),
    ],
)
def test_a_picture_that_a_style_sheet_hides_or_distorts_is_refused(
    project, css: str, what: str
) -> None:
    made = project({**FILES, "sheet.md": FIGURE, "k.svg": KNEE, "own.css": f"figure img {{{css}}}"})
    (message,) = made.build(**A4, handouts_css_files=["own.css"]).warnings

    assert f"picture 'k.svg' {what} [handouts.illegible]" in message


@pytest.mark.parametrize(
    "css",
    ["width: 100%; height: auto", "width: 40mm; height: 40mm", "border: 1pt solid; padding: 2mm"],
)
def test_a_picture_that_is_seen_whole_may_have_a_style(project, css: str) -> None:
    made = project({**FILES, "sheet.md": FIGURE, "k.svg": KNEE, "own.css": f"figure img {{{css}}}"})

    assert made.build(**A4, handouts_css_files=["own.css"]).warnings == []


@pytest.mark.parametrize("where", ["background", "list-style-image"])
def test_words_in_a_picture_of_a_style_sheet_are_refused(project, where: str) -> None:
    picture = KNEE.replace("<rect", "<text y='40'>Take two.</text><rect")
    address = f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"
    css = f":is(ul, p) {{{where}: url({address})}}"
    files = {**FILES, "sheet.md": FIGURE, "k.svg": KNEE, "own.css": css}
    (message,) = project(files).build(**A4, handouts_css_files=["own.css"]).warnings

    assert "a picture in a style sheet or a template draws words" in message


def test_what_the_engine_ignores_is_named_with_its_line_in_the_project_s_style(project) -> None:
    css = "p { margin: 0 }\n\nh2 { colour: red }\n"
    built = project({**FILES, "own.css": css}).build(**A4, handouts_css_files=["own.css"])

    assert built.warnings[:1] == [
        "own.css:3: WARNING: the layout engine says: Ignored `colour: red `, unknown property. "
        "[handouts.engine]"
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"handouts_css_files": 1}, "handouts_css_files: expected a list of file names"),
        (
            {"handouts_css_files": ["typo.css"]},
            "files: typo.css, line 3: nothing uses the custom property '--page-sid'; did you mean "
            "'--page-side'",
        ),
        ({"handouts_css_files": ["more.css"]}, "more.css, line 1: style sheets of sheets take in"),
        ({"handouts_css_files": ["type.css"]}, "type.css, line 1: sheets have no typeface 'Lato'"),
        (
            {"handouts_css_files": ["list.css"]},
            "list.css, line 2: the layout engine fails with",
        ),
        (
            {"handouts_css_files": ["zero.css"]},
            "zero.css, line 3: the layout engine fails at",
        ),
        ({"handouts_css_files": ["no.css"]}, r"handouts_css_files\[0\]: no file 'no.css'"),
        ({"handouts_templates_path": ["no"]}, r"path\[0\]: no file 'no/sheet.html'"),
        ({"handouts_templates_path": ["bad"]}, "path: sheet.html, line 1: .*'endblock'"),
        ({"handouts_templates_path": ["sly"]}, "path: sheet.html.*unsafe"),
        ({"handouts_templates_path": ["open"]}, "path: sheet.html: </main> stands where <p> ends"),
    ],
)
def test_what_cannot_be_used_is_named(project, settings: dict[str, object], message: str) -> None:
    templates = {
        "bad/sheet.html": "{% endblock %}",
        "sly/sheet.html": "{{ frame.__class__() }}",
        "open/sheet.html": TEMPLATE.replace("</p>", ""),
        "typo.css": "/* --x: 1;\n*/\n:root { --own: 1mm; --page-sid: 9mm; margin: var(--own) }\n",
        "more.css": "@import url(own.css);\n",
        "list.css": "ol li::marker, p { color: red;\ncontent: counter(list-item) }\n",
        "zero.css": "p { transform: scale(0.5) }\n\nh2 { transform: rotate(1deg) scaleX( 0.0 ) }\n",
        "type.css": "h2 { font-family: var(--type), Lato, sans-serif }\n",
    }
    made = project({**FILES, **templates})
    with pytest.raises(ConfigError, match=message):
        made.build(**A4, **settings)

"""Style sheets and a template of a project's own, for its sheets."""

from __future__ import annotations

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
        "type.css": "h2 { font-family: var(--type), Lato, sans-serif }\n",
    }
    made = project({**FILES, **templates})
    with pytest.raises(ConfigError, match=message):
        made.build(**A4, **settings)

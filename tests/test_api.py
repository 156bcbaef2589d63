"""What other programs may call, and what they get."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from sphinx.errors import ConfigError

import handouts
from handouts import builder
from handouts.files import FONTS
from projects import CONF, HERE

ROOT = Path(__file__).parents[1]
FILES = {
    "index.md": "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}
EVENTS = """
def setup(app):
    seen = app.confdir / "seen.txt"
    def note(text):
        with seen.open("a") as file:
            file.write(text + chr(10))
    app.connect("handouts-composed", lambda app, name, audience, tree: note(f"{name} {audience}"))
    app.connect("handouts-sheet-printed", lambda app, sheet, path: note(f"{path.name}"))
    app.connect("handouts-reported", lambda app, report: note(f"{len(report.sheets)} sheets"))
"""


@pytest.fixture
def built(project) -> tuple[handouts.Report, Path]:
    conf = CONF + f'handouts_executor = "{HERE}"\n' + EVENTS
    folder = project({"conf.py": conf, **FILES}).srcdir
    return handouts.build(folder, folder / "out"), folder


def test_a_build_returns_its_report_and_calls_other_extensions(
    built: tuple[handouts.Report, Path],
) -> None:
    report, folder = built

    assert {sheet.file for sheet in report.sheets if sheet.printed} == {
        path.name for path in (folder / "out").glob("*.pdf")
    }
    assert handouts.read_report(folder / "out" / "report.json") == report
    seen = (folder / "seen.txt").read_text().splitlines()
    count = f"{len(report.sheets)} sheets"
    assert seen == ["sheet patients", *(one.file for one in report.sheets), count]
    schema = json.loads(Path(handouts.__file__).with_name("report.schema.json").read_text())
    written = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    jsonschema.validate(written, schema, jsonschema.Draft202012Validator)
    described = schema["$defs"]["handout"]["properties"].keys()
    assert handouts.HandoutFacts.__annotations__.keys() == described


def test_a_project_without_the_extension_is_reported(tmp_path) -> None:
    (tmp_path / "conf.py").write_text("")
    (tmp_path / "index.rst").write_text("Home\n====\n")

    with pytest.raises(ConfigError, match="'handouts' must be among the extensions"):
        handouts.build(tmp_path, tmp_path / "out", builder="html")


def test_sphinx_says_so_too_when_it_is_asked_for_the_builder() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert scripts["entry-points"]["sphinx.builders"] == {"handouts": "handouts.builder"}

    with pytest.raises(ConfigError, match="add 'handouts' to `extensions`"):
        builder.setup(None)  # type: ignore[arg-type]


def test_what_is_no_pdf_fails_its_check() -> None:
    (problem,) = handouts.check_pdf(b"no PDF", handouts.Expected())

    assert (problem.code, problem.message.startswith("this is no PDF")) == ("pdf-ua", True)


def test_a_pdf_that_another_program_made_is_judged() -> None:
    from handouts.typeset.engine import HTML  # It hides the fonts of the system.

    font = f"@font-face {{ font-family: own; src: url({FONTS.as_uri()}/HandoutsSans-Regular.ttf) }}"
    html = f'<html lang="en"><title>Knees</title><style>{font} * {{ font-family: own }}</style>'
    page = HTML(string=f"{html}<p>Rest.</p><p style='color: #ccc'>Walk.</p>")
    data = page.write_pdf(pdf_variant="pdf/ua-1")

    (problem,) = handouts.check_pdf(data, handouts.Expected(language="en"))
    assert problem.message == "“Walk.” is too faint, covered or cut off"


def test_every_public_name_is_there_and_on_the_page() -> None:
    page = (ROOT / "docs/contributing/api.md").read_text("utf-8")

    for name in handouts.__all__:
        assert getattr(handouts, name)
        assert name == "setup" or f"`{name}" in page or f"handouts.{name}" in page


def test_another_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'sheets'"):
        _ = handouts.sheets


def test_the_package_alone_loads_no_sphinx() -> None:
    code = "import handouts, handouts.jobs, sys; sys.exit('sphinx' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_a_script_that_new_processes_would_run_again_is_answered_with_what_to_do(
    monkeypatch,
) -> None:
    current = multiprocessing.current_process()
    monkeypatch.setattr(current, "_inheriting", True, raising=False)

    with pytest.raises(RuntimeError, match="under 'if __name__ == \"__main__\":'"):
        handouts.build("docs", "out")

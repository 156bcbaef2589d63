"""No sheet is better than a wrong one: what must refuse a sheet, reported at its line."""

from __future__ import annotations

import pytest

CONF = (
    'extensions = ["myst_parser", "sphinx_design", "handouts"]\n'
    'myst_enable_extensions = ["colon_fence"]\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
)
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
TABS = (
    "# Home\n\n(in-short)=\n::::{tab-set}\n:::{tab-item} One\n:sync: KEY\nRest.\n:::\n"
    ":::{tab-item} Two\n:sync: referrers\nMRI.\n:::\n::::\n"
)
ONE_TAB = (
    "# Home\n\n::::{tab-set}\n(in-short)=\n:::{tab-item} Two\n:sync: referrers\nMRI.\n:::\n::::\n"
)
BAD_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect></svg'
CASES = {
    "a tab whose key is misspelt": (TABS.replace("KEY", "patient"), "audience", "'patients'?"),
    "a tab whose key has a capital": (TABS.replace("KEY", "Patients"), "audience", "'patients'?"),
    "a tab for another audience": (ONE_TAB, "audience", "is for referrers"),
    "a directive that nobody knows": (
        "# Home\n\n(in-short)=\nRest.\n\n```{warnnning}\nNot with warfarin.\n```\n",
        "unread",
        "warnnning",
    ),
    "a role that nobody knows": (
        "# Home\n\n(in-short)=\nRest {roll}`well` today.\n",
        "unread",
        "roll",
    ),
    "a label that no page has": (
        "# Home\n\n(in-short)=\nSee {ref}`nowhere`.\n",
        "reference",
        "nowhere",
    ),
    "a picture that is not well-formed": (
        "# Home\n\n(in-short)=\n![A knee](bad.svg)\n",
        "picture",
        "not well-formed",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sheet_is_refused_for(project, name: str) -> None:
    home, code, words = CASES[name]
    files = {"conf.py": CONF, "index.md": home, "sheet.md": SHEET, "bad.svg": BAD_SVG}
    built = project(files).build()

    reported = [line for line in built.warnings if f"[handouts.{code}]" in line]
    assert (len(reported), words in reported[0], built.files()) == (1, True, [])


def test_dates_in_the_wrong_order_refuse_the_sheet(project) -> None:
    sheet = SHEET.replace("---\n#", "checked: 2026-11-22\ncheck-by: 2026-11-22\n---\n#")
    conf = f'{CONF}handouts_today = "2026-11-22"\n'
    home = "# Home\n\n(in-short)=\nRest.\n"
    built = project({"conf.py": conf, "index.md": home, "sheet.md": sheet}).build()

    assert (built.files(), [one["code"] for one in built.sheet()["problems"]]) == ([], ["date"])


def test_what_does_not_refuse_a_sheet_is_in_the_report(project) -> None:
    sheet = SHEET.replace("---\n#", "checked: 2025-11-22\ncheck-by: 2026-01-01\n---\n#")
    conf = f'{CONF}handouts_today = "2026-11-22"\n'
    home = "# Home\n\n(in-short)=\nRest.\n"
    found = project({"conf.py": conf, "index.md": home, "sheet.md": sheet}).build().sheet()

    assert (found["printed"], [one["code"] for one in found["problems"]]) == (True, ["overdue"])


def test_front_matter_that_is_nearly_right_is_reported(project) -> None:
    sheet = SHEET.replace("handout:", "handouts:")
    home = "# Home\n\n(in-short)=\nRest.\n"
    built = project({"conf.py": CONF, "index.md": home, "sheet.md": sheet}).build()

    (reported,) = [line for line in built.warnings if "handouts.front-matter" in line]
    assert reported.startswith("sheet.md:2: ")


def test_one_audience_can_be_printed_with_the_site(project) -> None:
    home = "# Home\n\n(in-short)=\nRest.\n"
    other = SHEET.replace("patients", "referrers").replace("# Sheet", "# Other")
    files = {"conf.py": CONF, "index.md": home, "sheet.md": SHEET, "other.md": other}
    written = project(files)
    before = written.build("html").report
    built = written.build("html", handouts_only="patients")

    assert built.report == before


def test_an_engine_that_cannot_be_loaded_is_named(project, tmp_path_factory) -> None:
    fake = tmp_path_factory.mktemp("fake") / "weasyprint"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise OSError(\"cannot load library 'pango'\")\n")
    files = {"conf.py": CONF, "index.md": "# Home\n\n(in-short)=\nRest.\n", "sheet.md": SHEET}
    done = project(files).run(PYTHONPATH=str(fake.parent))

    assert "cannot load library 'pango'; install Pango" in done.stderr


def test_if_room_inside_an_embedded_block_is_reported(project) -> None:
    home = (
        "# Home\n\n(in-short)=\n:::{note}\nRest.\n\n```{embed} #more\n:if-room:\n```\n:::\n\n"
        "(more)=\nMove.\n"
    )
    built = project({"conf.py": CONF, "index.md": home, "sheet.md": SHEET}).build()

    (reported,) = [line for line in built.warnings if "handouts.embed" in line]
    assert "':if-room:' of '#more' does nothing here" in reported


def test_what_is_for_the_head_of_a_web_page_refuses_no_sheet(project) -> None:
    conf = (
        f"{CONF}\nfrom docutils import nodes\n\n\ndef add_script(app, tree):\n"
        "    tree.append(nodes.raw('', '<script>x()</script>', format='html'))\n\n\n"
        "def setup(app):\n    app.connect('doctree-read', add_script)\n"
    )
    meta = SHEET.replace("---\n#", "myst:\n  html_meta:\n    description: Words\n---\n#")
    home = "# Home\n\n(in-short)=\nRest.\n"
    built = project({"conf.py": conf, "index.md": home, "sheet.md": meta}).build()

    assert built.pdf_text() == "Sheet Rest."

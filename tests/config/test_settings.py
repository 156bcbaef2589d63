"""Reading what `conf.py` says of handouts, and all that can be wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.locale import get_translation

from handouts.config.audiences import DEFAULT_AUDIENCES
from handouts.config.settings import HandoutsConfig, read_config
from handouts.config.structures import keys_of
from handouts.config.theme_options import check_theme_options
from handouts.config.values import Faults, Spot
from handouts.jobs import EXTRA, THEME_FONTS, Font, TypeSetting

FONT = THEME_FONTS[0].path.read_bytes()


def config(**given: Any) -> Config:
    """Return the configuration of a project, as Sphinx hands it over."""
    made = Config(given, {})
    for name, one in keys_of(HandoutsConfig).items():
        made.add(name, one.metadata["default"], "", one.metadata["types"])
    made.add("html_baseurl", "", "", (str,))
    made.add("handouts_ledger", "claims.toml", "", (str,))
    made.add("handouts_certainty_verbs", {}, "", (dict,))
    made.add("handouts_of_another_package", [], "", (list,))
    return made


def read(confdir: Path | None = None, **given: Any) -> HandoutsConfig:
    faults = Faults(folder=confdir or Path())
    found = read_config(config(**given), faults)
    assert faults.found == []
    return found


def reported(**given: Any) -> list[str]:
    """Return the faults of a configuration."""
    faults = Faults()
    read_config(config(**given), faults)
    return faults.found


def audience(**given: Any) -> dict[str, Any]:
    return {"handouts_audiences": {"patients": given}}


# What is not set.


def test_a_project_that_sets_nothing_has_audiences_and_editions() -> None:
    found = read()

    assert list(found.audiences) == ["patients", "referrers"]
    assert list(found.editions) == ["a4", "letter", "large-print"]


def test_an_audience_that_sets_nothing_is_the_built_in_one() -> None:
    assert read(**audience()).audiences["patients"] == DEFAULT_AUDIENCES["patients"]


def test_an_audience_of_another_name_is_set_as_patients_are() -> None:
    found = read(handouts_audiences={"family-carers": {}}).audiences["family-carers"]

    assert found.label == "For family carers"
    assert found.settings == DEFAULT_AUDIENCES["patients"].settings


# What is set.


def test_an_audience_may_set_all_of_its_own() -> None:
    found = read(
        **audience(
            **{
                "label": "For you",
                "columns": 2,
                "settings": [(13, 1.3, 1), [12, 1.2, 0.5]],
                "large-print-settings": [(20, 1.3, 1)],
                "large-print-pages": 3,
                "free": 5,
            }
        )
    ).audiences["patients"]

    assert (found.label, found.columns, found.large_print_pages) == ("For you", 2, 3)
    assert found.settings == (TypeSetting(13.0, 1.3, 1.0), TypeSetting(12.0, 1.2, 0.5))
    assert found.large_print_settings == (TypeSetting(20.0, 1.3, 1.0),)
    editions = read(**audience()).editions
    assert [editions[name].free(found) for name in ("a4", "large-print")] == [0.05, 0.0]


@pytest.mark.parametrize(
    ("paper", "size", "name"),
    [
        ("A4", (210, 297), "A4"),
        ("letter", (215.9, 279.4), "Letter"),
        ((100, 200.5), (100, 200.5), "100 × 200.5 mm"),
    ],
)
def test_paper_has_a_name_or_a_size(paper: object, size: tuple[float, float], name: str) -> None:
    found = read(handouts_editions={"one": {"paper": paper}}).editions["one"]

    assert (found.paper, found.paper_name) == (size, name)


def test_an_edition_s_label_comes_from_its_name() -> None:
    editions = read(handouts_editions={"big-print": {"paper": "A4"}}).editions

    assert editions["big-print"].label == "Big print"


@pytest.mark.parametrize("url", ["https://example.org/a", "https://example.org/a/"])
def test_the_site_s_address_ends_in_a_slash(url: str) -> None:
    assert read(html_baseurl=url).base_url == "https://example.org/a/"


def test_the_day_may_be_set(monkeypatch) -> None:
    monkeypatch.delenv("HANDOUTS_TODAY", raising=False)

    assert read(handouts_today="2026-11-22").today == date(2026, 11, 22)


def test_a_project_s_fonts_come_after_the_theme_s(tmp_path) -> None:
    (tmp_path / "more.ttf").write_bytes(FONT)
    *theme, own = read(tmp_path, handouts_fonts=["more.ttf"]).fonts

    assert (theme, own) == ([*THEME_FONTS], Font(tmp_path / "more.ttf", EXTRA))


# What is wrong.

WRONG = [
    ({"handouts_audience": {}}, "handouts_audience: no such setting; did you mean"),
    ({"handouts_audiences": []}, "handouts_audiences: expected a dictionary, found []"),
    ({"handouts_audiences": {}}, "handouts_audiences: it is empty, so that nothing can be printed"),
    ({"handouts_editions": {}}, "handouts_editions: it is empty, so that nothing can be printed"),
    ({"handouts_audiences": {"patients": 3}}, "expected a dictionary, found 3"),
    (audience(colums=1), "unknown key 'colums'; did you mean 'columns'?"),
    (audience(columns=3), "['columns']: expected a whole number from 1 to 2, found 3"),
    (audience(columns=True), "expected a whole number from 1 to 2, found True"),
    (audience(label=7), "['label']: expected a string, found 7"),
    (audience(sources="no"), "['sources']: expected True or False, found 'no'"),
    (audience(settings=[]), "['settings']: expected a list of (size, leading, spacing)"),
    (audience(settings=[(12, 1.3)]), "['settings'][0]: expected (size from 6 to 40 points"),
    (audience(settings=[(12, 1.3, 1), (4, 1.3, 1)]), "['settings'][1]: expected (size"),
    (audience(settings=[("12pt", 1.3, 1)]), "found ('12pt', 1.3, 1)"),
    (audience(language={"grades": 6}), "unknown key 'grades'"),
    (audience(language={"rules": {"hyp": "off"}}), "no rule 'hyp'; did you mean 'hype'?"),
    (audience(language={"rules": {"hype": "no"}}), "expected one of 'off', 'report', 'refuse'"),
    ({"handouts_audiences": {"For You": {}}}, "a name is made of small letters"),
    ({"handouts_audiences": {"../x": {}}}, "a name is made of small letters"),
    (
        {"handouts_editions": {"print": {"paper": "A4"}, "large-print": {"paper": "A4"}}},
        "['large-print']: the name ends with that of 'print', so that files could be mixed up",
    ),
    ({"handouts_editions": {"one": "A4"}}, "['one']: expected a dictionary, found 'A4'"),
    ({"handouts_editions": {"one": {}}}, "['paper']: expected one of A3, A4"),
    ({"handouts_editions": {"one": {"paper": "A44"}}}, "no paper 'A44'; did you mean 'A4'?"),
    ({"handouts_editions": {"one": {"paper": (10, 20)}}}, "found (10, 20)"),
    ({"handouts_editions": {"one": {"paper": "A4", "size": 1}}}, "unknown key 'size'"),
    ({"handouts_editions": {"one": {"paper": "A4", "large-print": 1}}}, "found 1"),
    ({"handouts_publisher": "A Charity"}, "handouts_publisher: expected a dictionary"),
    ({"handouts_publisher": {"nam": "A"}}, "unknown key 'nam'; did you mean 'name'?"),
    ({"handouts_publisher": {"reports": "call us"}}, "expected an e-mail address such as"),
    ({"handouts_fonts": "more.ttf"}, "expected a list of file names, found 'more.ttf'"),
    ({"handouts_fonts": ["none.ttf"]}, "handouts_fonts[0]: no usable font at 'none.ttf'"),
    ({"handouts_site_builder": "pdf"}, "expected 'html' or 'dirhtml', found 'pdf'"),
    ({"handouts_only": "patient"}, "no audience 'patient'; did you mean 'patients'?"),
    ({"handouts_time_limit": 0}, "handouts_time_limit: expected a number above 0, found 0"),
    ({"handouts_memory_limit": -1}, "handouts_memory_limit: expected a number above 0"),
    *(
        ({f"handouts_{name}": 5}, f"handouts_{name}: expected a string, found 5")
        for name in ("only", "lay_words", "today", "executor", "ledger")
    ),
    ({"handouts_certainty_verbs": 5}, "handouts_certainty_verbs: expected a dictionary, found 5"),
    ({"handouts_edit_url": 5}, "expected an address that begins with https:// and names {path}"),
    ({"html_baseurl": "example.org"}, "expected an address that begins with https://"),
    ({"html_baseurl": 5}, "html_baseurl: expected an address that begins with https://, found 5"),
    ({"handouts_executor": "nowhere:at_all"}, "'nowhere' cannot be imported"),
    ({"handouts_executor": "json:nothing"}, "expected package.module:name, of something that can"),
    ({"handouts_structured_data": {"license": "MIT"}}, "expected '@type', such as 'MedicalWeb"),
    ({"handouts_structured_data": {"@type": "A", "url": "x"}}, "'url' is taken from each page"),
    ({"handouts_structured_data": {"@type": "A", "b": {1}}}, "expected plain data: Object of type"),
    (audience(language={"mean": "short"}), "expected something like 12, found 'short'"),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=[one[1] for one in WRONG])
def test_each_fault_is_reported(given: dict[str, Any], message: str) -> None:
    (fault,) = reported(**given)

    assert message in fault


def test_a_day_that_no_calendar_has_is_reported(monkeypatch) -> None:
    monkeypatch.delenv("HANDOUTS_TODAY", raising=False)
    (fault,) = reported(handouts_today="2026-02-30")

    assert fault.startswith("handouts_today: ")


def test_a_wrong_day_in_the_environment_is_reported_by_its_name(monkeypatch) -> None:
    monkeypatch.setenv("HANDOUTS_TODAY", "today")
    (fault,) = reported()

    assert fault.startswith("HANDOUTS_TODAY: ")


@pytest.mark.parametrize("data", [b"<html>", b"\0\1\0\0", FONT[:12], FONT[:60_000]])
def test_a_file_that_is_no_whole_font_is_reported(tmp_path, data: bytes) -> None:
    (tmp_path / "more.ttf").write_bytes(data)
    faults = Faults(folder=tmp_path)
    read_config(config(handouts_fonts=["more.ttf"]), faults)

    assert "no usable font at 'more.ttf'" in faults.found[0]


@pytest.mark.parametrize("name", ["edit_url", "executor", "lay_words", "only", "today"])
def test_none_is_no_text(name: str) -> None:
    assert reported(**{f"handouts_{name}": None}) == []


def test_what_may_be_left_empty_may_be_blank() -> None:
    assert read(handouts_publisher={"reports": " "}).publisher.reports == ""
    assert read(handouts_printing=0).printing is False


def test_a_file_that_is_named_by_none_is_no_file() -> None:
    made = config(handouts_ledger=None)
    read_config(made, Faults())

    assert made.handouts_ledger == ""


def test_all_faults_are_reported_at_once() -> None:
    faults = Faults(["a: wrong", "b: wrong"])

    with pytest.raises(ConfigError) as caught:
        faults.stop_if_any()
    assert str(caught.value) == "handouts: 2 faults in conf.py\n  a: wrong\n  b: wrong"


def test_a_fault_has_the_line_of_its_setting(tmp_path) -> None:
    (tmp_path / "conf.py").write_text("import os\n\nhandouts_only = 3\n", "utf-8")
    faults = Faults(["handouts_only['x']: wrong", "html_baseurl: wrong"], tmp_path)

    with pytest.raises(ConfigError) as caught:
        faults.stop_if_any()
    lines = str(caught.value).splitlines()[1:]
    assert lines == ["  line 3: handouts_only['x']: wrong", "  html_baseurl: wrong"]


def test_a_fault_of_an_option_names_the_option_and_no_line_of_conf_py(tmp_path) -> None:
    (tmp_path / "conf.py").write_text("handouts_only = 'a'\nhandouts_today = 3\n", "utf-8")
    faults = Faults(["handouts_only: wrong"], tmp_path, options={"handouts_only": "x"})

    with pytest.raises(ConfigError, match="1 fault on the command line\n  -D handouts_only: wrong"):
        faults.stop_if_any()
    faults.found.append("handouts_today: wrong")
    with pytest.raises(ConfigError, match=r"in conf\.py\n  -D handouts_only: wrong\n  line 2: h"):
        faults.stop_if_any()


GOOD = {"title": "Help", "page": "help"}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("navigation", [{**GOOD, "under": ["a/"]}], ["help"]),
        ("navigation", (), "help"),
        ("navigation", "", [{"title": "Help"}]),
        ("navigation", None, [{**GOOD, "under": 3}]),
        ("urgent", {**GOOD, "words": get_translation("knees")("Hot?")}, "Call 999"),
        ("languages", {"de": "de/"}, ["de"]),
        ("notices", ["By us.", get_translation("knees")("Free."), {"words": "Text:"}], [3]),
        ("footer_groups", ["Topics"], 5),
        ("search_last", ["more/"], "more/"),
    ],
)
def test_an_option_of_the_theme_of_another_form_is_a_fault(name: str, good, bad) -> None:
    faults = Faults()
    at = Spot("html_theme_options", faults)
    check_theme_options({name: good}, at)
    assert faults.found == []

    check_theme_options({name: bad}, at)
    assert [one.partition(" expected")[0] for one in faults.found] == [
        f"html_theme_options['{name}']:"
    ]


def test_options_of_the_theme_that_are_no_dictionary_are_a_fault() -> None:
    faults = Faults()
    check_theme_options(3, Spot("html_theme_options", faults))

    assert faults.found == ["html_theme_options: expected a dictionary, found 3"]


def test_a_setting_given_on_the_command_line_is_looked_at_too() -> None:
    made = config()
    made.overrides["handouts_onyl"] = "patients"
    faults = Faults()
    read_config(made, faults)

    assert faults.found == ["handouts_onyl: no such setting; did you mean 'handouts_only'?"]

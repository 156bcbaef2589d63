"""The ledger as JSON matches its schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

import handouts
from handouts.__main__ import main
from handouts.claims.services.entries import KINDS

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads(Path(handouts.__file__).with_name("ledger.schema.json").read_text("utf-8"))


def test_the_ledger_of_the_pages_matches_the_schema(capsys) -> None:
    assert main(["claims", "--json", str(DOCS)]) == 0
    data = json.loads(capsys.readouterr().out)

    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    (grade,) = [one["grade"] for one in data["claims"] if one["id"] == "cells-effect"]
    assert grade["by"] == "ours"
    assert {one["kind"] for one in data["sources"]} >= {"trial", "review", "press"}


def test_every_key_that_is_written_stands_in_the_schema(tmp_path, capsys) -> None:
    (tmp_path / "claims.toml").write_text(
        '[a]\nstatement = "A."\nsources = ["k"]\ncertainty = "fact"\nchecked = 2026-11-22\n'
        '[comparisons.b]\ntrial = "B"\nsources = ["k"]\ncertainty = "fact"\n'
        'checked = 2026-11-22\noutcome = "pain"\ntime = "a year"\ntreatment = { name = "x" }\n'
        'control = { name = "y" }\ndifference = { how = "reported", value = 1.5 }\n',
        "utf-8",
    )
    (tmp_path / "references.bib").write_text("@misc{k, title = {K}, year = {2020}}", "utf-8")
    (tmp_path / "services.toml").write_text(
        '[s]\nkind = "crisis"\nnumber = "116 123"\nchecked = 2026-11-22\n'
        "general-knowledge = true\n",
        "utf-8",
    )
    assert main(["claims", "--json", str(tmp_path)]) == 0
    data = json.loads(capsys.readouterr().out)

    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    for name, rows in data.items():
        if name != "version":
            assert list(rows[0]) == list(SCHEMA["properties"][name]["items"]["properties"])


def test_every_kind_of_service_stands_in_the_schema() -> None:
    service = SCHEMA["properties"]["services"]["items"]["properties"]

    assert service["kind"]["enum"] == list(KINDS)


def test_a_fault_of_the_ledger_is_named_and_the_status_is_one(tmp_path, capsys) -> None:
    (tmp_path / "claims.toml").write_text('[a]\nstatement = "A."\n', "utf-8")

    assert main(["claims", str(tmp_path)]) == 1
    assert f"{tmp_path / 'claims.toml'}:1: claim 'a': field 'sources' is missing" in (
        capsys.readouterr().err
    )


def test_the_files_are_those_that_the_settings_name(tmp_path, capsys) -> None:
    setting = 'handouts_{0} = "data/{1}"\n'.format
    names = {"ledger": "facts.toml", "bibliography": "works.bib", "services": "help.toml"}
    (tmp_path / "conf.py").write_text("".join(map(setting, names, names.values())), "utf-8")
    (tmp_path / "data").mkdir()
    for name, text in (
        ("facts.toml", '[a]\nstatement = "A."\nsources = ["lost"]\n'),
        ("works.bib", "@misc{k,"),
        ("help.toml", "[s"),
    ):
        (tmp_path / "data" / name).write_text(text, "utf-8")

    assert main(["claims", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert {line.split(":")[0] for line in err.splitlines()} == {
        str(tmp_path / "data" / name) for name in names.values()
    }

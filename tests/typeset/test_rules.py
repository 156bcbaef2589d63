"""Style sheets that are parsed rule by rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
OWN = """p > a::before, .box { content: "}"; margin: 1cm } @page :first { size: A5; margin: 0 }
@media print { p { color: red } } @media screen { p { color: blue } } p { color: green } """
OLD = "p { margin: 0 } "


def content(sheet: Any) -> list[str]:
    """Return all that a style sheet holds, in the order in which it counts."""
    found = []
    for kind, held in vars(sheet.matcher).items():
        parts = held if isinstance(held, dict) else {"": held}
        for name, entries in parts.items():
            kept = [str(one[1:]) for one in entries] if isinstance(entries, list) else entries
            found.append(f"{kind} {name}: {kept}")
    found += [str(rule[1:]) for rule in sheet.page_rules]
    return [re.sub(r" at 0x\w+", "", one) for one in found]


@pytest.mark.parametrize(
    "css",
    [
        (THEME / "sheet.css").read_text("utf-8"),
        *(OWN, f"{OWN} p {{ top: 0", f"}} {OWN}", f"{OWN} p", f"a\\{{b {{ top: 0 }} {OWN}"),
    ],
)
def test_rules_one_by_one_are_what_they_are_together(engine, css: str) -> None:
    text = engine.with_constants(css)
    engine.parsed(OLD)

    assert content(engine.parsed(text)) == content(engine.CSS(string=text))


@pytest.mark.parametrize(
    "rule", ["@font-face { src: url(a.ttf) }", "@import 'a.css';", "@f\\6fnt-face { }", "@layer a;"]
)
def test_rules_that_change_others_are_parsed_together(engine, rule: str) -> None:
    assert engine.parsed(f"{OLD}{rule}") is None


def test_a_rule_of_which_the_engine_warns_is_parsed_each_time(engine) -> None:
    for _ in range(2):
        with engine.Log() as log:
            engine.parsed("p { colour: red }")
        assert len(log.messages) == 1


def test_style_sheets_have_what_a_rule_sets_in_common(engine) -> None:
    first, again = (engine.parsed(f"{OLD}b {{ margin: {size}em }}") for size in (1, 2))

    (one,), (other,) = (sheet.matcher.lower_local_name_selectors["p"] for sheet in (first, again))
    assert one[-1] is other[-1]


def test_few_rules_are_remembered(engine, monkeypatch) -> None:
    monkeypatch.setattr("handouts.typeset.rules.MOST_RULES", 1)
    monkeypatch.setattr("handouts.typeset.rules._known", known := {})

    engine.parsed("a { top: 0 } b { top: 0 } i { top: 0 }")
    assert len(known) == 1

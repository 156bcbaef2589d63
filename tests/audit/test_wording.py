"""Words that nobody can prove are reported once, with all that they lack."""

from __future__ import annotations

import pytest

from handouts.audit.wording import absolute_problems
from handouts.claims.ledger.reader import read_ledger

SEARCHED = 'searched = { where = "PubMed", on = 2026-11-22 }\n'


@pytest.mark.parametrize(
    ("words", "searched", "said"),
    [
        ("Every trial failed.", "", "say in the ledger where was searched, searched = "
         '{ where = "…", on = 2026-11-22 }, and say how far you looked'),
        ("Every trial failed.", SEARCHED, "which nobody can prove: say how far you looked"),
        ("Every trial failed. We did not look further.", "", "say in the ledger where was"),
        ("Every trial failed. We did not look further.", SEARCHED, ""),
    ],
)  # fmt: skip
def test_what_words_lack_is_reported_once(tmp_path, words: str, searched: str, said: str) -> None:
    claim = f'[a]\nstatement = "{words}"\nsources = ["k"]\ncertainty = "fact"\n{searched}'
    (tmp_path / "claims.toml").write_text(f"{claim}checked = 2026-11-22\n", "utf-8")
    problems = list(absolute_problems([], read_ledger(tmp_path / "claims.toml"), "claims.toml"))

    assert [said in one.message for one in problems] == ([True] if said else [])

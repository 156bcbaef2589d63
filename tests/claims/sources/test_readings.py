"""How much of the sources was read is counted from the ledger."""

from __future__ import annotations

from handouts.claims.ledger.entries import SourceFacts
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.sources.readings import counts

FACTS = {
    "a": SourceFacts(True, 2020, "trial", "full"),
    "b": SourceFacts(True, 2020, "trial", "secondary"),
    "c": SourceFacts(True, 2020, "law", ""),
    "unused": SourceFacts(True, 2020, "law", "full"),
}


def test_a_claim_counts_where_the_best_read_of_its_sources_does(tmp_path) -> None:
    rows = {
        "one": '["a", "b"]',
        "two": '["b"]',
        "three": '["c"]',
        "four": '["a"]\nread = "abstract"',
    }
    text = "".join(
        f'[{name}]\nstatement = "A."\nsources = {keys}\ncertainty = "fact"\nchecked = 2026-11-22\n'
        for name, keys in rows.items()
    )
    (tmp_path / "claims.toml").write_text(text, "utf-8")
    sources, claims = counts(read_ledger(tmp_path / "claims.toml"), FACTS)

    assert sources == {"full": 1, "secondary": 1, "": 1}
    assert claims == {"full": 1, "secondary": 1, "": 1, "abstract": 1}

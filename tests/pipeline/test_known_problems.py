"""What is wrong is looked for again only where something has changed."""

from __future__ import annotations

from pathlib import Path

from handouts.audit import content
from handouts.pipeline.cache import Record
from handouts.pipeline.known_problems import KnownProblems
from handouts.problems import Place, Problem

PROBLEM = Problem("date", "out of date", Place("a.md", 3))


def look(path: Path, common: str, read: dict[str, int]) -> list[str]:
    """Return the parts that a build looks at again."""
    looked: list[str] = []
    known = KnownProblems(Record(path), common, read)

    def find(part: str) -> list[Problem]:
        looked.append(part)
        return [PROBLEM]

    for part, pages in {"page a": ["a"], "page b": ["b"], "claim walk": ["a", "b"]}.items():
        assert known.of(part, pages, lambda part=part: find(part)) == [PROBLEM]
    known.save()
    return looked


def test_only_the_parts_with_a_page_that_was_read_again_are_looked_at(tmp_path) -> None:
    path = tmp_path / "problems.json"
    everything = ["page a", "page b", "claim walk"]

    assert look(path, "ledger", {"a": 1, "b": 1}) == everything
    assert look(path, "ledger", {"a": 1, "b": 1}) == []
    assert look(path, "ledger", {"a": 1, "b": 2}) == ["page b", "claim walk"]
    assert look(path, "another ledger", {"a": 1, "b": 2}) == everything


def test_each_builder_remembers_what_it_has_found(project, monkeypatch) -> None:
    written = project({"index.md": "# Home\n\nRest helps.\n"})
    written.build("html")
    written.build()
    looked: list[str] = []
    monkeypatch.setattr(
        content, "page_content_problems", lambda *given: looked.append(given[1]) or ()
    )
    written.build("html")
    written.build()

    assert looked == []

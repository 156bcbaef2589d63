"""What pages say of handouts: kept, forgotten and merged with the environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handouts.collect.collector import PageCollector, length_of
from handouts.collect.pages import pages_of
from projects import CONF

if TYPE_CHECKING:
    from projects import Built

BLOCKS = """# Blocks

(paragraph)=
Words.

(list)=
* Item

(table)=
| a |
| - |
| b |

(heading)=
## Section

Words.

```{note}
:name: box

Words.
```

```{embed} #elsewhere
:if-room:
```
"""


def read_anew(first: Built, second: Built) -> set[str]:
    """Return the pages that the second build has read."""
    before = first.app.env.all_docs
    return {name for name, when in second.app.env.all_docs.items() if before.get(name) != when}


def led(built: Built, *names: str) -> list[str]:
    """Return the pages to which labels lead."""
    labels = built.app.env.domains.standard_domain.anonlabels
    return [labels[name][0] for name in names]


def label_lines(built: Built, docname: str) -> dict[str, int | None]:
    labels = pages_of(built.app.env)[docname].labels
    return {name: line for name, (_, line) in labels.items()}


def test_each_label_and_each_embed_is_known_with_its_line(project) -> None:
    built = project({"index.md": BLOCKS}).build("dummy")
    (embed,) = pages_of(built.app.env)["index"].embeds

    assert (embed.label, embed.line, embed.if_room) == ("elsewhere", 25, True)
    assert label_lines(built, "index") == {
        "paragraph": 3,
        "list": 6,
        "table": 9,
        "heading": 14,
        "box": 19,
    }


def test_a_broken_link_in_a_row_of_a_table_has_its_file_and_line(project) -> None:
    table = "| a |\n| - |\n| b |\n| [c](#gone) |\n"
    text = f"# T\n\n{table}\n```{{include}} part.txt\n```\n"
    built = project({"index.md": text, "part.txt": table}).build("html", handouts_printing=False)

    found = [line.partition(": WARNING: 'myst' cross")[0] for line in built.warnings]
    assert [Path(one).name for one in found] == ["index.md:6", "part.txt:4"]


def test_a_label_twice_on_a_page_is_no_label(project) -> None:
    built = project({"index.md": "# T\n\n(one)=\nA.\n\n(one)=\nB.\n"}).build("dummy")
    page = pages_of(built.app.env)["index"]

    assert page.labels == {}
    assert page.twice == (("one", 3, ""), ("one", 6, ""))


def test_an_embed_knows_the_blocks_that_it_stands_in(project) -> None:
    text = "# T\n\n(outer)=\n## Part\n\n```{embed} #inner\n```\n"
    built = project({"index.md": text}).build("dummy")
    (embed,) = pages_of(built.app.env)["index"].embeds

    assert embed.inside == ("outer",)


def test_a_page_is_remembered_that_is_not_read_again_and_forgotten_when_it_is_gone(
    project,
) -> None:
    written = project({"index.md": "# T\n", "other.md": "# Other\n\n(one)=\nA.\n"})
    written.build("dummy")
    written.edit("index.md", "# T", "# Title")
    assert label_lines(written.build("dummy"), "other") == {"one": 3}

    (written.srcdir / "other.md").unlink()

    assert list(pages_of(written.build("dummy").app.env)) == ["index"]


def test_a_label_that_is_removed_is_forgotten(project) -> None:
    written = project({"index.md": "# T\n\n(one)=\nA.\n\n(two)=\nB.\n"})
    written.build("dummy")
    written.edit("index.md", "(two)=\n", "")

    assert label_lines(written.build("dummy"), "index") == {"one": 3}


def test_labels_of_several_pages_lead_to_the_last_whichever_was_saved_last(project) -> None:
    first, both = "# P\n\n(one)=\nA.\n", "# P\n\n(one)=\nA.\n\n(two)=\nB.\n"
    last = first.replace("one", "two")
    written = project({"index.md": "# T\n", "a.md": first, "b.md": both, "c.md": last})
    assert led(written.build("dummy"), "one", "two") == ["b", "c"]
    written.edit("a.md", "A.", "More.")

    assert led(written.build("dummy"), "one", "two") == ["b", "c"]


def test_a_term_leads_to_the_last_page_that_has_it_in_any_letters(project) -> None:
    term = "# P\n\n```{glossary}\nmat\n  A.\n```\n"
    files = {"index.md": "# T\n", "a.md": term, "b.md": term.replace("mat", "Mat")}
    written = project(files)
    written.build("dummy")
    written.edit("a.md", "A.", "More.")

    terms = written.build("dummy").app.env.domains.standard_domain._terms
    assert terms["mat"][0] == "b"


def test_an_address_with_a_name_on_several_pages_lets_none_be_read_again(project) -> None:
    page = "Page\n====\n\n.. _site: https://example.org\n"
    written = project({"index.md": "# T\n", "a.rst": page, "b.rst": page})
    first = written.build("dummy")
    written.edit("a.rst", "Page\n", "Word\n")

    assert read_anew(first, written.build("dummy")) == {"a"}


def test_a_page_whose_picture_is_drawn_while_it_is_read_is_read_once(project) -> None:
    draw = 'def draw(app, *_):\n    (app.srcdir / "knee.svg").write_text("<svg/>")\n\n'
    conf = f'{CONF}{draw}def setup(app):\n    app.connect("source-read", draw)\n'
    written = project({"conf.py": conf, "index.md": "# T\n\n![A knee](knee.svg)\n"})
    first = written.build("dummy")

    assert read_anew(first, written.build("dummy")) == set()


def test_the_pictures_of_a_notebook_are_no_text_of_it() -> None:
    text = '{"image/png": "iVBOR", "text/plain": "x"}'

    assert length_of(text, ".md") == len(text)
    assert length_of(text, ".ipynb") == len('{, "text/plain": "x"}')


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_reading_in_two_processes_gives_the_same_register(project, monkeypatch) -> None:
    written = project({f"page{number}.md": f"# P\n\n(l{number})=\nA.\n" for number in range(12)})
    written.write({"index.md": BLOCKS})
    one = pages_of(written.build("dummy", doctrees="one").app.env)
    two = pages_of(written.build("dummy", doctrees="two", parallel=2).app.env)

    assert two == one

    sent: list[tuple[set[str], ...]] = []
    merge_other = PageCollector.merge_other

    def merge(self: Any, app: Any, env: Any, docnames: set[str], other: Any) -> None:
        held = (pages_of(other), other.titles, other.longtitles, other.tocs)
        sent.append(tuple(map(set, (docnames, *held))))
        merge_other(self, app, env, docnames, other)

    monkeypatch.setattr(PageCollector, "merge_other", merge)
    written.write({f"page{number}.md": f"# P\n\n(l{number})=\nB.\n" for number in (1, 2)})
    after = pages_of(written.build("dummy", doctrees="two", parallel=2).app.env)

    assert sorted(sent, key=repr) == [({"page1"},) * 5, ({"page2"},) * 5]
    assert after.keys() == one.keys()

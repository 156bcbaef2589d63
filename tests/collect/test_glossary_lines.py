"""What is said of a glossary in Markdown names the line of the term."""

from __future__ import annotations

from docutils import nodes

PAGE = """\
---
handout: patients
---
# Words

```{glossary}
:sorted:

Graft
  Cells that
  are moved.

Donor
Giver
  One who *gives*.
```

* In a list:

  :::{glossary}
  Graft
    Again.
  Worn
    Old.
  :::
"""
CONF = 'extensions = ["myst_parser", "handouts"]\nmyst_enable_extensions = ["colon_fence"]\n'


def test_each_term_has_its_line_and_so_has_each_message(project) -> None:
    built = project({"conf.py": CONF, "index.md": PAGE}).build("dummy")
    document = built.app.env.get_doctree("index")
    meanings = [one.children[0] for one in document.findall(nodes.definition)]

    terms = {one.line: one.astext() for one in document.findall(nodes.term)}

    assert terms == {9: "Graft", 13: "Donor", 14: "Giver", 21: "Graft", 23: "Worn"}
    assert sorted(one.line for one in meanings) == [10, 15, 22, 24]
    assert [line.partition(" WARNING: ")[::2] for line in built.warnings] == [
        ("index.md:23:", "glossary term must be preceded by empty line [docutils]"),
        ("index.md:21:", "duplicate term description of Graft, other instance in index"),
    ]

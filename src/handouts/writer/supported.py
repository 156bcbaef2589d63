"""Tables of what becomes of each construct on a sheet: one element, its content, or a refusal.

A construct that is in no table and has no visitor is refused.
"""

from __future__ import annotations


def _by_name(groups: dict[str, str]) -> dict[str, str]:
    """Return for each name the key before it."""
    return {name: key for key, names in groups.items() for name in names.split()}


ELEMENTS = _by_name(
    {
        "blockquote": "block_quote",
        "code": "literal literal_strong literal_emphasis manpage",
        "dd": "definition field_body",
        "div": "compound glossary hlist hlistcol acks legend container",
        "dl": "definition_list field_list",
        "dt": "field_name",
        "em": "emphasis title_reference",
        "figure": "figure",
        "ol": "enumerated_list",
        "p": "centered paragraph",
        "pre": "literal_block doctest_block",
        "strong": "strong",
        "sub": "subscript",
        "sup": "superscript",
        "table": "table",
        "tbody": "tbody",
        "tr": "row",
        "ul": "bullet_list",
    }
)
"""Constructs that are printed as one HTML element; a visitor may open it in another way."""

TRANSPARENT = {
    *("document", "definition_list_item", "field", "tgroup", "inline", "abbreviation", "acronym"),
    *("generated", "decoration", "PassthroughTextElement", "download_reference"),
}
"""Constructs whose content is printed without an element of their own."""

ALIASES = _by_name(
    {
        "Admonition": "admonition attention caution danger error hint important note seealso tip "
        "warning",
        "enumerated_list": "steps_list",
        "inline": "claim sd_badge",
        "paragraph": "compact_paragraph",
        "topic": "sidebar versionmodified",
    }
)
"""Constructs that are printed in the same way as another one."""

KNOWN = {"docutils", "sphinx", "sphinx_design", "handouts"}
"""Packages of the nodes in the tables; a node of another package may have the same name and be
something else."""

UNREAD = ("problematic", "system_message")
"""What docutils leaves in the place of text that it could not read."""
REFUSED: dict[str, str] = {
    "footnote_reference": "a footnote without words; write some, or take it out",
    "footnote": "a footnote that nothing refers to; put it into the text",
    "citation": "a citation list; name the source in the text",
    "citation_reference": "a citation, whose list is not on the sheet; name the source in the text",
    "math": "the formula “{}”; write it in words or as a picture (`\\$` is a dollar sign)",
    "math_block": "a formula; write it in words or as a picture",
    "raw": "raw HTML, “{}”; {}",
    **dict.fromkeys(UNREAD, "text that could not be parsed; see the warnings before"),
    "from_report": "a report, a list or a gallery of sheets; the site has a page for it",
    "build_day": "the day of the build; write a date, or `|today|` with `today` in conf.py",
    "number_reference": "a figure's number, as sheets do not number figures; use the role `ref`",
    "option_list": "an option list; use a table",
    "desc": "a description of code; use a definition list, or `rst-class` if a `class` is meant",
    "fontawesome": "an icon of Font Awesome, which web pages load; use the role `octicon`",
    "productionlist": "rules of a grammar; use a block of code",
}
"""Constructs that no sheet prints, and what to do instead."""
WITHOUT_HTML = {
    "sub": "use the role `sub`",
    "sup": "use the role `sup`",
    "kbd": "use the role `kbd`",
    "abbr": "use the role `abbr`",
    "b": "write **words**",
    "strong": "write **words**",
    "u": "write **words**",
    "mark": "write **words**",
    "i": "write *words*",
    "em": "write *words*",
    "img": "write ![alternative text](picture.png)",
    "details": "use a `dropdown`, which is printed open",
    "table": "use a table of Markdown, or `list-table`",
}
"""How to write what an element of HTML is used for."""

"""What becomes of each construct on a sheet: one element, its content only, or a refusal.

What has neither a line here nor a visitor is refused. Knows names of nodes, and nothing else.
"""

from __future__ import annotations

ELEMENTS: dict[str, str] = {
    "block_quote": "blockquote",
    "attribution": "p",
    "definition_list": "dl",
    "definition": "dd",
    "field_list": "dl",
    "field_name": "dt",
    "field_body": "dd",
    "compound": "div",
    "glossary": "div",
    "hlist": "div",
    "hlistcol": "div",
    "acks": "div",
    "legend": "div",
    "container": "div",
    "tbody": "tbody",
    "row": "tr",
    "literal_block": "pre",
    "doctest_block": "pre",
    "centered": "p",
    "paragraph": "p",
    "emphasis": "em",
    "strong": "strong",
    "literal": "code",
    "literal_strong": "code",
    "literal_emphasis": "code",
    "manpage": "code",
    "subscript": "sub",
    "superscript": "sup",
    "title_reference": "em",
}
"""Constructs that are printed as one HTML element."""

TRANSPARENT = {
    "document",
    "definition_list_item",
    "field",
    "tgroup",
    "inline",
    "abbreviation",
    "acronym",
    "generated",
    "decoration",
    "PassthroughTextElement",
}
"""Constructs of which only the content is printed."""

ALIASES: dict[str, str] = {
    **dict.fromkeys(
        (
            *("admonition", "attention", "caution", "danger", "error", "hint", "important"),
            *("note", "seealso", "tip", "warning"),
        ),
        "Admonition",
    ),
    "compact_paragraph": "paragraph",
    "claim": "inline",
    "sd_badge": "inline",
    "steps_list": "enumerated_list",
}
"""Constructs that are printed in the same way as another one, by the name of its visitor."""

KNOWN = {"docutils", "sphinx", "sphinx_design", "handouts"}
"""Packages whose kinds of nodes the tables name; a kind of another package may have the name of
one of them, or derive from it, and be something else."""

REFUSED: dict[str, tuple[str, str]] = {
    "footnote_reference": ("unsupported", "a footnote without a text; put it into the text"),
    "footnote": ("unsupported", "a footnote that nothing refers to; put it into the text"),
    "citation": ("unsupported", "a citation list; name the source in the text"),
    "citation_reference": (
        "unsupported",
        "a citation, because its list is not on the sheet; name the source in the text",
    ),
    "math": ("unsupported", "a formula; write it in words or as a picture"),
    "math_block": ("unsupported", "a formula; write it in words or as a picture"),
    "raw": ("unsupported", "raw HTML; write it in Markdown"),
    "problematic": ("unsupported", "text that could not be parsed; see the warnings before"),
    "system_message": ("unsupported", "text that could not be parsed; see the warnings before"),
    "number_reference": ("unsupported", "a figure's number; sheets do not number figures"),
    "option_list": ("unsupported", "an option list; use a table"),
    "desc": ("unsupported", "a description of code; use a definition list"),
    "productionlist": ("unsupported", "rules of a grammar; use a block of code"),
}
"""Constructs that no sheet prints: code of the problem, and what to do instead."""

"""Format an entry of the bibliography, by pybtex, as docutils nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.richtext import HRef, Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import FieldIsMissing, href, join, node, sentence
from pybtex.style.template import field as bib_field

MOST_NAMES = 3
"""Names of authors that an entry shows before "et al."."""
ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}/\S+")


@lru_cache(maxsize=4096)
def without_latex(latex: str) -> str:
    """Return the text of a field without its LaTeX."""
    return str(Text.from_latex(latex))


@node  # type: ignore[untyped-decorator]
def _names(children: object, context: dict[str, Any], role: str) -> Any:
    """Format the first authors; the rest, "others" among them, are "et al."."""
    people = context["entry"].persons.get(role)
    if not people:
        raise FieldIsMissing(role, context["entry"])
    others = [str(person) == "others" for person in people]
    known = people[: others.index(True)] if any(others) else people
    style = context["style"]
    shown = [style.format_name(person, style.abbreviate_names) for person in known[:MOST_NAMES]]
    if len(shown) < len(people):
        return join[join(sep=", ")[shown], " et al"].format_data(context)
    return join(sep=", ", sep2=" and ", last_sep=" and ")[shown].format_data(context)


def link_of(entry: Any) -> tuple[str, str] | None:
    """Return where an entry can be read, and how that is shown; no scheme but the web's."""
    doi, url = entry.fields.get("doi", "").strip(), entry.fields.get("url", "").strip()
    if DOI.fullmatch(doi):
        return f"https://doi.org/{doi}", f"doi:{doi}"
    return (url, url) if ADDRESS.match(url) else None


class _Sources(Style):  # type: ignore[misc]
    """Plain entries: few names, titles as written, and one link."""

    # As classes: a name would have pybtex search all packages that are installed.
    default_name_style = NameStyle
    default_label_style = LabelStyle
    default_sorting_style = SortingStyle

    def format_names(self, role: str, as_sentence: bool = True) -> Any:
        return sentence[_names(role)] if as_sentence else _names(role)

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        # Capitalised as BibTeX would, names of trials lose their capitals.
        return sentence[bib_field(which_field)] if as_sentence else bib_field(which_field)

    def format_web_refs(self, e: Any) -> Any:
        link = link_of(e)
        return href(link[0])[link[1]] if link else Text()


class _Nodes(BaseBackend):  # type: ignore[misc]
    """Turns what pybtex formats into docutils nodes."""

    RenderType = list
    symbols: Mapping[str, list[nodes.Node]] = {
        "ndash": [nodes.Text("\u2013")],
        "newblock": [nodes.Text(" ")],
        "nbsp": [nodes.Text("\u00a0")],
    }

    def format_str(self, str_: str) -> list[nodes.Node]:
        return [nodes.Text(str_)] if str_ else []

    def format_tag(self, tag_name: str, text: list[nodes.Node]) -> list[nodes.Node]:
        kind = nodes.emphasis if tag_name in {"em", "i"} else nodes.inline
        return [kind("", "", *_copies(text))]

    def format_href(
        self, url: str, text: list[nodes.Node], external: bool = False
    ) -> list[nodes.Node]:
        # Plain text only: another element inside a link breaks PDF/UA.
        label = "".join(part.astext() for part in text)
        return [nodes.reference(label, label, refuri=str(url), internal=False)]

    def format_protected(self, text: list[nodes.Node]) -> list[nodes.Node]:
        return text

    def render_sequence(self, rendered_list: list[list[nodes.Node]]) -> list[nodes.Node]:
        return _copies([part for rendered in rendered_list for part in rendered])


def _copies(parts: list[nodes.Node]) -> list[nodes.Node]:
    # A node has one parent, and those of `symbols` are used many times.
    return [part.deepcopy() for part in parts]


_STYLE = _Sources(abbreviate_names=True)
_BACKEND = _Nodes()


def formatted(entry: Any, otherwise: str) -> list[nodes.Node]:
    """Return an entry as nodes.

    :param otherwise: what stands for an entry that lacks a field, before its link
    """
    try:
        text = _STYLE.format_entry("", entry).text
    except FieldIsMissing:
        link = link_of(entry)
        text = Text(otherwise, *([" ", HRef(*link)] if link else []))
    found: list[nodes.Node] = text.render(_BACKEND)
    return found

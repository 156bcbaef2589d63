"""The sources of a project, read from BibTeX and formatted by pybtex as docutils nodes.

The only module that knows pybtex; knows nothing of claims or pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import HRef, Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import (
    FieldIsMissing,
    href,
    join,
    node,
    sentence,
)
from pybtex.style.template import field as bib_field

from handouts.i18n import _, mark
from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_NAMES = 3
"""Names of authors that an entry shows before "et al."."""

STATUS_NOTES: Mapping[str, str] = {
    "partly verified": mark("We could check only part of this source."),
    "unverified": mark("We have not been able to check this source."),
}
"""What readers see of a source that is not wholly verified."""


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography."""

    key: str
    entry: Any
    """The entry as pybtex read it."""
    status: str = ""
    """verified, partly verified or unverified; nothing where a project does not say."""

    @property
    def is_verified(self) -> bool:
        """Return whether somebody has read the source, as far as the project says."""
        return self.status in {"", "verified"}

    @property
    def short(self) -> str:
        """Return the first author, or a shorter name for a body, and the year."""
        return f"{self._author()} {_plain(self.entry.fields.get('year', ''))}".strip()

    @property
    def order(self) -> tuple[str, str]:
        """Return by what sources are sorted."""
        return (self._author().casefold(), self.entry.fields.get("year", ""))

    def nodes(self) -> list[nodes.Node]:
        """Return the formatted entry; its status follows where readers should know it."""
        try:
            text = _STYLE.format_entry("", self.entry).text
        except FieldIsMissing:
            # An entry that lacks a field is still printed, with what it has.
            link = _link(self.entry)
            text = Text(self._without_author(), *([" ", HRef(*link)] if link else []))
        found: list[nodes.Node] = text.render(_BACKEND)
        note = STATUS_NOTES.get(self.status)
        return [*found, nodes.Text(f" {_(note)}")] if note else found

    def _without_author(self) -> str:
        fields = self.entry.fields
        title, year = _plain(fields.get("title", "")), _plain(fields.get("year", ""))
        return (
            ". ".join(filter(None, [title, ", ".join(filter(None, [self._where(), year]))])) + "."
        )

    def _author(self) -> str:
        """Return how a source is named in short; `shortauthor` is BibLaTeX's word for it."""
        if "shortauthor" in self.entry.fields:
            return _plain(self.entry.fields["shortauthor"])
        if "shortauthor" in self.entry.persons:
            return _plain(str(self.entry.persons["shortauthor"][0]))
        people = self.entry.persons.get("author") or self.entry.persons.get("editor") or []
        return _plain(" ".join(people[0].prelast_names + people[0].last_names)) if people else ""

    def _where(self) -> str:
        fields = self.entry.fields
        for name in ("journal", "booktitle", "institution", "publisher"):
            if name in fields:
                return _plain(fields[name])
        host = urlsplit(fields.get("url", "")).hostname or ""
        return host.removeprefix("www.") or _plain(fields.get("title", ""))


@dataclass(frozen=True)
class Bibliography:
    """All sources of a project, and what is wrong with the file."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def verified(self) -> dict[str, bool]:
        """Return for each key whether its source is verified."""
        return {key: source.is_verified for key, source in self.sources.items()}


def read_bibliography(path: Path | None) -> Bibliography:
    """Return the sources in a BibTeX file; none when there is no file."""
    return _read(path.read_text("utf-8")) if path and path.is_file() else Bibliography()


@lru_cache(maxsize=4)
def _read(text: str) -> Bibliography:
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexError as error:
        return Bibliography(
            faults=(Fault("ledger", f"this is not BibTeX: {error}", line=_line_of(error, text)),)
        )
    return Bibliography({key: _source(key, entry) for key, entry in entries.items()})


def _line_of(error: PybtexError, text: str) -> int:
    if line := getattr(error, "lineno", None):
        return int(line)
    # An entry or a field that stands twice: pybtex names the key, not the line.
    keys = re.findall(r"[\w:.-]+", str(error))
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", line)) and found[1] in keys
    ]
    return lines[-1] if lines else 1


def _source(key: str, entry: Any) -> Source:
    status = entry.fields.get("status", "").strip()
    if status:
        # Where a project says what it has verified, `note` is for its editors.
        entry.fields.pop("note", None)
    for name, value in entry.fields.items():
        # BibTeX wants a dollar sign escaped, and pybtex leaves it so.
        entry.fields[name] = value.replace(r"\$", "$")
    return Source(key, entry, status)


@lru_cache(maxsize=4096)
def _plain(latex: str) -> str:
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


def _link(entry: Any) -> tuple[str, str] | None:
    """Return where an entry can be read, and how that is shown."""
    doi, url = entry.fields.get("doi"), entry.fields.get("url")
    if doi:
        return f"https://doi.org/{doi}", f"doi:{doi}"
    return (url, url) if url else None


class _Sources(Style):  # type: ignore[misc]
    """Plain entries: few names, titles as written, and one link."""

    def format_names(self, role: str, as_sentence: bool = True) -> Any:
        return sentence[_names(role)] if as_sentence else _names(role)

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        # Capitalised as BibTeX would, names of trials lose their capitals.
        return sentence[bib_field(which_field)] if as_sentence else bib_field(which_field)

    def format_web_refs(self, e: Any) -> Any:
        link = _link(e)
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
    # The nodes of `symbols` are used again and again; a node has one parent.
    return [part.deepcopy() for part in parts]


_STYLE = _Sources(abbreviate_names=True)
_BACKEND = _Nodes()

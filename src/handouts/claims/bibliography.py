"""The sources of a project, read from BibTeX and formatted by pybtex as docutils nodes.

The only module that knows pybtex; knows nothing of claims or pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.database.input.bibtex import Parser, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import HRef, Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import (
    FieldIsMissing,
    href,
    join,
    node,
    sentence,
)
from pybtex.style.template import field as bib_field
from pybtex.utils import CaseInsensitiveDict

from handouts.claims.data_files import MOST_BYTES, read_text
from handouts.claims.ledger import READINGS, SourceFacts
from handouts.i18n import _, mark
from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_NAMES = 3
"""Names of authors that an entry shows before "et al."."""

KINDS = (
    *("trial", "study", "review", "guideline", "regulator", "registry", "law"),
    *("company", "press"),
)
"""Kinds of sources; a study is research that is no trial, such as a survey or a case report."""
KIND_NOTES: Mapping[str, str] = {
    "company": mark("This is a company’s own account."),
    "press": mark("This is a report in the press."),
}
"""What readers see of a source that has something to sell, or is second-hand."""
SHORT_KIND_NOTES: Mapping[str, str] = {"company": mark("(company)"), "press": mark("(press)")}
"""The same in the short list of a sheet."""

STATUS_NOTES: Mapping[str, str] = {
    "partly verified": mark("We could check only part of this source."),
    "unverified": mark("We have not been able to check this source."),
}
"""What readers see of a source that is not wholly verified."""


_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
ENTRY = re.compile(r"^[ \t]*+@\w++[ \t]*+\{\s*+([^,\s]++)\s*+,", re.MULTILINE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography."""

    key: str
    entry: Any
    """The entry as pybtex read it."""
    status: str = ""
    """verified, partly verified or unverified; nothing where a project does not say."""

    @property
    def kind(self) -> str:
        """Return one of `KINDS`, or nothing where a project does not say."""
        return str(self.entry.fields.get("kind", "")).strip()

    @property
    def read(self) -> str:
        """Return how much of it was read, or nothing where a project does not say."""
        return str(self.entry.fields.get("read", "")).strip()

    @property
    def facts(self) -> SourceFacts:
        """Return what the ledger must know of it."""
        year = re.search(r"\b(?:19|20)\d\d\b", self.entry.fields.get("year", ""))
        return SourceFacts(self.is_verified, int(year[0]) if year else 0, self.kind, self.read)

    @property
    def is_verified(self) -> bool:
        """Return whether somebody has read the source, as far as the project says."""
        return self.status in {"", "verified"}

    @property
    def short(self) -> str:
        """Return the first author, or a shorter name for a body, and the year."""
        note = SHORT_KIND_NOTES.get(self.kind)
        parts = [self._author(), _plain(self.entry.fields.get("year", "")), _(note) if note else ""]
        return " ".join(filter(None, parts))

    @property
    def order(self) -> tuple[str, str]:
        """Return by what sources are sorted."""
        return (self._author().casefold(), self.entry.fields.get("year", ""))

    @cached_property
    def _formatted(self) -> list[nodes.Node]:
        """The entry as pybtex formats it, once for all pages that list it."""
        try:
            text = _STYLE.format_entry("", self.entry).text
        except FieldIsMissing:
            # An entry that lacks a field is still printed, with what it has.
            link = _link(self.entry)
            text = Text(self._without_author(), *([" ", HRef(*link)] if link else []))
        found: list[nodes.Node] = text.render(_BACKEND)
        return found

    def nodes(self) -> list[nodes.Node]:
        """Return the formatted entry; its status follows where readers should know it."""
        notes = [KIND_NOTES.get(self.kind), STATUS_NOTES.get(self.status)]
        copied = [node.deepcopy() for node in self._formatted]
        return [*copied, *(nodes.Text(f" {_(note)}") for note in notes if note)]

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
    def facts(self) -> dict[str, SourceFacts]:
        """Return of each source what the ledger must know."""
        return {key: source.facts for key, source in self.sources.items()}


def read_bibliography(path: Path | None) -> Bibliography:
    """Return the sources in a BibTeX file; none when there is no file."""
    if path is None or not path.is_file():
        return Bibliography()
    read = read_text(path)
    return Bibliography(faults=read.faults) if read.faults else _read(read.text)


@lru_cache(maxsize=4)
def _read(text: str) -> Bibliography:
    try:
        entries = _Parser().parse_string(text).entries
    except PybtexError as error:
        fault = Fault("ledger", f"this is not BibTeX: {error}", line=_line_of(error, text))
        return Bibliography(faults=(fault,))
    faults = [fault for key, entry in entries.items() for fault in _faults_of(key, entry, text)]
    return Bibliography({key: _source(key, entry) for key, entry in entries.items()}, tuple(faults))


class _Macros(CaseInsensitiveDict):  # type: ignore[misc]
    """The macros of a file; what they make together is bounded, for one can double another."""

    handed_out = 0

    def __getitem__(self, name: str) -> Any:
        """Return a macro's text; refuse when all texts together are longer than a file."""
        value = super().__getitem__(name)
        self.handed_out += len(value)
        if self.handed_out > MOST_BYTES:
            raise PybtexError(f"macro '{name}' makes more than {MOST_BYTES:,} bytes; write it out")
        return value


class _Parser(Parser):  # type: ignore[misc]
    """Reads BibTeX with bounded macros."""

    def __init__(self) -> None:
        super().__init__()
        self.macros = _Macros(month_names)


def _faults_of(key: str, entry: Any, text: str) -> Iterator[Fault]:
    """Yield the fields of an entry that say what nobody knows, or lead where no page is."""
    fields = entry.fields
    for name, allowed in (("kind", KINDS), ("read", READINGS)):
        value = fields.get(name, "").strip()
        if value and value not in allowed:
            message = (
                f"source '{key}': '{name}' must be one of {', '.join(allowed)}; found '{value}'"
            )
            yield Fault("ledger", message, line=_line_of_field(key, name, text))
    address = fields.get("url", "").strip()
    if address and not _ADDRESS.match(address):
        message = f"source '{key}': 'url' must begin with http:// or https://, found '{address}'"
        yield Fault("ledger", message, line=_line_of_field(key, "url", text))
    doi = fields.get("doi", "").strip()
    if doi and not _DOI.fullmatch(doi):
        message = f"source '{key}': 'doi' must be such as 10.1000/182, found '{doi}'"
        yield Fault("ledger", message, line=_line_of_field(key, "doi", text))


def _line_of_field(key: str, name: str, text: str) -> int:
    """Return the line of an entry's field, or of the entry."""
    line, body = _entries(text).get(key, (1, ""))
    found = re.search(rf"\b{name}\s*=", body)
    return line + body.count("\n", 0, found.start() if found else 0)


@lru_cache(maxsize=1)
def _entries(text: str) -> dict[str, tuple[int, str]]:
    """Return the line of each entry, and what stands in it."""
    entries: dict[str, tuple[int, str]] = {}
    line, end = 1, 0
    found = [*ENTRY.finditer(text)]
    for entry, after in zip_longest(found, found[1:]):
        line += text.count("\n", end, entry.end())
        end = entry.end()
        entries.setdefault(entry[1], (line, text[end : after.start() if after else None]))
    return entries


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
    """Return where an entry can be read, and how that is shown; no scheme but the web's."""
    doi, url = entry.fields.get("doi", "").strip(), entry.fields.get("url", "").strip()
    if _DOI.fullmatch(doi):
        return f"https://doi.org/{doi}", f"doi:{doi}"
    return (url, url) if _ADDRESS.match(url) else None


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

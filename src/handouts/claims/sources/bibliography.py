"""The sources of a project, read from BibTeX; knows nothing of claims or pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from pybtex.database.input.bibtex import Parser, month_names
from pybtex.exceptions import PybtexError
from pybtex.utils import CaseInsensitiveDict

from handouts.claims.data.cache import DataCache, data_cache
from handouts.claims.data.files import BIBLIOGRAPHY, MOST_BYTES, DataText, data_file
from handouts.claims.ledger.entries import READINGS, SourceFacts
from handouts.claims.sources.style import ADDRESS, DOI, formatted, without_latex
from handouts.i18n import _, mark
from handouts.problems import Fault

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


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
RETRACTED = re.compile(
    r"\A\W{0,3}(?:retracted|withdrawn)(?: (?:article|paper))?\W{0,2}[:\])–-]", re.IGNORECASE
)
"""How databases begin the title of a work that was taken back."""
RETRACTED_NOTE = re.compile(r"(?<!\bnot )(?<!\bnever )(?<!\bnot been )\bretracted\b", re.IGNORECASE)
ENTRY = re.compile(r"^[ \t]*+@\w++[ \t]*+\{\s*+([^,\s]++)\s*+,", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography."""

    key: str
    entry: Any
    """The entry as pybtex read it."""
    status: str = ""
    """verified, partly verified or unverified; empty if a project does not say."""

    @property
    def kind(self) -> str:
        """One of `KINDS`, or nothing if a project does not say."""
        return str(self.entry.fields.get("kind", "")).strip()

    @property
    def read(self) -> str:
        """One of `READINGS`, or nothing if a project does not say."""
        return str(self.entry.fields.get("read", "")).strip()

    @property
    def facts(self) -> SourceFacts:
        """What the ledger must know of it."""
        year = re.search(r"\b(?:19|20)\d\d\b", self.entry.fields.get("year", ""))
        is_verified = self.status in {"", "verified"}
        fields = self.entry.fields
        said = " ".join(fields.get(name, "") for name in ("note", "keywords", "pubstate", "status"))
        retracted = RETRACTED.match(
            re.sub("[{}]", "", fields.get("title", ""))
        ) or RETRACTED_NOTE.search(said)
        return SourceFacts(
            is_verified, int(year[0]) if year else 0, self.kind, self.read, bool(retracted)
        )

    @property
    def short(self) -> str:
        """The first author, or a shorter name for a body, and the year."""
        note, year = SHORT_KIND_NOTES.get(self.kind), self.entry.fields.get("year", "")
        parts = [self._author(), without_latex(year), _(note) if note else ""]
        return " ".join(filter(None, parts))

    @property
    def order(self) -> tuple[str, str]:
        """The key by which sources are sorted."""
        return (self._author().casefold(), self.entry.fields.get("year", ""))

    @cached_property
    def _formatted(self) -> list[nodes.Node]:
        """The entry as pybtex formats it, once for all pages that list it."""
        return formatted(self.entry, self._without_author())

    def nodes(self) -> list[nodes.Node]:
        """Return the formatted entry; its status follows where readers should know it."""
        notes = [KIND_NOTES.get(self.kind), STATUS_NOTES.get(self.status)]
        copied = [node.deepcopy() for node in self._formatted]
        return [*copied, *(nodes.Text(f" {_(note)}") for note in notes if note)]

    def _without_author(self) -> str:
        title, year = (without_latex(self.entry.fields.get(name, "")) for name in ("title", "year"))
        where = ", ".join(filter(None, [self._where(), year]))
        return ". ".join(filter(None, [title, where])) + "."

    def _author(self) -> str:
        """Return how a source is named in short; `shortauthor` is BibLaTeX's word for it."""
        if "shortauthor" in self.entry.fields:
            return without_latex(self.entry.fields["shortauthor"])
        if "shortauthor" in self.entry.persons:
            return without_latex(str(self.entry.persons["shortauthor"][0]))
        people = self.entry.persons.get("author") or self.entry.persons.get("editor") or []
        names = people[0].prelast_names + people[0].last_names if people else []
        return without_latex(" ".join(names))

    def _where(self) -> str:
        fields = self.entry.fields
        for name in ("journal", "booktitle", "institution", "publisher"):
            if name in fields:
                return without_latex(fields[name])
        host = urlsplit(fields.get("url", "")).hostname or ""
        return host.removeprefix("www.") or without_latex(fields.get("title", ""))


@dataclass(frozen=True)
class Bibliography:
    """All sources of a project, and the faults of their file."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @cached_property
    def facts(self) -> dict[str, SourceFacts]:
        """What the ledger must know of each source."""
        return {key: source.facts for key, source in self.sources.items()}


def bibliography_of(env: BuildEnvironment) -> Bibliography:
    """Return the sources of the project that is built."""
    return read_bibliography(data_file(env, BIBLIOGRAPHY), data_cache(env.config))


def read_bibliography(path: Path | None, cache: DataCache | None = None) -> Bibliography:
    """Return the sources in a BibTeX file; none when there is no file.

    :param cache: what an earlier build has read
    """
    return (cache or DataCache()).read(path, Bibliography(), _read)


def _read(read: DataText) -> Bibliography:
    text = read.text
    if read.faults:
        return Bibliography(faults=read.faults)
    try:
        entries = _Parser().parse_string(text).entries
    except PybtexError as error:
        fault = Fault("ledger", f"this is not BibTeX: {error}", line=_line_of(error, text))
        return Bibliography(faults=(fault,))
    faults = [fault for key, entry in entries.items() for fault in _faults_of(key, entry, text)]
    return Bibliography({key: _source(key, entry) for key, entry in entries.items()}, tuple(faults))


class _Macros(CaseInsensitiveDict):  # type: ignore[misc]
    """The macros of a file; their texts together are limited, since one can double another."""

    length = 0

    def __getitem__(self, name: str) -> Any:
        """Return a macro's text; refuse when all texts together are longer than a file."""
        value = super().__getitem__(name)
        self.length += len(value)
        if self.length > MOST_BYTES:
            raise PybtexError(f"macro '{name}' makes more than {MOST_BYTES:,} bytes; write it out")
        return value


class _Parser(Parser):  # type: ignore[misc]
    """Reads BibTeX with limited macros."""

    def __init__(self) -> None:
        super().__init__()
        self.macros = _Macros(month_names)


def _faults_of(key: str, entry: Any, text: str) -> Iterator[Fault]:
    """Yield a fault for each field of an entry with an unknown value or a malformed address."""
    for name, is_good, expected in (
        ("kind", KINDS.__contains__, f"be one of {', '.join(KINDS)}"),
        ("read", READINGS.__contains__, f"be one of {', '.join(READINGS)}"),
        ("url", ADDRESS.match, "begin with http:// or https://"),
        ("doi", DOI.fullmatch, "be such as 10.1000/182"),
    ):
        value = entry.fields.get(name, "").strip()
        if value and not is_good(value):
            message = f"source '{key}': '{name}' must {expected}; found '{value}'"
            yield Fault("ledger", message, line=_line_of_field(key, name, text), about=key)


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
    starts = [entry.start(1) for entry in ENTRY.finditer(text) if entry[1] in keys]
    return text.count("\n", 0, starts[-1]) + 1 if starts else 1


def _source(key: str, entry: Any) -> Source:
    status = entry.fields.get("status", "").strip()
    if status:
        # Where a project names a status, `note` is for its editors.
        entry.fields.pop("note", None)
    for name, value in entry.fields.items():
        # BibTeX needs an escaped dollar sign, which pybtex does not unescape.
        entry.fields[name] = value.replace(r"\$", "$")
    return Source(key, entry, status)

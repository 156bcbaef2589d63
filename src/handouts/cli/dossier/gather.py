"""Gather what is on record about a handout, as plain data that `dossier.schema.json` describes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handouts.claims.export import fields_of, ledger_data
from handouts.claims.services.entries import Services
from handouts.cli.dossier.criteria import judged
from handouts.codes import CODES
from handouts.i18n import language_tag, sphinx_language
from handouts.releases.register import Approval, Register, approvals_of, status, withdrawal_of

if TYPE_CHECKING:
    from handouts.audit.facts import HandoutFacts
    from handouts.claims.ledger.entries import Ledger
    from handouts.claims.sources.bibliography import Bibliography
    from handouts.pipeline.report import Report, SheetResult
    from handouts.problems import Problem

EVIDENCE = {"bib", "toml"}
"""Ends of the names of files in which claims and their sources stand."""
VERSION = 1
"""The version of `dossier.schema.json` that is written; raised when a key changes its meaning."""


@dataclass(frozen=True)
class Records:
    """The sources of a dossier."""

    report: Report
    ledger: Ledger
    bibliography: Bibliography
    register: Register


def dossier_of(page: str, records: Records, today: datetime.date) -> dict[str, Any]:
    """Return the dossier of a handout; nothing known is null or empty.

    :param page: name of the handout's page, which the report has
    :param today: the day to judge by
    """
    facts, problems = records.report.handouts[page], _problems(page, records)
    codes = [one.code for one in problems]
    ledger = records.ledger.only(facts.get("claims", {}))
    evidence = ledger_data(ledger, records.bibliography, Services())
    data: dict[str, Any] = {
        "version": VERSION,
        "handout": _handout(page, facts),
        "people": _people(records.report.publisher, facts),
        "approvals": [_approval(one) for one in _approvals(records.register, facts)],
        "claims": [*evidence["claims"], *evidence["comparisons"]],
        "sources": evidence["sources"],
        "reading": facts.get("language"),
        "sheets": [_sheet(one) for one in records.report.sheets_of(page)],
        "checks": [
            {"code": code, "looks_for": CODES[code].meaning, "found": codes.count(code)}
            for code in sorted(CODES)
        ],
        "versions": list(_versions(records.register, facts, today)),
        "translations": list(_translations(records.register, facts)),
        "problems": [one.to_json() for one in problems],
    }
    return data | {"criteria": list(judged(_present(data)))}


def _handout(page: str, facts: HandoutFacts) -> dict[str, Any]:
    return {
        "page": page,
        "id": facts.get("id", ""),
        "title": facts["title"],
        "language": facts.get("lang", ""),
        "audience": facts["audience"],
        "address": facts["address"],
        "checked": facts["checked"],
        "check_by": facts["check-by"],
        "checks_ran": facts.get("judged"),
    }


def _people(publisher: Mapping[str, str], facts: HandoutFacts) -> dict[str, str]:
    names = ("name", "contact", "notice", "authors", "funding", "tested", "reports")
    return {name: publisher.get(name, "") for name in names} | {"owner": facts.get("owner", "")}


def _approvals(register: Register, facts: HandoutFacts) -> list[Approval]:
    """Return the approvals of the words as they are now."""
    handout, words = facts.get("id"), facts.get("words")
    return approvals_of(register, handout, _locale(facts), words) if handout and words else []


def _locale(facts: HandoutFacts) -> str:
    return sphinx_language(facts.get("lang", ""))


def _approval(one: Approval) -> dict[str, Any]:
    return fields_of(one, "by", "role", "registration", "date")


def _sheet(sheet: SheetResult) -> dict[str, Any]:
    return {
        **fields_of(sheet, "edition", "file", "printed", "pages", "words"),
        "size": sheet.setting.size if sheet.setting else None,
        **fields_of(sheet, "full", "left_out"),
    }


def _problems(page: str, records: Records) -> list[Problem]:
    """Return what is wrong with a handout's sheets, with its pages and with its evidence."""
    report = records.report
    pages = {page, *report.handouts[page]["pages"]}
    of_sheets = [one for sheet in report.sheets_of(page) for one in sheet.problems]
    facts = report.handouts[page]
    used = {*facts.get("claims", ()), *facts.get("sources", ()), *facts.get("services", ())}
    of_sources = [one for one in report.problems if _is_about(one, pages, used)]
    return list(dict.fromkeys([*of_sheets, *of_sources]))


def _is_about(problem: Problem, pages: Collection[str], used: Collection[str]) -> bool:
    """Return whether a problem is one of these pages, or of what the handout uses.

    A file of evidence that cannot be read counts for each handout that uses any; the register
    counts by the sheets that it refuses.
    """
    name, _, suffix = problem.place.path.rpartition(".")
    if suffix not in EVIDENCE:
        return name in pages
    if problem.code == "releases":
        return False
    return problem.about in used if problem.about else bool(used)


def _versions(
    register: Register, facts: HandoutFacts, today: datetime.date
) -> Iterator[dict[str, Any]]:
    """Yield the versions in the handout's language, the newest first."""
    wanted = (facts.get("id"), _locale(facts))
    for one in reversed(register.releases):
        if (one.id, one.language) == wanted:
            withdrawn = withdrawal_of(register, one)
            yield {
                **fields_of(one, "version", "date", "last_day", "change", "safety"),
                "status": status(register, one, today),
                "withdrawn_because": withdrawn.reason if withdrawn else "",
            }


def _translations(register: Register, facts: HandoutFacts) -> Iterator[dict[str, Any]]:
    """Yield the newest version in each other language, and who has approved its words."""
    mine = [one for one in register.releases if one.id == facts.get("id")]
    newest = {one.language: one for one in mine if one.language != _locale(facts)}
    for language, one in sorted(newest.items()):
        found = approvals_of(register, one.id, language, one.words)
        yield {
            "language": language_tag(language),
            "version": one.version,
            "withdrawn": withdrawal_of(register, one) is not None,
            "read_by": [_approval(approval) for approval in found],
        }


def _present(data: Mapping[str, Any]) -> dict[str, bool]:
    """Return of each kind of evidence whether there is some."""
    handout, people = data["handout"], data["people"]
    printed = bool(data["sheets"]) and all(one["printed"] for one in data["sheets"])
    return {
        **{name: bool(people[name]) for name in ("authors", "funding", "owner", "reports")},
        "publisher": bool(people["name"]),
        "tested": bool(people["tested"]),
        "address": bool(handout["address"]),
        "approval": bool(data["approvals"]),
        "checks": printed and not any(one["found"] for one in data["checks"]),
        "claims": bool(data["claims"]),
        "dates": bool(handout["checked"] and handout["check_by"]),
        "reading": bool(data["reading"]),
        "sheets": printed,
        "translations": any(not one["withdrawn"] for one in data["translations"]),
        "versions": any(one["status"] != "withdrawn" for one in data["versions"]),
    }

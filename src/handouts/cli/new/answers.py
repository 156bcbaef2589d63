"""The answers from which a new project is made: given as options, asked for, and checked."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.core import get_global

from handouts import __version__
from handouts.claims.services.telephone import emergency_numbers
from handouts.config.brand import read_brand
from handouts.config.values import Faults, Spot
from handouts.i18n import direction_of, locale_of
from handouts.problems import HandoutsError

if TYPE_CHECKING:
    import argparse

NAME = "handouts"
QUESTIONS = {
    "title": ("title of the sheets", "What is it about?"),
    "publisher": ("who gives the sheets out", "Who gives the sheets out?"),
    "contact": (
        "how readers reach them, such as 'Telephone 01632 960000.'",
        "How do readers reach them, such as 'Telephone 01632 960000.' (may be empty)?",
    ),
    "address": ("address of the public site", "Address of the public site, if there will be one?"),
    "language": ("such as en_GB or en_US (en_GB)", "Language?"),
}
"""Help of the option for each value that a project needs, and the question that asks for it."""
OPTIONS = {"handouts_brand['accent']": "--accent", "handouts_brand['logo']": "--logo"}
"""The option that gives each value of `conf.py`."""
EXAMPLE = '# handouts_brand = {"accent": "#7a1f5c", "logo": "logo.svg", "logo-alt": "Knee clinic"}'


@dataclass(frozen=True)
class Answers:
    """The answers from which a new project is made."""

    title: str
    publisher: str
    contact: str
    address: str
    """Address of the public site, or nothing."""
    language: str
    brand: str
    """Lines of `conf.py` for colour and logo."""
    requirement: str
    """The line with which pip installs this package."""
    emergency: str = ""
    """The number to call in an emergency, or nothing where the package knows one."""


def answers_of(options: argparse.Namespace) -> Answers:
    """Return what the options say, or what somebody at a terminal answers, or the default.

    :raises HandoutsError: for an answer from which no project can be made
    """
    title = re.sub("[-_]", " ", options.folder.resolve().name).capitalize()
    defaults = {"title": title, "language": "en_GB"}
    found = {}
    for name, (_, question) in QUESTIONS.items():
        answer, default = getattr(options, name), defaults.get(name, "")
        if answer is None and sys.stdin.isatty():
            answer = _ask(f"{question} [{default}] " if default else f"{question} ", name)
        found[name] = " ".join((answer or default).split())
    # As Sphinx writes it: somebody may type "en-GB".
    found["language"] = str(locale_of(found["language"]) or found["language"])
    brand = _brand(options.accent, options.logo, found["publisher"] or found["title"])
    more = {"brand": _lines_of_brand(brand), "requirement": requirement()}
    answers = Answers(**found, **more, emergency=options.emergency)
    _validate(answers)
    return answers


def _ask(question: str, name: str) -> str:
    """Return what somebody answers, once it can be used."""
    try:
        while fault := _fault(name, answer := input(question).strip()):
            sys.stdout.write(f"This needs {fault}.\n")
    except EOFError as error:
        raise HandoutsError("no more answers; nothing was written") from error
    return answer


def _fault(name: str, answer: str) -> str:
    """Return what an answer should be, if it is something else."""
    if name == "address" and answer and not re.match(r"https?://[^/\s]+", answer):
        return "an address that begins with https://"
    if name == "language" and answer and locale_of(answer) is None:
        return "a language such as en_GB"
    if name == "language" and answer and not country_of(answer):
        return "a language of a country, as emergency numbers are, such as es_MX"
    if name == "language" and direction_of(answer) == "rtl":
        return "a language that is written from left to right, as sheets are"
    return ""


def _validate(answers: Answers) -> None:
    for name in QUESTIONS:
        answer = getattr(answers, name)
        if expected := _fault(name, answer):
            raise HandoutsError(f"--{name}: expected {expected}, found '{answer}'")
    number, known = emergency_number(answers), emergency_numbers(country_of(answers.language))
    if not number:
        raise HandoutsError(
            f"--emergency: the number to call in an emergency is not known for the language "
            f"'{answers.language}'; give that of your readers' country"
        )
    if number not in known and (known or not number.isdecimal()):
        expected = f"one of {', '.join(known)}" if known else "a number"
        raise HandoutsError(f"--emergency: expected {expected}, found '{number}'")


def country_of(language: str) -> str:
    """Return the country of a language, by its code; nothing if a language is of none.

    >>> country_of("en_AU"), country_of("zh_Hant"), country_of("en"), country_of("eo")
    ('AU', 'TW', 'GB', '')
    """
    spoken_in = {**get_global("likely_subtags"), "en": "en_GB"}
    tag = language.replace("-", "_")
    base, _, country = spoken_in.get(tag, tag).rpartition("_")
    return country.upper() if base and len(country) == len("GB") else ""


def emergency_number(answers: Answers) -> str:
    """Return the emergency number that a project begins with; nothing if it is not known."""
    known = emergency_numbers(country_of(answers.language))
    return answers.emergency or next(iter(known), "")


# Colour and logo.


def _brand(accent: str, logo: Path | None, publisher: str) -> dict[str, str]:
    """Return what `handouts_brand` says, for an accent and a logo that may both be missing.

    :raises HandoutsError: for a colour or a picture that sheets cannot use, with what would do
    """
    brand = {"accent": accent} if accent else {}
    if logo is not None:
        brand |= {"logo": logo.name, "logo-alt": publisher}
    faults = Faults(folder=logo.parent if logo else Path())
    read_brand(brand, {}, Spot("handouts_brand", faults))
    if faults.found:
        where, _, what = faults.found[0].partition(": ")
        raise HandoutsError(f"{OPTIONS.get(where, where)}: {what.replace(' next to conf.py', '')}")
    return brand


def _lines_of_brand(brand: dict[str, str]) -> str:
    """Return the lines of `conf.py` for a brand, or an example in a comment."""
    if not brand:
        return EXAMPLE
    # As JSON, so that strings have the double quotes of the rest of the file.
    pairs = [(json.dumps(name), json.dumps(brand[name], ensure_ascii=False)) for name in brand]
    return "\n".join(["handouts_brand = {", *(f"    {name}: {said}," for name, said in pairs), "}"])


# The line by which pip installs this package.


def requirement() -> str:
    """Return the line for `requirements.txt`, as `pip freeze` writes it.

    pip notes the address from which it installed a package that was not asked for by name.
    """
    noted = direct_url()
    if "url" not in noted:
        return f"{NAME}=={__version__}"
    if repository := noted.get("vcs_info"):
        return f"{NAME} @ {repository['vcs']}+{noted['url']}@{repository['commit_id']}"
    return f"{NAME} @ {noted['url']}"


def direct_url() -> dict[str, Any]:
    """Return pip's note on the installed package (PEP 610), or nothing."""
    try:
        text = importlib.metadata.distribution(NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return {}
    return dict(json.loads(text or "{}"))

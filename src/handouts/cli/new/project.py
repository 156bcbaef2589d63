"""The files of a new project, filled in from the templates that come with the package."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from handouts.cli.new.answers import Answers, country_of, emergency_number
from handouts.files import STARTER, write_atomically
from handouts.problems import HandoutsError

LANGUAGES = "languages"
"""Folder of the starter with the text of pages in other languages than English."""
WORDS = {
    "en": {
        "patients": "For patients",
        "referrers": "For colleagues",
        "notice": "Example text, not for use.",
    },
    "de": {
        "patients": "Für Patienten",
        "referrers": "Für das Fachpersonal",
        "notice": "Beispieltext, nicht zum Gebrauch.",
    },
}
"""What `conf.py` of a new project says to readers, by language."""
FIELD = re.compile(r"@([a-z-]+)(?::([a-z]+))?@")
"""`@title@`, or `@title:python@` for the value as Python writes it."""
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$%@!&~^])")
CHECK_DAYS = 182
"""How long after its day the example should be checked again: half a year."""


def project_files(answers: Answers, today: datetime.date) -> dict[str, str]:
    """Return the text of each file by its path in the new project."""
    values = _values(answers, today)
    # What there is in the language of the project goes before the English text.
    templates = {**_templates(STARTER), **_templates(_language_folder(answers.language))}
    texts = {name: path.read_text("utf-8") for name, path in templates.items()}
    return {name: FIELD.sub(lambda found: _fill(found, values), texts[name]) for name in texts}


def has_example(language: str) -> bool:
    """Return whether the package has its example text in a language, such as `de_AT`."""
    return _base(language) == "en" or _language_folder(language).is_dir()


def _base(language: str) -> str:
    return re.split("[_-]", language)[0].lower()


def _language_folder(language: str) -> Path:
    return STARTER / LANGUAGES / _base(language)


def _templates(folder: Path) -> dict[str, Path]:
    """Return the templates in a folder by the path that each has in a new project."""
    found = {}
    for path in sorted(folder.rglob("*.in")):
        # A template that had its own name would be taken for a file of this project.
        parts = path.relative_to(folder).with_suffix("").parts
        if parts[0] != LANGUAGES:
            found["/".join(re.sub("^dot-", ".", part) for part in parts)] = path
    return found


def _values(answers: Answers, today: datetime.date) -> dict[str, str | bool]:
    country = country_of(answers.language)
    return {
        **asdict(answers),
        # The limits of language know English only.
        "limits": "report" if answers.language.startswith("en") else False,
        **WORDS.get(_base(answers.language), WORDS["en"]),
        "country": country,
        "emergency": emergency_number(answers),
        "python": shlex.quote(sys.executable).replace("$", "$$"),
        "today": today.isoformat(),
        "check-by": (today + datetime.timedelta(days=CHECK_DAYS)).isoformat(),
        "year": str(today.year),
    }


def _fill(found: re.Match[str], values: Mapping[str, str | bool]) -> str:
    name, form = found.groups()
    value = values[name]
    if form == "python":
        # As JSON, so that strings have the double quotes of the rest of the file.
        return repr(value) if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)
    if form == "markdown":
        return MARKUP.sub(r"\\\1", str(value))
    return str(value)


def write_project(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write the files, or none of them.

    :raises HandoutsError: if one of them is there already: nothing is overwritten
    """
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        what = f"'{folder}' already has {', '.join(taken)}; nothing was written"
        raise HandoutsError(f"{what}: name another folder, or move these files away")
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)  # Its error names the folder.
            write_atomically(path, content.encode() if isinstance(content, str) else content)
    except OSError:
        for name in files:
            with contextlib.suppress(OSError):
                (folder / name).unlink()
        raise

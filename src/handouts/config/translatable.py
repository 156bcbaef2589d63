"""The texts of the package that can be translated: which are not, and templates to fill in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from handouts.config.catalogues import CATALOGUE, DOMAIN, texts_of
from handouts.config.settings import settings_of
from handouts.files import LOCALE, write_atomically
from handouts.i18n import is_english

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ON_PAPER = r"/(?:compose|writer)/|/pipeline/plan\.py$"
"""Pattern of the modules whose words are printed on sheets."""
DO_NOT_USE = "Do not use after {date}."
"""What a reader must not fail to understand."""


def notes_on_words(config: Config) -> Iterator[str]:
    """Yield a note if the language of a project lacks some of the package's words."""
    if missing := _missing(config):
        of = len(_messages())
        yield (
            f"the language is '{config.language}': {len(missing)} of the package's {of} texts stay "
            f"in English, such as “{missing[0]}”; {_remedy(config)}"
        )


def missing_on_paper(config: Config) -> str:
    """Return what is wrong if a sheet has words of the package in English among its own."""
    missing = _missing(config, ON_PAPER)
    if not missing:
        return ""
    example = DO_NOT_USE if DO_NOT_USE in missing else missing[0]
    return (
        f"the language is '{config.language}': {len(missing)} texts that the program itself puts "
        f"on sheets stay in English, such as “{example}”; {_remedy(config)}"
    )


def paper_catalogue(language: str) -> bytes:
    """Return a catalogue to fill in, of the texts that the program itself puts on sheets."""
    catalogue = Catalog(language, project="handouts", fuzzy=False)
    for one in _messages(ON_PAPER):
        catalogue.add(one.id, flags=one.flags)
    file = io.BytesIO()
    write_po(file, catalogue, no_location=True, omit_header=False)
    return file.getvalue()


def _missing(config: Config, modules: str = "") -> list[str]:
    """Return the texts without a translation, of the modules whose path has a pattern."""
    if is_english(config.language):
        return []
    known = CATALOGUE.need(config).known
    needed = (texts_of(one.id)[0] for one in _messages(modules))
    return [text for text in needed if text not in known]


def _messages(modules: str = "") -> list[Message]:
    """Return the messages of the modules whose path has a pattern."""
    found = (one for one in _template() if one.id)
    return [one for one in found if any(re.search(modules, file) for file, _ in one.locations)]


def _remedy(config: Config) -> str:
    if own := CATALOGUE.need(config).own:
        return f"translate them in '{own}'; the builder gettext writes all to {DOMAIN}.pot"
    return (
        f"translate {DOMAIN}.pot, which the builder gettext writes, to "
        f"{config.language}/LC_MESSAGES/{DOMAIN}.po in a folder of locale_dirs"
    )


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write a template of our own words, of those of `conf.py`, and of descriptions of pages.

    It goes beside the templates of the pages; Sphinx gathers nothing from front matter.
    """
    if app.builder.name != "gettext" or exception is not None:
        return
    template, config = _template(), settings_of(app.config)
    words = [
        *asdict(replace(config.publisher, reports="")).values(),
        *(audience.label for audience in config.audiences.values()),
        *(edition.label for edition in config.editions.values()),
        *(page.get("description") for page in app.env.metadata.values()),
        *_frame_texts(app.config),
    ]
    for text in filter(None, words):
        template.add(text, locations=[("conf.py", 1)])
    file = io.BytesIO()
    write_po(file, template)
    write_atomically(Path(app.outdir) / f"{DOMAIN}.pot", file.getvalue())


def _frame_texts(config: Config) -> Iterator[str | None]:
    """Yield the title of a site with our theme, and what its options say in header and foot."""
    if config.html_theme != "handouts":
        return
    yield config.html_title
    options = config.html_theme_options
    for link in (
        *(options.get("navigation") or []),
        options.get("urgent") or {},
        *(options.get("notices") or []),
    ):
        yield from [link] if isinstance(link, str) else (link.get("words"), link.get("title"))


def _template() -> Catalog:
    return read_po(io.BytesIO((LOCALE / f"{DOMAIN}.pot").read_bytes()))

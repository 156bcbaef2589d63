"""Read the catalogues of the package's own words; a project's take precedence.

They are read as translators write them (`.po`), so that none has to be compiled first.
"""

from __future__ import annotations

import io
import re
import string
from collections.abc import Iterable, Iterator, Set
from dataclasses import asdict, dataclass, field, replace
from gettext import GNUTranslations, NullTranslations
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from sphinx.util import logging

from handouts import i18n
from handouts.config.settings import settings_of
from handouts.files import LOCALE, digest_of, write_atomically
from handouts.state import BuildKey

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


DOMAIN = "handouts-words"
"""Name of the catalogues: `handouts` would be that of a project's pages below `handouts/`."""
MOST_BYTES = 1_000_000
"""The largest catalogue that is read; ours has 30,000 bytes."""
NO_CATALOGUE = "this is no catalogue of messages"
ON_PAPER = r"/(?:compose|writer)/|/pipeline/plan\.py$"
"""Pattern of the modules whose words are printed on sheets."""
DO_NOT_USE = "Do not use after {date}."
"""What a reader must not fail to understand."""
COUNTS = 200
"""Numbers from which on plural forms repeat."""

logger = logging.getLogger(__name__)


@dataclass
class Catalogue:
    """The words of one language, and what is wrong with their catalogues."""

    translations: NullTranslations = field(default_factory=NullTranslations)
    faults: list[tuple[Path, int, str]] = field(default_factory=list)
    """File and line of each, and what is wrong there."""
    known: set[str] = field(default_factory=set)
    """The English of all that is translated."""
    digest: str = ""
    """The same for the same catalogues."""
    own: str = ""
    """The project's own catalogue, if it has one, from the folder with `conf.py`."""


CATALOGUE = BuildKey[Catalogue]("catalogue")


def catalogue_files(language: str, folders: Iterable[Path]) -> list[Path]:
    """Return the catalogues of a language, those that take precedence first."""
    written = i18n.sphinx_language(language)
    languages = dict.fromkeys([language, written, written.partition("_")[0]])
    named = (folder / name for folder in folders for name in languages)
    files = (folder / "LC_MESSAGES" / f"{DOMAIN}.po" for folder in named)
    return [path for path in files if path.is_file()]


def read_words(language: str, folders: Iterable[Path]) -> Catalogue:
    """Return the words in the catalogues of a language; faulty ones are left out."""
    words = Catalogue()
    texts = []
    for path in reversed(catalogue_files(language, folders)):
        data = path.read_bytes()
        texts.append(data.decode("utf-8", "replace"))
        large = (1, f"it has more than {MOST_BYTES:,} bytes") if len(data) > MOST_BYTES else None
        if malformed := large or i18n.malformed_line(texts[-1]):
            line, reason = malformed
            words.faults.append((path, line, f"{NO_CATALOGUE}: {reason}"))
            continue
        try:
            catalogue = read_po(io.BytesIO(data), abort_invalid=True)
            faults = list(_drop_faulty(catalogue))
            _drop_empty_plurals(catalogue)
            found = _compiled(catalogue)
        except (PoFileError, ValueError, LookupError, ArithmeticError) as error:
            words.faults.append((path, _line_of_error(error, data), f"{NO_CATALOGUE}: {error}"))
            continue
        words.faults += [(path, *fault) for fault in faults]
        words.known |= {_texts(one.id)[0] for one in catalogue if all(_texts(one.string or ""))}
        found.add_fallback(words.translations)
        words.translations = found
    words.digest = digest_of(texts)
    return words


def _compiled(catalogue: Catalog) -> GNUTranslations:
    """Return the words of a catalogue.

    :raises ValueError: for a malformed plural form
    :raises ArithmeticError: for a plural form that cannot be computed
    """
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    found = GNUTranslations(file)
    for number in range(COUNTS):
        found.plural(number)  # type: ignore[attr-defined]  # Made by the class from the header.
    return found


def _line_of_error(error: Exception, data: bytes) -> int:
    """Return the line of the plural forms if an error is about them, else the first."""
    before, found, _ = data.partition(b"Plural-Forms")
    is_plural = "plural" in str(error) or isinstance(error, ArithmeticError)
    return before.count(b"\n") + 1 if found and is_plural else 1


def notes_on_words(config: Config) -> Iterator[str]:
    """Yield a note if the language of a project lacks some of the package's words."""
    if missing := _missing(config, ""):
        of = sum(bool(one.id) for one in _template())
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
    for one in _template():
        if one.id and any(re.search(ON_PAPER, file) for file, _ in one.locations):
            catalogue.add(one.id, flags=one.flags)
    file = io.BytesIO()
    write_po(file, catalogue, no_location=True, omit_header=False)
    return file.getvalue()


def _missing(config: Config, modules: str) -> list[str]:
    """Return the texts without a translation, of the modules whose path has a pattern."""
    words = CATALOGUE.need(config)
    if i18n.is_english(config.language):
        return []
    needed = [
        _texts(one.id)[0]
        for one in _template()
        if one.id and any(re.search(modules, file) for file, _ in one.locations)
    ]
    return [text for text in needed if text not in words.known]


def _remedy(config: Config) -> str:
    if own := CATALOGUE.need(config).own:
        return f"translate them in '{own}'; the builder gettext writes all to {DOMAIN}.pot"
    return (
        f"translate {DOMAIN}.pot, which the builder gettext writes, to "
        f"{config.language}/LC_MESSAGES/{DOMAIN}.po in a folder of locale_dirs"
    )


def _drop_faulty(catalogue: Catalog) -> Iterator[tuple[int, str]]:
    """Remove translations that cannot be filled in; yield the line of each, and what is wrong."""
    for message in list(catalogue):
        for text in _texts(message.string or "") if message.id else ():
            wanted = set().union(*map(_names, _texts(message.id)))
            found = _names(text)
            # A plural may leave out its count: "one page".
            if text and (found - wanted or wanted - found - {"count"}):
                needed = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing"
                what = f"the translation of “{_texts(message.id)[0]}” must have {needed}"
                yield message.lineno or 1, f"{what} in braces, as it stands; it is not used"
                catalogue.delete(message.id)
                break


def _drop_empty_plurals(catalogue: Catalog) -> None:
    """Remove plurals without all of their forms: Babel would compile them to the English ones."""
    for message in list(catalogue):
        if message.pluralizable and not all(_texts(message.string or "")):
            catalogue.delete(message.id)


def _texts(written: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _names(text: str) -> Set[str]:
    """Return the names in braces; a single brace gives a name that no message has."""
    try:
        # A width or a conversion ("{date:>2000000000}", "{date!r}") makes it another name.
        return {
            name + (f":{spec}" if spec else "") + (f"!{conversion}" if conversion else "")
            for _, name, spec, conversion in string.Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return {"{"}


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Use the words of the project's language from now on."""
    folders = [Path(app.srcdir) / name for name in config.locale_dirs]
    words = read_words(config.language, [*folders, LOCALE])
    own = catalogue_files(config.language, folders)
    words.own = relpath(own[0], app.srcdir) if own else ""
    i18n.use(words.translations)
    CATALOGUE.set(config, words)
    for path, line, what in words.faults:
        logger.warning(what, location=f"{path}:{line}", type="handouts", subtype="translation")


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return all pages when the package's own words on them have changed."""
    now = CATALOGUE.need(app.config).digest
    before = catalogue_digest(env) or now
    env.handouts_words = now  # type: ignore[attr-defined]
    return [] if before == now else sorted(env.found_docs)


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


def catalogue_digest(env: BuildEnvironment) -> str:
    """Return the digest of the words that the pages were made with."""
    return str(getattr(env, "handouts_words", ""))

"""Read the catalogues of the package's own words; a project's take precedence.

They are read as translators write them (`.po`), so that none has to be compiled first.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from sphinx.util import logging

from handouts import i18n
from handouts.files import LOCALE, digest_of
from handouts.state import BuildKey

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


DOMAIN = "handouts-words"
"""Name of the catalogues: `handouts` would be that of a project's pages below `handouts/`."""
MOST_BYTES = 1_000_000
"""The largest catalogue that is read; ours has 30,000 bytes."""
NO_CATALOGUE = "this is no catalogue of messages"
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
        words.known |= {texts_of(one.id)[0] for one in catalogue if all(texts_of(one.string or ""))}
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


def _drop_faulty(catalogue: Catalog) -> Iterator[tuple[int, str]]:
    """Remove translations that cannot be filled in; yield the line of each, and what is wrong."""
    for message in list(catalogue):
        for text in texts_of(message.string or "") if message.id else ():
            wanted = set().union(*map(_names, texts_of(message.id)))
            found = _names(text)
            # A plural may leave out its count: "one page".
            if text and (found - wanted or wanted - found - {"count"}):
                needed = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing"
                what = f"the translation of “{texts_of(message.id)[0]}” must have {needed}"
                yield message.lineno or 1, f"{what} in braces, as it stands; it is not used"
                catalogue.delete(message.id)
                break


def _drop_empty_plurals(catalogue: Catalog) -> None:
    """Remove plurals without all of their forms: Babel would compile them to the English ones."""
    for message in list(catalogue):
        if message.pluralizable and not all(texts_of(message.string or "")):
            catalogue.delete(message.id)


def texts_of(written: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return a text of a catalogue with its plural forms, if it has any."""
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


def catalogue_digest(env: BuildEnvironment) -> str:
    """Return the digest of the words that the pages were made with."""
    return str(getattr(env, "handouts_words", ""))

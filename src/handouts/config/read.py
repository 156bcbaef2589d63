"""Read the settings of `conf.py` into values; every fault found is listed at once."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from handouts import dates
from handouts.config.brand import read_brand
from handouts.config.fonts import font_fault
from handouts.config.model import DEFAULT_AUDIENCES, Audience, Edition, HandoutsConfig, Publisher
from handouts.config.readers import PAPERS
from handouts.config.site import site_settings
from handouts.config.validate import Faults, mapping, positive, read_structure, whole
from handouts.files import TEMPLATE
from handouts.i18n import _
from handouts.jobs import EXTRA, MONO, THEME_FONTS, Font
from handouts.problems import nearest
from handouts.prose.limits import LIMITS
from handouts.state import BuildKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from concurrent.futures import Executor

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from handouts.config.brand import Brand

Named = TypeVar("Named", Audience, Edition)

SETTINGS = BuildKey[HandoutsConfig]("settings")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Read the settings into values; raise one ConfigError with all that is wrong with them."""
    faults = Faults()
    SETTINGS.set(config, read_config(config, Path(app.confdir), faults))
    faults.stop_if_any()


def settings_of(config: Config) -> HandoutsConfig:
    """Return the values that were read from `config`."""
    return SETTINGS.need(config)


def read_config(config: Config, confdir: Path, faults: Faults) -> HandoutsConfig:
    """Return the settings of `config`, noting in `faults` all that is wrong."""
    _check_names_of_settings(config, faults)
    audiences = _each("handouts_audiences", config.handouts_audiences, _audience, faults)
    editions = _each("handouts_editions", config.handouts_editions, _edition, faults)
    _check_endings(editions, faults)
    only = config.handouts_only
    if only and only not in audiences:
        faults.add("handouts_only", f"no audience {only!r}{nearest(only, audiences)}")
    brand = read_brand(config.handouts_brand, confdir, faults)
    return HandoutsConfig(
        audiences=audiences,
        editions=editions,
        publisher=_publisher(config, faults),
        brand=brand,
        fonts=_fonts(config.handouts_fonts, brand, confdir, faults),
        css=_css(config.handouts_css_files, confdir, faults),
        templates=_templates(config.handouts_templates_path, confdir, faults),
        only=only,
        today=_today(config, faults),
        time_limit=positive(config, "handouts_time_limit", faults),
        memory_limit=int(positive(config, "handouts_memory_limit", faults)),
        language=str(config.language),
        keep_last=whole(0, 365)(config.handouts_keep_last, 0, "handouts_keep_last", faults),
        printing=bool(config.handouts_printing),
        executor=_executor(config.handouts_executor, faults),
        **site_settings(config, confdir, faults),
    )


def _each(
    where: str, value: object, read: Callable[[str, dict[str, Any], Faults], Named], faults: Faults
) -> dict[str, Named]:
    """Return what `read` makes of each entry of a dictionary, by its name."""
    entries = mapping(value, where, faults)
    if value == {}:
        faults.add(
            where,
            "it is empty, so that nothing can be printed; remove it from conf.py to "
            "have the built-in ones, or name at least one",
        )
    return {
        name: read(name, mapping(raw, f"{where}[{name!r}]", faults), faults)
        for name, raw in entries.items()
    }


def _check_names_of_settings(config: Config, faults: Faults) -> None:
    # Sphinx does not report a misspelt name, and keeps it in its raw values only.
    given = {*config._raw_config, *config.overrides}
    known = {option.name for option in config if option.name.startswith("handouts_")}
    for name in sorted(given):
        if name.startswith("handout") and name not in known:
            faults.add(name, f"no such setting{nearest(name, known)}")


def _audience(name: str, raw: dict[str, Any], faults: Faults) -> Audience:
    where = f"handouts_audiences[{name!r}]"
    _check_name(name, where, faults)
    base = DEFAULT_AUDIENCES.get(name) or replace(
        DEFAULT_AUDIENCES["patients"], label=_("For {audience}", audience=name.replace("-", " "))
    )
    # Language is checked only where a project asks for it; then these are the built-in limits.
    given = {"language": False, **raw}
    found = read_structure(given, replace(base, name=name, limits=LIMITS.get(name)), where, faults)
    return replace(found, label=_(found.label))


def _check_name(name: str, where: str, faults: Faults) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        faults.add(
            where, "a name is made of small letters, digits and single hyphens, such as 'patients'"
        )


def _edition(name: str, raw: dict[str, Any], faults: Faults) -> Edition:
    where = f"handouts_editions[{name!r}]"
    _check_name(name, where, faults)
    label = name.replace("-", " ").capitalize()
    base = Edition(name, label, PAPERS["A4"], large_print=False)
    found = read_structure({"paper": None, **raw}, base, where, faults)
    return replace(found, label=_(found.label))


def _check_endings(names: Collection[str], faults: Faults) -> None:
    """Refuse names by which the sheets of two pages, `knee` and `knee-large`, would be one file."""
    for name in names:
        for other in names:
            if name.endswith(f"-{other}"):
                message = (
                    f"the name ends with the name of '{other}', so that files could be mixed up"
                )
                faults.add(f"handouts_editions[{name!r}]", f"{message}; rename one of them")


def _publisher(config: Config, faults: Faults) -> Publisher:
    where = "handouts_publisher"
    raw = mapping(config.handouts_publisher, where, faults)
    found = read_structure(raw, Publisher(), where, faults)
    return replace(found, **{name: _(text) for name, text in asdict(found).items()})


def _css(value: object, confdir: Path, faults: Faults) -> str:
    """Return the project's style sheets as one text."""
    found = []
    for where, name in _names("handouts_css_files", value, faults):
        try:
            found.append((confdir / name).read_text("utf-8"))
        except OSError:
            faults.add(where, f"no file {name!r} next to conf.py")
        except UnicodeDecodeError:
            faults.add(where, f"{name!r} is not in UTF-8; save it again")
    return "\n".join(found)


def _templates(value: object, confdir: Path, faults: Faults) -> tuple[Path, ...]:
    """Return the folders with the project's template."""
    found = []
    for where, name in _names("handouts_templates_path", value, faults):
        if not (confdir / name / TEMPLATE).is_file():
            faults.add(where, f"no file '{name}/{TEMPLATE}' next to conf.py")
        found.append(confdir / name)
    return tuple(found)


def _names(setting: str, value: object, faults: Faults) -> Iterator[tuple[str, str]]:
    """Yield each name of a list of files, and where it stands."""
    if isinstance(value, list | tuple):
        for index, name in enumerate(value):
            yield f"{setting}[{index}]", str(name)
    else:
        faults.add(setting, f"expected a list of file names, found {value!r}")


def _fonts(value: object, brand: Brand, confdir: Path, faults: Faults) -> tuple[Font, ...]:
    """Return the fonts of the theme, of the brand, and for characters that both lack."""
    own = []
    for where, name in _names("handouts_fonts", value, faults):
        own.append(Font(confdir / name, EXTRA))
        if fault := font_fault(confdir / name, name):
            faults.add(where, fault)
    if any(font_fault(one.path) for one in THEME_FONTS):
        faults.add("handouts", "the theme's own font is missing; install the package again")
    # Where the brand has a font for all text, the theme's must not replace missing characters.
    theme = [one for one in THEME_FONTS if one.family == MONO or not brand.body_font]
    return (*theme, *brand.fonts, *own)


def _today(config: Config, faults: Faults) -> datetime.date:
    try:
        return dates.today(os.environ, config.handouts_today or None)
    except dates.DateError as error:
        where = dates.VARIABLE if os.environ.get(dates.VARIABLE) else "handouts_today"
        faults.add(where, str(error))
        return datetime.date.min


def _executor(name: str, faults: Faults) -> Callable[[int], Executor] | None:
    if not name:
        return None
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute, None)
    except (ImportError, ValueError) as error:
        faults.add("handouts_executor", f"{module!r} cannot be imported: {error}")
        return None
    if not callable(found):
        expected = "expected package.module:name, of something that can be called"
        faults.add("handouts_executor", f"{expected}, found {name!r}")
        return None
    return cast("Callable[[int], Executor]", found)

"""Read the settings of `conf.py` into values; every fault found is listed at once."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from handouts import dates
from handouts.config.model import (
    DEFAULT_AUDIENCES,
    PAPERS,
    Audience,
    Edition,
    HandoutsConfig,
    Publisher,
)
from handouts.config.site import site_settings
from handouts.config.validate import (
    Faults,
    look_for_unknown_keys,
    mapping,
    positive,
    text,
    whole,
    yes_or_no,
)
from handouts.files import FONTS
from handouts.i18n import _
from handouts.jobs import THEME_FONTS, Setting
from handouts.problems import nearest
from handouts.prose.limits import LIMITS, Limits
from handouts.state import BuildKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from concurrent.futures import Executor

    from sphinx.application import Sphinx
    from sphinx.config import Config

SIZES = (6.0, 40.0)
"""Smallest and largest type that a setting may ask for, in points."""

SETTINGS = BuildKey[HandoutsConfig]("settings")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Turn the settings into values, or stop with a list of all that is wrong with them."""
    faults = Faults()
    SETTINGS.set(config, read_config(config, Path(app.confdir), faults))
    faults.stop_if_any()


def settings_of(config: Config) -> HandoutsConfig:
    """Return the values that were made of `config` when it was read."""
    return SETTINGS.need(config)


def read_config(config: Config, confdir: Path, faults: Faults) -> HandoutsConfig:
    """Return the settings of `config`, noting in `faults` all that is wrong."""
    _look_for_unknown_names(config, faults)
    audiences = {
        name: _audience(name, mapping(raw, f"handouts_audiences[{name!r}]", faults), faults)
        for name, raw in mapping(config.handouts_audiences, "handouts_audiences", faults).items()
    }
    editions = {
        name: _edition(name, mapping(raw, f"handouts_editions[{name!r}]", faults), faults)
        for name, raw in mapping(config.handouts_editions, "handouts_editions", faults).items()
    }
    _look_at_endings(editions, faults)
    only = config.handouts_only
    if only and only not in audiences:
        faults.add("handouts_only", f"no audience {only!r}{nearest(only, audiences)}")
    return HandoutsConfig(
        audiences=audiences,
        editions=editions,
        publisher=_publisher(config, faults),
        fonts=_fonts(config.handouts_fonts, confdir, faults),
        only=only,
        today=_today(config, faults),
        time_limit=positive(config, "handouts_time_limit", faults),
        memory_limit=int(positive(config, "handouts_memory_limit", faults)),
        printing=bool(config.handouts_printing),
        executor=_executor(config.handouts_executor, faults),
        **site_settings(config, confdir, faults),
    )


def _look_for_unknown_names(config: Config, faults: Faults) -> None:
    # Sphinx is silent about a misspelt name; its raw values are the only place that has it.
    given = {*config._raw_config, *config.overrides}
    known = {option.name for option in config if option.name.startswith("handouts_")}
    for name in sorted(given):
        if name.startswith("handout") and name not in known:
            faults.add(name, f"no such setting{nearest(name, known)}")


def _audience(name: str, raw: dict[str, Any], faults: Faults) -> Audience:
    where = f"handouts_audiences[{name!r}]"
    known = {
        "label",
        "columns",
        "settings",
        "large-print-settings",
        "large-print-pages",
        "sources",
        "language",
        "claims-months",
    }
    look_for_unknown_keys(raw, known, where, faults)
    _look_at_name(name, where, faults)
    base = DEFAULT_AUDIENCES.get(name, DEFAULT_AUDIENCES["patients"])
    label = (
        base.label
        if name in DEFAULT_AUDIENCES
        else _("For {audience}", audience=name.replace("-", " "))
    )
    return Audience(
        name=name,
        label=_(text(raw, "label", label, where, faults)),
        columns=whole(raw, "columns", base.columns, (1, 2), where, faults),
        settings=_setting_list(raw, "settings", base.settings, where, faults),
        large_print_settings=_setting_list(
            raw, "large-print-settings", base.large_print_settings, where, faults
        ),
        large_print_pages=whole(
            raw, "large-print-pages", base.large_print_pages, (1, 20), where, faults
        ),
        sources=yes_or_no(raw, "sources", base.sources, where, faults),
        limits=_limits(name, raw.get("language", False), f"{where}['language']", faults),
        claims_months=whole(raw, "claims-months", 0, (0, 120), where, faults),
    )


def _limits(name: str, raw: object, where: str, faults: Faults) -> Limits | None:
    """Return an audience's limits of language: the built-in ones, with what is given instead."""
    if raw is False:
        return None
    base = LIMITS.get(name, LIMITS["patients"])
    if raw is True:
        return base
    given = mapping(raw, where, faults)
    known = {one.name: one for one in fields(Limits)}
    look_for_unknown_keys(given, set(known), where, faults)
    changes: dict[str, Any] = {}
    for key, value in given.items():
        old = getattr(base, key, None)
        if isinstance(old, frozenset) and isinstance(value, list | tuple | set):
            # A project adds its own abbreviations; word lists it chooses.
            changes[key] = old | set(value) if key == "abbreviations" else frozenset(value)
        elif isinstance(value, bool) == isinstance(old, bool) and isinstance(
            value, int | float | None
        ):
            changes[key] = value
        else:
            faults.add(f"{where}[{key!r}]", f"expected something like {old!r}, found {value!r}")
    return replace(base, **{key: value for key, value in changes.items() if key in known})


def _look_at_name(name: str, where: str, faults: Faults) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        faults.add(
            where, "a name is made of small letters, digits and single hyphens, such as 'patients'"
        )


def _setting_list(
    raw: Mapping[str, Any], key: str, default: tuple[Setting, ...], where: str, faults: Faults
) -> tuple[Setting, ...]:
    if key not in raw:
        return default
    rows = raw[key]
    place = f"{where}[{key!r}]"
    if not isinstance(rows, list | tuple) or not rows:
        faults.add(place, f"expected a list of (size, leading, spacing), found {rows!r}")
        return default
    settings = [_setting(row, f"{place}[{index}]", faults) for index, row in enumerate(rows)]
    return tuple(setting for setting in settings if setting) or default


def _setting(row: object, where: str, faults: Faults) -> Setting | None:
    if (
        isinstance(row, list | tuple)
        and len(row) == 3
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in row)
    ):
        size, leading, space = (float(part) for part in row)
        if SIZES[0] <= size <= SIZES[1] and 1 <= leading <= 3 and 0 <= space <= 5:
            return Setting(size, leading, space)
    faults.add(
        where,
        "expected (size from 6 to 40 points, leading from 1 to 3, spacing from 0 to 5), "
        f"found {row!r}",
    )
    return None


def _edition(name: str, raw: dict[str, Any], faults: Faults) -> Edition:
    where = f"handouts_editions[{name!r}]"
    look_for_unknown_keys(raw, {"label", "paper", "large-print"}, where, faults)
    _look_at_name(name, where, faults)
    large_print = yes_or_no(raw, "large-print", False, where, faults)
    paper, paper_name = _paper(raw.get("paper"), where, faults)
    return Edition(
        name=name,
        label=_(text(raw, "label", name.replace("-", " ").capitalize(), where, faults)),
        paper=paper,
        paper_name=paper_name,
        large_print=large_print,
    )


def _look_at_endings(names: Collection[str], faults: Faults) -> None:
    """Refuse names by which the sheets of two pages, `knee` and `knee-large`, would be one file."""
    for name in names:
        for other in names:
            if name.endswith(f"-{other}"):
                message = (
                    f"the name ends with the name of '{other}', so that files could be mixed up"
                )
                faults.add(f"handouts_editions[{name!r}]", f"{message}; rename one of them")


def _paper(value: object, where: str, faults: Faults) -> tuple[tuple[float, float], str]:
    if isinstance(value, str):
        for name, size in PAPERS.items():
            if name.lower() == value.lower():
                return size, name
        faults.add(f"{where}['paper']", f"no paper {value!r}{nearest(value, PAPERS)}")
    elif (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(part, int | float) and 50 <= part <= 2000 for part in value)
    ):
        return (float(value[0]), float(value[1])), f"{value[0]:g} × {value[1]:g} mm"
    else:
        faults.add(
            f"{where}['paper']",
            f"expected one of {', '.join(PAPERS)}, or (width, height) in millimetres, "
            f"found {value!r}",
        )
    return PAPERS["A4"], "A4"


def _publisher(config: Config, faults: Faults) -> Publisher:
    where = "handouts_publisher"
    raw = mapping(config.handouts_publisher, where, faults)
    look_for_unknown_keys(raw, {"name", "contact", "notice"}, where, faults)
    return Publisher(
        name=_(text(raw, "name", "", where, faults)),
        contact=_(text(raw, "contact", "", where, faults)),
        notice=_(text(raw, "notice", "", where, faults)),
    )


def _fonts(value: object, confdir: Path, faults: Faults) -> tuple[Path, ...]:
    # With no usable font at all Pango crashes the process, so files are looked for first.
    folder = FONTS
    theme = [folder / name for name in THEME_FONTS]
    extra = value if isinstance(value, list | tuple) else []
    if extra is not value:
        faults.add("handouts_fonts", f"expected a list of file names, found {value!r}")
    files = list(theme)
    for index, name in enumerate(extra):
        path = confdir / str(name)
        if not _is_font(path):
            faults.add(
                f"handouts_fonts[{index}]",
                f"no usable font at {str(name)!r}: expected a TrueType or OpenType file "
                "(.ttf, .otf), looked for next to conf.py",
            )
        files.append(path)
    if not all(map(_is_font, theme)):
        faults.add("handouts", "the theme's own font is missing; install the package again")
    return tuple(files)


def _is_font(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in {b"\0\1\0\0", b"OTTO", b"true"}


def _today(config: Config, faults: Faults) -> datetime.date:
    try:
        return dates.today(os.environ, config.handouts_today or None)
    except dates.DateError as error:
        faults.add(
            dates.VARIABLE if os.environ.get(dates.VARIABLE) else "handouts_today", str(error)
        )
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

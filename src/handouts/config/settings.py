"""The settings of handouts in `conf.py`: a field declares each once, and all are read into it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.config.audiences import (
    DEFAULT_EDITIONS,
    Audience,
    Edition,
    read_audiences,
    read_editions,
)
from handouts.config.brand import Brand, read_brand
from handouts.config.own_files import StyleSheet, fonts, style_sheets, templates
from handouts.config.publisher import Publisher, read_publisher
from handouts.config.site import SITES, base_url, edit_url, read_lay_words, structured_data
from handouts.config.structures import describe, keys_of, setting
from handouts.config.theme_options import check_theme_options
from handouts.config.values import (
    Faults,
    Spot,
    executor,
    mapping,
    one_of,
    positive,
    text,
    today,
    truth,
    whole,
)
from handouts.jobs import MONO, THEME_FONTS, Font
from handouts.problems import nearest
from handouts.state import BuildKey

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True)
class HandoutsConfig:
    """All settings of handouts."""

    audiences: Mapping[str, Audience] = setting(
        "handouts_audiences",
        {"patients": {}, "referrers": {}},
        read_audiences,
        f"Audiences by name. Each may set {describe(Audience)}. What is not set is taken from the "
        "built-in audience of the same name, or else from `patients`.",
    )
    editions: Mapping[str, Edition] = setting(
        "handouts_editions",
        DEFAULT_EDITIONS,
        read_editions,
        "Editions by name; the name ends the file's name. Each must set `paper`, and may set the "
        f"others of {describe(Edition)}.",
    )
    publisher: Publisher = setting(
        "handouts_publisher",
        {},
        read_publisher,
        f"What the foot of each sheet says of its publisher: {describe(Publisher)}.",
    )
    brand: Brand = setting(
        "handouts_brand",
        {},
        read_brand,
        "Colour, logo and type of the publisher, on sheets and on a site with the theme "
        f"`handouts`: {describe(Brand)}.",
    )
    styles: tuple[StyleSheet, ...] = setting(
        "handouts_css_files",
        [],
        style_sheets,
        "Style sheets for paper, relative to `conf.py`, that follow the theme's. What they break, "
        "such as contrast, the smallest type or a page's edge, refuses the sheet as ever.",
    )
    templates: tuple[Path, ...] = setting(
        "handouts_templates_path",
        [],
        templates,
        "Folders, relative to `conf.py`, with a Jinja template `sheet.html` in place of the "
        'theme\'s; it may begin with `{% extends "handouts/sheet.html" %}`.',
    )
    own_fonts: tuple[Font, ...] = setting(
        "handouts_fonts",
        [],
        fonts,
        "Font files, relative to `conf.py`, for characters that the theme's font lacks.",
    )
    site_builder: str = setting(
        "handouts_site_builder",
        "html",
        one_of(*SITES),
        "Builder that makes the public site, `html` or `dirhtml`: it decides the addresses that "
        "sheets print.",
    )
    edit_url: str = setting(
        "handouts_edit_url",
        "",
        edit_url,
        "Address at which a reader can suggest a change, with `{path}` for the source file and "
        "perhaps `{line}`, such as `https://example.org/back/blob/main/docs/{path}#L{line}`. Each "
        "page of the site then ends with a link to its source, and a handout's page has one at "
        "each block, to where its words live.",
    )
    lay_words: Mapping[str, str] = setting(
        "handouts_lay_words",
        "",
        read_lay_words,
        "A TOML file, relative to `conf.py`, that lets the site's search find what readers call "
        'otherwise: a line such as `knee = ["kneecap"]` for each word of the pages.',
    )
    structured_data: Mapping[str, Any] = setting(
        "handouts_structured_data",
        {},
        structured_data,
        "What search engines find in the words of schema.org of each page that has `checked` "
        'in its front matter: `{"@type": "MedicalWebPage"}` or another type, and what is true of '
        "all these pages, such as `license`. Title, description, address, language, dates, "
        "audience, publisher and sheets are added from the page.",
    )
    today: datetime.date = setting(
        "handouts_today",
        "",
        today,
        "The day to judge dates by, such as 2026-11-22, so that a build does not depend on the "
        "clock. The environment variable `HANDOUTS_TODAY` goes before it.",
    )
    keep_last: int = setting(
        "handouts_keep_last",
        0,
        whole(0, 365),
        "Days that the last good sheet stays in the output folder, and on the site with its date, "
        "while a newer one is refused. 0 removes it at once. It is known only to builds that keep "
        "their output folder and their folder of doctrees.",
    )
    only: str = setting(
        "handouts_only", "", text, "Name of the one audience to print; nothing prints all."
    )
    time_limit: float = setting(
        "handouts_time_limit",
        60,
        positive(float),
        "Seconds that printing one handout in all its editions may take.",
        int,
        float,
    )
    memory_limit: int = setting(
        "handouts_memory_limit",
        4096,
        positive(int),
        "Megabytes of address space that a worker process may use.",
    )
    executor: Callable[[int], Executor] | None = setting(
        "handouts_executor",
        "",
        executor,
        "What prints the sheets in place of processes of this machine, as `package.module:name`: "
        "called with the number of jobs that `-j` allows, it returns an `Executor` of "
        "`concurrent.futures`.",
    )
    printing: bool = setting(
        "handouts_printing",
        True,
        truth,
        "Whether sheets are printed. Without them the site is built as by Sphinx alone, which is "
        "quicker while only pages are looked at; sheets of an earlier build are removed. The "
        "commands print all the same, but for `live`.",
    )
    base_url: str = field(kw_only=True)
    """Address of the public site with a slash at its end, or nothing."""
    language: str = field(kw_only=True)
    """Language of the pages, as Sphinx writes it."""

    @property
    def css(self) -> str:
        """Return the project's own style sheets as one text."""
        return "\n".join(one.text for one in self.styles)

    @property
    def has_large_print(self) -> bool:
        """Whether handouts are printed in large print too."""
        return any(edition.large_print for edition in self.editions.values())

    @property
    def fonts(self) -> tuple[Font, ...]:
        """The fonts of the theme, of the brand, and for characters that both lack."""
        # Where the brand has a font for all text, the theme's must not replace missing characters.
        theme = (one for one in THEME_FONTS if one.family == MONO or not self.brand.body_font)
        return (*theme, *self.brand.fonts, *self.own_fonts)


SETTINGS = BuildKey[HandoutsConfig]("settings")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Read the settings into values.

    :raises ConfigError: with all that is wrong with them
    """
    faults = Faults(folder=Path(app.confdir), options=config.overrides)
    SETTINGS.set(config, read_config(config, faults))
    if config.html_theme == "handouts":
        check_theme_options(config.html_theme_options, Spot("html_theme_options", faults))
    faults.stop_if_any()


def settings_of(config: Config) -> HandoutsConfig:
    """Return the values that were read from `config`."""
    return SETTINGS.need(config)


def read_config(config: Config, faults: Faults) -> HandoutsConfig:
    """Return the settings of `config`, noting in `faults` all that is wrong."""
    _check_names(config, faults)
    _check_types(config, faults)
    values = {}
    for name, one in keys_of(HandoutsConfig).items():
        given, default = getattr(config, name), one.metadata["default"]
        # None counts as an empty text: that of a variable of the environment that is not set.
        value = default if given is None and default == "" else given
        values[one.name] = one.metadata["read"](value, default, Spot(name, faults))
    found = HandoutsConfig(
        **values,
        base_url=base_url(config.html_baseurl, Spot("html_baseurl", faults)),
        language=str(config.language),
    )
    known, only = found.audiences, found.only
    if only and only not in known:
        Spot("handouts_only", faults).fault(f"no audience {only!r}{nearest(only, known)}")
    return found


def _check_names(config: Config, faults: Faults) -> None:
    # Sphinx does not report a misspelt name, and keeps it in its raw values only.
    given = {*config._raw_config, *config.overrides}
    known = [name for name in config.values if name.startswith("handouts_")]
    for name in sorted(given):
        if name.startswith("handout") and name not in known:
            Spot(name, faults).fault(f"no such setting{nearest(name, known)}")


def _check_types(config: Config, faults: Faults) -> None:
    """Check the settings of other packages, which read them when they need them.

    Sphinx only warns of another type, and the first that reads such a setting would fail.
    """
    of_others = config.values.keys() - keys_of(HandoutsConfig).keys()
    for name in sorted(name for name in of_others if name.startswith("handouts_")):
        given, default = getattr(config, name), config.values[name].default
        if isinstance(default, str):
            config[name] = "" if given is None else text(given, default, Spot(name, faults))
        elif isinstance(default, dict):
            config[name] = {} if given is None else mapping(given, Spot(name, faults))

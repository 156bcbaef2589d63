"""The configuration values that are registered with Sphinx, each declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handouts.config.brand import Brand
from handouts.config.model import DEFAULT_EDITIONS, Audience, Edition, Publisher
from handouts.config.validate import describe


@dataclass(frozen=True)
class ConfigValue:
    """One configuration value, declared once: registered with Sphinx, and listed in the docs."""

    name: str
    default: Any
    types: tuple[type, ...]
    description: str


OPTIONS: tuple[ConfigValue, ...] = (
    ConfigValue(
        "handouts_audiences",
        {"patients": {}, "referrers": {}},
        (dict,),
        f"Audiences by name. Each may set {describe(Audience)}. What is not set is taken from the "
        "built-in audience of the same name, or else from `patients`.",
    ),
    ConfigValue(
        "handouts_editions",
        DEFAULT_EDITIONS,
        (dict,),
        "Editions by name; the name ends the file's name. Each must set `paper`, and may set the "
        f"others of {describe(Edition)}.",
    ),
    ConfigValue(
        "handouts_publisher",
        {},
        (dict,),
        f"What the foot of each sheet says of its publisher: {describe(Publisher)}.",
    ),
    ConfigValue(
        "handouts_brand",
        {},
        (dict,),
        "Colour, logo and type of the publisher, on sheets and on a site with the theme "
        f"`handouts`: {describe(Brand)}.",
    ),
    ConfigValue(
        "handouts_css_files",
        [],
        (list, tuple),
        "Style sheets for paper, relative to `conf.py`, that follow the theme's. What they break, "
        "such as contrast, the smallest type or a page's edge, refuses the sheet as ever.",
    ),
    ConfigValue(
        "handouts_templates_path",
        [],
        (list, tuple),
        "Folders, relative to `conf.py`, with a Jinja template `sheet.html` in place of the "
        'theme\'s; it may begin with `{% extends "handouts/sheet.html" %}`.',
    ),
    ConfigValue(
        "handouts_fonts",
        [],
        (list, tuple),
        "Font files, relative to `conf.py`, for characters that the theme's font lacks.",
    ),
    ConfigValue(
        "handouts_site_builder",
        "html",
        (str,),
        "Builder that makes the public site, `html` or `dirhtml`: it decides the addresses that "
        "`-b handouts` prints.",
    ),
    ConfigValue(
        "handouts_edit_url",
        "",
        (str,),
        "Address at which a reader can suggest a change, with `{path}` for the source file and "
        "perhaps `{line}`, such as `https://example.org/back/blob/main/docs/{path}#L{line}`. Each "
        "page of the site then ends with a link to its source, and a handout's page has one at "
        "each block, to where its words live.",
    ),
    ConfigValue(
        "handouts_lay_words",
        "",
        (str,),
        "A TOML file, relative to `conf.py`, that lets the site's search find what readers call "
        'otherwise: a line such as `knee = ["kneecap"]` for each word of the pages.',
    ),
    ConfigValue(
        "handouts_structured_data",
        {},
        (dict,),
        "What search engines find in the words of schema.org of each page that has `checked` "
        'in its front matter: `{"@type": "MedicalWebPage"}` or another type, and what is true of '
        "all these pages, such as `license`. Title, description, address, language, dates, "
        "audience, publisher and sheets are added from the page.",
    ),
    ConfigValue(
        "handouts_today",
        "",
        (str,),
        "The day to judge dates by, such as 2026-11-22, so that a build does not depend on the "
        "clock. The environment variable `HANDOUTS_TODAY` goes before it.",
    ),
    ConfigValue(
        "handouts_keep_last",
        0,
        (int,),
        "Days that the last good sheet stays in the output folder, and on the site with its date, "
        "while a newer one is refused. 0 removes it at once. It is known only to builds that keep "
        "their output folder and their folder of doctrees.",
    ),
    ConfigValue(
        "handouts_only", "", (str,), "Name of the one audience to print; nothing prints all."
    ),
    ConfigValue(
        "handouts_time_limit",
        60,
        (int, float),
        "Seconds that printing one handout in all its editions may take.",
    ),
    ConfigValue(
        "handouts_memory_limit",
        4096,
        (int,),
        "Megabytes of address space that a worker process may use.",
    ),
    ConfigValue(
        "handouts_executor",
        "",
        (str,),
        "What prints the sheets in place of processes of this machine, as `package.module:name`: "
        "called with the number of jobs that `-j` allows, it returns an `Executor` of "
        "`concurrent.futures`.",
    ),
    ConfigValue(
        "handouts_restricted",
        "",
        (str,),
        "What may not lead out of the project anywhere, and not only on pages that handouts take "
        "from: `links` for links of files and folders, as `handouts check` has it, or `all` for "
        "files, addresses and programs too, for builds of changes that nobody has read. The "
        "environment variable `HANDOUTS_RESTRICTED` goes before it.",
    ),
    ConfigValue(
        "handouts_printing",
        True,
        (bool,),
        "Whether sheets are printed. Without them the site is built as by Sphinx alone, which is "
        "quicker while only pages are looked at.",
    ),
)

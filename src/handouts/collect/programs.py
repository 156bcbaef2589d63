"""Read pages without what lets their text run programs, which only `conf.py` may switch on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from myst_parser.parsers.sphinx_ import MystParser

from handouts.collect.files_outside import RUNS
from handouts.collect.front_matter import FrontMatter, read_front_matter
from handouts.collect.page_limits import UnreadableError
from handouts.collect.pages import Restriction, pages_of
from handouts.collect.reading import READING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

DIRECTIVE_FAILS = (AttributeError, LookupError, TypeError, ValueError)
"""Errors at an option that a directive did not foresee, such as an empty `:delim:` of a table."""
RUNS_CELLS = {"execution_mode"}
"""Settings of a notebook by which myst-nb runs the page's own cells."""


def restrict(app: Sphinx, text: str, front_matter: FrontMatter) -> tuple[list[Restriction], str]:
    """Return what a page is read without, and the text that is left to read."""
    if READING.get() != "restricted":
        return [], text
    if front_matter.fault:
        blank = "\n" * (front_matter.last + 1)
        rest = text.split("\n")[front_matter.last + 1 :]
        return [Restriction(1, front_matter.fault, "front-matter")], blank + "\n".join(rest)
    return _restrict_markdown(text, front_matter, app.config)


def restrict_text(text: str, config: Config) -> tuple[list[Restriction], str]:
    """Return what a text in Markdown, or a notebook, is read without, and what is left to read."""
    if text.lstrip().startswith("{"):
        return _restrict_notebook(text, config)
    return _restrict_markdown(text, read_front_matter(text), config)


def _restrict_markdown(
    text: str, front_matter: FrontMatter, config: Config
) -> tuple[list[Restriction], str]:
    programs = _programs_in(front_matter, config)
    if not programs:
        return [], text
    # JSON is YAML in one line; a day or a number as a key has no form in it, and no use here.
    values = _without_programs(front_matter.values, config)
    kept = json.dumps(values, default=str, skipkeys=True, ensure_ascii=False)
    blank = [""] * (front_matter.last - front_matter.first - 1)  # No line moves.
    rest = text.split("\n")[front_matter.last + 1 :]
    return programs, "\n".join(["---", kept, *blank, "---", *rest])


def _restrict_notebook(text: str, config: Config) -> tuple[list[Restriction], str]:
    try:
        notebook = json.loads(text)
        metadata = dict(notebook["metadata"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return [], text  # It is no notebook, or its reader says what is wrong.
    programs = _programs_in(FrontMatter(values=metadata), config)
    if programs:
        text = json.dumps({**notebook, "metadata": _without_programs(metadata, config)})
    return programs, text


def _programs_in(front_matter: FrontMatter, config: Config) -> list[Restriction]:
    """Return a restriction if a page switches on what only `conf.py` may."""
    names = _switched_on(front_matter.values) & RUNS - set(config.myst_enable_extensions)
    cells = _of_cells(front_matter.values, config)
    if not names and not cells:
        return []
    line = front_matter.lines.get("enable_extensions" if names else _key_of_cells(config), 1)
    message = (
        f"the page switches on '{min(names or cells)}', which can run any program; "
        "take it out of the front matter, or switch it on in conf.py if you trust all authors"
    )
    return [Restriction(line, message)]


def _key_of_cells(config: Config) -> str:
    """Return the key under which a notebook has settings of myst-nb."""
    return str(getattr(config, "nb_metadata_key", "mystnb"))


def _of_cells(values: Mapping[str, Any], config: Config) -> set[str]:
    """Return the settings by which a notebook's cells run, if `conf.py` runs none."""
    settings = values.get(_key_of_cells(config))
    # Without myst-nb there is no such setting, and nothing runs.
    if not isinstance(settings, dict) or getattr(config, "nb_execution_mode", None) != "off":
        return set()
    return {name for name in RUNS_CELLS & settings.keys() if settings[name] not in ("off", False)}


def _without_programs(values: Mapping[str, Any], config: Config) -> dict[str, Any]:
    found, key = dict(values), _key_of_cells(config)
    if names := _switched_on(values):
        found["myst"] = {**found["myst"], "enable_extensions": sorted(names - RUNS)}
    if isinstance(found.get(key), dict):
        found[key] = {k: value for k, value in found[key].items() if k not in RUNS_CELLS}
    return found


def _switched_on(values: Mapping[str, Any]) -> set[str]:
    settings = values.get("myst")
    names = settings.get("enable_extensions") if isinstance(settings, dict) else None
    if isinstance(names, str):
        return {names}
    return set(map(str, names)) if isinstance(names, Iterable) else set()


def restricted(parser: type[MystParser]) -> type[MystParser]:
    """Return MyST's parser, or one derived from it such as that of myst-nb, with these rules."""
    return type(f"Restricted{parser.__name__}", (_WithRules, parser), {"__doc__": parser.__doc__})


class _WithRules(MystParser):
    """Applies the rules to each text, also to one that is no page, such as a translation."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text, without its front matter if that would run programs.

        :raises UnreadableError: with the name of the page, if its markup is nested too deep for
            Python, or a directive or a role fails
        """
        env = document.settings.env
        if READING.get() == "restricted":
            page = pages_of(env)[env.current_document.docname]
            programs, inputstring = restrict_text(inputstring, env.config)
            page.restricted += tuple(programs)
        try:
            super().parse(inputstring, document)
        except RecursionError:
            message = "markup is nested too deeply to be read; make the page simpler"
            raise UnreadableError(f"{_path(env)}: {message}") from None
        except DIRECTIVE_FAILS as error:
            *_, (frame, _) = walk_tb(error.__traceback__)
            if frame.f_globals.get("__name__", "").startswith("handouts."):
                raise  # A fault of this program keeps its traceback.
            what = f"a directive or role of this page fails ({type(error).__name__}: {error})"
            message = "look at what was written last and its options; -T shows the traceback"
            raise UnreadableError(f"{_path(env)}: {what}; {message}") from error


def _path(env: BuildEnvironment) -> str:
    return str(env.doc2path(env.current_document.docname, base=False))

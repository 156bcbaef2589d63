"""Find the settings of `conf.py` to which an error of Sphinx, or of an extension, is due.

Sphinx takes any value, and of a wrong one says at best that its type is not that of the default.
Whoever reads it then fails, with a traceback that names code and not `conf.py`.
"""

from __future__ import annotations

import contextlib
import inspect
import linecache
import re
import reprlib
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import Config

from handouts.problems import in_one_line, line_in_conf, with_short_words

if TYPE_CHECKING:
    from types import FrameType

    Call = tuple[FrameType, str]
    """A call of the failing code, with the statement that it is at."""

SET = re.compile(r"^(\w+)\s*(?:[+|]?=|:)", re.MULTILINE)
"""How a line of `conf.py` sets a value."""
READ = re.compile(r"\bconfig(?:\.|, ?[\"']|\[[\"'])(\w+)")
"""How code reads a setting: as an attribute, with `getattr`, or as an item."""
COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}
"""Parts of functions that are calls of their own; from Python 3.12 on, only the last."""
FAILURES = (TypeError, ValueError, AttributeError, LookupError, re.error)
"""What code raises that is given another value than it takes."""


def explain_by_settings(error: Exception, warned: Iterable[str], conf: Path) -> str:
    """Return the settings to which an error is due, each with its line; nothing if none is.

    :param error: of the code that failed, or of Sphinx because of it
    :param warned: settings of which Sphinx has said that they have a wrong type
    :param conf: the `conf.py` of the project
    """
    cause = getattr(error, "orig_exc", None) or error.__cause__ or error
    frames = [*_frames(cause), *(_frames(error) if cause is not error else [])]
    config = _config_in(frames)
    if config is None or not isinstance(cause, FAILURES):
        return ""
    names = SET.findall(conf.read_text("utf-8", "replace"))
    given = {name: getattr(config, name) for name in names if hasattr(config, name)}
    meant = _meant(given, config)
    found = {meant[name] for name in meant.keys() & warned}
    odd = {name for name, value in given.items() if _is_odd(name, value, config)}
    found = found or next(_suspects(frames, given, meant, odd), set())
    return "\n".join(_about(name, cause, config, conf) for name in sorted(found))


def _meant(given: Mapping[str, Any], config: Config) -> dict[str, str]:
    """Return the name in `conf.py` of each setting that has one of the values there.

    Sphinx makes some the default of others, and `root_doc` that of `master_doc`.
    """
    found: dict[str, str] = {}
    for other, option in config.values.items():
        with contextlib.suppress(*FAILURES):  # A default may be made from a wrong value.
            value = getattr(config, other)
            names = [name for name in given if given[name] is value and value != option.default]
            found[other] = names[0] if names else ""
    found |= {name: name for name in given}
    return {one: name for one, name in found.items() if name and not name.startswith("handouts_")}


def _about(name: str, error: BaseException, config: Config, conf: Path) -> str:
    """Return a line on a setting that is wrong."""
    option = config.values.get(name)
    default = "" if option is None or callable(option.default) else f", {option.default!r}"
    reason = traceback.format_exception_only(error)[-1].strip()
    what = f"{name} cannot be {reprlib.repr(getattr(config, name))} ({reason})"
    remedy = f"look up what it takes; see its default{default}"
    return f"{conf}:{line_in_conf(conf, name)}: {with_short_words(in_one_line(what))}; {remedy}"


def _frames(error: BaseException) -> list[Call]:
    """Return the calls of the failing code, the innermost first."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    places = traceback.extract_tb(error.__traceback__)
    texts = [
        "".join(linecache.getlines(at.filename)[(at.lineno or 1) - 1 : at.end_lineno])
        for at in places
    ]
    return list(zip(frames, texts, strict=True))[::-1]


def _config_in(frames: Sequence[Call]) -> Config | None:
    """Return the settings of the build that failed, where it has got so far."""
    for frame, _ in frames:
        for local in frame.f_locals.values():
            found = getattr(local, "__dict__", {}).get("config", local)
            if isinstance(found, Config):
                return found
    return None


def _suspects(
    frames: Sequence[Call], given: Mapping[str, Any], meant: Mapping[str, str], odd: set[str]
) -> Iterator[set[str]]:
    """Yield the settings that a call reads in the statement that fails, the innermost call first.

    Or those that its function reads of whose values a part is at hand where the error was raised;
    or, at last, those of which the whole value is.

    :param given: the values that `conf.py` sets
    :param meant: the name there of each setting that has one of these values
    :param odd: the names of those whose values are of another type than they should be
    """
    ids = {id(value) for value in _at_hand(frames)}
    passed = {
        name
        for name, value in given.items()
        # The same text can stand in many places.
        if any(
            id(one) in ids
            for one in _parts(value)
            if name in odd or not isinstance(one, str | bool)
        )
    }
    for frame, statement in frames:
        read, near = (
            {meant[name] for name in READ.findall(text) if name in meant}
            for text in (statement, _source(frame))
        )
        if found := read or near & passed:
            yield found
    yield {
        name
        for name in passed
        # Two settings may have one small number, but no list.
        if id(given[name]) in ids and (name in odd or isinstance(given[name], list | dict | set))
    }


def _at_hand(frames: Sequence[Call]) -> Iterator[Any]:
    """Yield what the function had at hand that raised the error, or that called a standard one."""
    for frame, _ in frames:
        if not _is_standard(frame):
            yield from frame.f_locals.values()
            yield from getattr(frame.f_locals.get("self"), "__dict__", {}).values()
            if frame.f_code.co_name not in COMPREHENSIONS:
                return


def _is_odd(name: str, value: Any, config: Config) -> bool:
    """Return whether a value is of another type than that of its setting."""
    option = config.values.get(name)
    types = option.valid_types if option and isinstance(option.valid_types, frozenset) else ()
    return option is not None and type(value) not in {type(option.default), *types}


def _parts(value: Any) -> Iterator[Any]:
    """Yield a value, and all that it holds."""
    yield value
    if isinstance(value, dict):
        value = chain.from_iterable(value.items())
    elif not isinstance(value, list | tuple | set | frozenset):
        return
    for one in value:
        yield from _parts(one)


def _is_standard(frame: FrameType) -> bool:
    module = str(frame.f_globals.get("__name__"))
    return module.partition(".")[0] in sys.stdlib_module_names


def _source(frame: FrameType) -> str:
    try:
        return inspect.getsource(frame.f_code)
    except OSError:  # Code that no file has.
        return ""

"""Name the settings of `conf.py` with whose kind of value Sphinx, or an extension, fails.

Sphinx takes any value, and says at best that its type is not that of the default. Whoever reads it
then fails, with a traceback that names code and not `conf.py`.
"""

from __future__ import annotations

import re
import reprlib
import traceback
from collections.abc import Collection
from os import PathLike
from typing import TYPE_CHECKING, Any

from handouts.problems import in_one_line, line_in_conf, with_short_words

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config

FAILURES = (TypeError, ValueError, AttributeError, LookupError, re.error)
"""What code raises that is given another value than it takes."""
LISTS = (list, tuple, set, frozenset)
"""What Sphinx, or an extension, takes for a list."""


def explain_by_settings(
    error: BaseException, config: Config, conf: Path, warned: Collection[str] = ()
) -> str:
    """Return the settings that have another kind of value than their default, each with its line.

    :param error: one of `FAILURES`, of the code that failed
    :param config: what `conf.py` sets, and the defaults
    :param conf: that file
    :param warned: settings of which Sphinx has said that they have a wrong type
    :return: nothing if the error may have another reason
    """
    given: dict[str, Any] = config._raw_config
    wrong = [name for name in given if name in warned or _is_wrong(given[name], name, config)]
    return "\n".join(_about(name, given[name], error, conf) for name in wrong)


def _is_wrong(value: Any, name: str, config: Config) -> bool:
    """Return whether a value, or one in its list, is of another kind than the default."""
    option = config.values.get(name)
    default = getattr(option, "default", [] if name == "extensions" else None)
    if callable(default):
        try:
            default = default(config)
        except FAILURES:  # It is made from another setting, which is wrong.
            return False
    if isinstance(default, LISTS):  # Sphinx takes a text for one, too.
        ours = isinstance(value, LISTS)
        return not ours or not all(isinstance(one, str | tuple | PathLike) for one in value)
    kinds = getattr(option, "valid_types", ())
    others = kinds if isinstance(kinds, frozenset) else ()
    if Any in others or (default is None and not others):
        return False
    kind = int if isinstance(default, bool) else type(default)  # Sphinx takes 1 for yes, too.
    return not isinstance(value, (kind, *others))


def _about(name: str, value: Any, error: BaseException, conf: Path) -> str:
    reason = traceback.format_exception_only(error)[-1].strip()
    what = with_short_words(in_one_line(f"{name} cannot be {reprlib.repr(value)} ({reason})"))
    return f"{conf}:{line_in_conf(conf, name)}: {what}; look up what it takes"

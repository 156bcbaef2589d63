"""Describe the settings of docutils once, where docutils does so for each page."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from docutils.frontend import OptionParser

if TYPE_CHECKING:
    from docutils import SettingsSpec

MADE = ["option_list", "option_groups", "lists", "defaults", "relative_path_settings"]
MADE += ["_short_opt", "_long_opt"]
"""What is made from the descriptions of some components; what files set comes later."""
OWN = {"settings_spec", "settings_defaults", "settings_default_overrides"}
"""What describes options; an object that has one of its own differs from others of its class."""
MOST_KNOWN = 8
"""Sets of components that are remembered. A build has a few, with a class of its own in them."""
_describe = OptionParser.populate_from_components
_known: dict[tuple[type, ...], dict[str, Any]] = {}


def describe_options_once() -> None:
    """Have docutils keep the descriptions of its options.

    Sphinx and MyST each have some hundred of them made for each page, which took a twentieth of the
    time of the process that reads.
    """
    OptionParser.populate_from_components = _describe_once  # type: ignore[assignment,method-assign]


def _describe_once(parser: OptionParser, components: Iterable[SettingsSpec]) -> None:
    kinds = tuple(one if isinstance(one, type) else type(one) for one in components)
    objects = (one for one in components if one is not parser and not isinstance(one, type))
    if any(OWN & getattr(one, "__dict__", {}).keys() for one in objects):
        _describe(parser, components)
    elif kinds not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _describe(parser, components)
        _known[kinds] = {name: copy(vars(parser)[name]) for name in MADE}
    else:
        vars(parser).update({name: copy(value) for name, value in _known[kinds].items()})

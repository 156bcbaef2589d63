"""Put off imports of what the layout engine seldom uses, until it does."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import Any

SELDOM_USED = {
    # Cuts fonts where HarfBuzz cannot, and fonts that vary.
    "fontTools.subset": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules, each with the functions that the engine takes from it by name."""


@contextlib.contextmanager
def imported_when_used() -> Iterator[None]:
    """Let others be imported here without what they seldom use.

    These are a hundred modules, with which the engine takes a seventh longer to load.
    """
    put_off = {name: _PutOff(name) for name in SELDOM_USED.keys() - sys.modules.keys()}
    sys.modules.update(put_off)
    try:
        yield
    finally:
        for name, module in put_off.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class _PutOff(ModuleType):
    """Takes the place of a module, and imports it when something of it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        vars(self).update({one: partial(self._call, one) for one in SELDOM_USED[name]})

    def __getattr__(self, attribute: str) -> Any:
        if attribute == "__path__":  # Importing asks for it.
            raise AttributeError(attribute)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), attribute)

    def _call(self, function: str, *given: Any, **named: Any) -> Any:
        return self.__getattr__(function)(*given, **named)

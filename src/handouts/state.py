"""Results of one build that later stages need, kept in one place under typed keys.

A stage declares its key beside the type of its result, sets it once a build, and gives the later
stages a function that returns it. Everything is kept on Sphinx's `Config`, because that is what
directives, transforms and event handlers all have, and it ends with the application. Sphinx
pickles no attribute of it that begins with an underscore.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from sphinx.config import Config

Value = TypeVar("Value")
ATTRIBUTE = "_handouts"


@dataclass(frozen=True)
class BuildKey(Generic[Value]):
    """The key of one result of a build, with the type of that result.

    >>> REPORT = BuildKey[Report]("report")
    >>> REPORT.set(app.config, report)
    >>> REPORT.get(app.config).sheets
    """

    name: str

    def set(self, config: Config, value: Value) -> None:
        """Keep a result; one that was kept before is replaced."""
        # Not by `setattr`: mypy and Sphinx know no such attribute.
        vars(config).setdefault(ATTRIBUTE, {})[self.name] = value

    def get(self, config: Config) -> Value | None:
        """Return the result, or nothing if its stage has not run."""
        return cast("Value | None", _kept(config).get(self.name))

    def need(self, config: Config) -> Value:
        """Return the result of a stage that must have run.

        :raises LookupError: if the stage has not run in this build
        """
        if self.name not in _kept(config):
            message = (
                f"handouts knows no {self.name} in this build: is 'handouts' among the extensions "
                "in conf.py?"
            )
            raise LookupError(message)
        return cast("Value", _kept(config)[self.name])


def _kept(config: Config) -> dict[str, Any]:
    return cast("dict[str, Any]", vars(config).get(ATTRIBUTE, {}))

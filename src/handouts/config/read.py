"""Read the settings of `conf.py` into values; every fault found is listed at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handouts.config.model import HandoutsConfig
from handouts.config.site import base_url
from handouts.config.validate import Faults, keys_of
from handouts.problems import nearest
from handouts.state import BuildKey

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SETTINGS = BuildKey[HandoutsConfig]("settings")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Read the settings into values.

    :raises ConfigError: with all that is wrong with them
    """
    faults = Faults(folder=Path(app.confdir))
    SETTINGS.set(config, read_config(config, faults))
    faults.stop_if_any()


def settings_of(config: Config) -> HandoutsConfig:
    """Return the values that were read from `config`."""
    return SETTINGS.need(config)


def read_config(config: Config, faults: Faults) -> HandoutsConfig:
    """Return the settings of `config`, noting in `faults` all that is wrong."""
    _check_names(config, faults)
    values = {}
    for name, one in keys_of(HandoutsConfig).items():
        given, default = getattr(config, name), one.metadata["default"]
        # None instead of a text is nothing, such as a variable of the environment that is not set.
        value = default if given is None and default == "" else given
        values[one.name] = one.metadata["read"](value, default, name, faults)
    found = HandoutsConfig(
        **values,
        base_url=base_url(config.html_baseurl, "html_baseurl", faults),
        language=str(config.language),
    )
    known, only = found.audiences, found.only
    if only and only not in known:
        faults.add("handouts_only", f"no audience {only!r}{nearest(only, known)}")
    return found


def _check_names(config: Config, faults: Faults) -> None:
    # Sphinx does not report a misspelt name, and keeps it in its raw values only.
    given = {*config._raw_config, *config.overrides}
    known = [name for name in config.values if name.startswith("handouts_")]
    for name in sorted(given):
        if name.startswith("handout") and name not in known:
            faults.add(name, f"no such setting{nearest(name, known)}")

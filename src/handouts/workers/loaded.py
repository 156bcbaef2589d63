"""Load all that a process that prints needs, when this is imported.

The fork server of `multiprocessing` imports it once, and the processes that print are its copies.
"""

from __future__ import annotations

import contextlib
import gc
import importlib

import pebble.pool.process  # noqa: F401  # The copies begin with it.

from handouts.files import variable
from handouts.workers.folder import build_folder
from handouts.workers.memory import loading
from handouts.workers.worker import load_with_shortcuts, write_font_settings

with (
    contextlib.suppress(OSError),  # Each copy says itself which library is missing.
    variable("FONTCONFIG_FILE"),  # The program that builds may start other copies for itself.
    build_folder() as folder,
    loading(),
):
    write_font_settings(folder)
    if load_with_shortcuts(folder):
        importlib.import_module("handouts.typeset.ahead").make_ahead()
gc.freeze()  # The memory of what is loaded stays that of all copies.

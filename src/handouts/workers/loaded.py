"""Load all that a process that prints needs, when this is imported.

The fork server of `multiprocessing` imports it once, and the processes that print are its copies.
"""

from __future__ import annotations

import contextlib

import pebble.pool.process  # noqa: F401  # The copies begin with it.

from handouts.workers.folder import build_folder
from handouts.workers.memory import collect_seldom
from handouts.workers.worker import load_with_shortcuts, write_font_settings

# Each copy says itself which library is missing.
with contextlib.suppress(OSError), build_folder() as folder:
    write_font_settings(folder)
    load_with_shortcuts(folder)
collect_seldom()  # The memory of what is loaded stays that of all copies.

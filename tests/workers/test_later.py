"""Test that what the layout engine seldom uses is imported when it is used, and no sooner."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import pathlib, sys
from handouts.workers import later, worker
folder = pathlib.Path(sys.argv[1])
worker.write_font_settings(folder); worker.load_engine(folder)
from weasyprint.pdf import fonts
print(*sorted(set(sys.modules) & {*later.SELDOM_USED, "fontTools.varLib", "lxml"}))
"""
OF_VARYING = """
try:
    fonts.instantiateVariableFont({}, {}, static=True)
except ValueError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("use", "answer"),
    [
        ("", ""),
        ("print(fonts.subset.Options(retain_gids=True).retain_gids)", "True\n"),
        ("from fontTools import subset; print(fonts.subset.Options is subset.Options)", "True\n"),
        (OF_VARYING, "Missing required table fvar\n"),
    ],
)
def test_what_the_engine_seldom_uses_is_imported_when_it_is_used(tmp_path, use, answer) -> None:
    command = [sys.executable, "-c", CODE + use, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr) == (f"\n{answer}", "")


def test_a_module_that_is_there_already_is_left() -> None:
    from fontTools import subset

    from handouts.workers.later import imported_when_used

    with imported_when_used():
        assert sys.modules["fontTools.subset"] is subset
    assert sys.modules["fontTools.subset"] is subset

"""Where the package's own files lie, for whoever reads one."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
THEME = PACKAGE / "theme"
"""Style sheets, templates and fonts, of sheets and of what the HTML builders add."""
FONTS = THEME / "fonts"
LOCALE = PACKAGE / "locale"
"""Catalogues of the package's own words for readers."""
STARTER = PACKAGE / "starter"
"""Templates of a new project."""

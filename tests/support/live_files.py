"""A small project that is built again at each save."""

from __future__ import annotations

FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\nhtml_theme = "basic"\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n',
    "index.md": "# Knees\n\n(rest)=\nRest.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# For you\n\n```{embed} #rest\n```\n",
}
"""Files of the source folder by name: a page, and a handout that embeds its block."""

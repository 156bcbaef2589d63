"""A project of others with the theme: German, with pages of many kinds and no options."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Knee"
html_title = "Knee"
language = "de"
extensions = ["sphinx.ext.autodoc", "sphinx.ext.mathjax", "sphinx.ext.todo", "sphinx.ext.viewcode"]
extensions += ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence", "tasklist"]
html_theme = "handouts"
html_logo = "knee.svg"
html_js_files = [
    "https://example.org/count.js",
    (None, {"body": "window.count = 1"}),
    (None, {"body": "{}", "type": "application/json"}),
]
html_css_files = ["//example.org/fonts.css"]
todo_include_todos = True
numfig = True

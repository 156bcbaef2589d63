"""A project that uses every construct a sheet can print."""

from __future__ import annotations

project = "Everything"
language = "en_GB"
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "fieldlist",
    "tasklist",
]
html_baseurl = "https://example.org/knees"
handouts_publisher = {
    "name": "the knee people",
    "contact": "Telephone 01632 960000.",
    "notice": "Not yet checked by a clinician.",
}
handouts_today = "2026-11-22"

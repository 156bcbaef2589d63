"""Settings of the material: data only, no list of pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Stem cell injections for back pain"
author = "The handouts maintainers"
copyright = "2026, the handouts maintainers; text and figures under CC BY 4.0"
language = "en_GB"

extensions = [
    "myst_parser",
    "sphinx_design",
    "handouts",
    "reference",
]
# What is shown where somebody shares a page; it needs the site's address.
BASE_URL = os.environ.get("READTHEDOCS_CANONICAL_URL") or os.environ.get("HANDOUTS_BASEURL", "")
if BASE_URL:
    extensions.append("sphinxext.opengraph")
    ogp_site_url = BASE_URL
    ogp_social_cards = {"enable": False}
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
exclude_patterns = ["build"]

html_theme = "handouts"
html_theme_options = {
    "navigation": [
        {
            "title": "Patients",
            "page": "treatment/results",
            "under": ["treatment/", "evidence/", "deciding/"],
        },
        {
            "title": "Referrers",
            "page": "referrers/index",
            "under": ["referrers/", "evidence/trials", "evidence/running-trials"],
        },
        {"title": "Print a handout", "page": "handouts/index", "under": ["handouts/"]},
    ],
    "urgent": {
        "words": "New numbness, weak legs, or trouble with your bladder or bowels?",
        "title": "Get help now",
        "page": "deciding/red-flags",
    },
    "notices": [
        "Published by the handouts project. "
        "This is general information. It does not replace a talk with somebody who knows you "
        "and your back.",
        {"words": "Privacy:", "title": "what this site stores", "page": "about/privacy"},
        {
            "words": "Text and figures:",
            "title": "free to copy (CC BY 4.0)",
            "page": "about/index#licence",
        },
    ],
    "search_last": ["about/claims-map", "about/sources", "about/changes", "contributing/"],
}
html_title = project
html_permalinks = False
html_use_index = False
html_copy_source = False
# The docs host names the address; a clinic that publishes its own copy sets the second.
html_baseurl = BASE_URL

# Where the sources are kept, such as https://github.com/owner/name; the pages then say where to
# suggest a change. There is no public place yet.
repository = os.environ.get("HANDOUTS_REPOSITORY", "").rstrip("/")
if repository:
    handouts_edit_url = f"{repository}/blob/main/docs/{{path}}?plain=1#L{{line}}"

handouts_structured_data = {
    "@type": "MedicalWebPage",
    "about": {"@type": "MedicalCondition", "name": "Chronic low back pain"},
    "isAccessibleForFree": True,
    "license": "https://creativecommons.org/licenses/by/4.0/",
}
handouts_lay_words = "lay-words.toml"
handouts_css_files = ["paper.css"]

# Whoever publishes these pages names an address to write to; without it, they say so.
handouts_publisher = {
    "name": "the handouts project",
    "contact": os.environ.get("HANDOUTS_CONTACT", ""),
    # For the dossier. Who pays, and which readers tried the sheets, nobody has said yet.
    "authors": "AI tools drafted and edited the text; nobody has put a name to it.",
    "notice": (
        "Made with AI; not checked by clinicians or patients. "
        "Nobody has declared who paid, or ties to sellers."
    ),
    "notice-approved": (
        "Made with AI; no patient has tried it. Nobody has declared who paid, or ties to sellers."
    ),
}
# A copy with another contact has other words at the foot of its sheets: it is no version of ours,
# and its publisher names a register of their own.
handouts_releases = os.environ.get(
    "HANDOUTS_RELEASES", "" if handouts_publisher["contact"] else "releases.toml"
)

# Numbers to call and words such as "A&E" are those of the country of an edition.
handouts_editions = {
    "a4": {"label": "A4", "paper": "A4", "country": "GB"},
    "letter": {"label": "US Letter", "paper": "Letter", "country": "US"},
    "large-print": {"label": "Large print", "paper": "A4", "large-print": True, "country": "GB"},
}

TRIALS = ["ADAPT", "BRTX-100", "CONFIRM", "CordSTEM-DD", "DD", "DREAM", "PIVOT", "RESPINE", "VAST"]

handouts_audiences = {
    "patients": {
        "language": {"abbreviations": TRIALS, "mean": 14},
        "claims-months": 12,
        "settings": [
            (14, 1.36, 1.15),
            (13, 1.3, 0.8),
            (12.5, 1.28, 0.7),
            (12, 1.28, 0.45),
            (12, 1.25, 0.25),
        ],
        "free": 4,
        "large-print-pages": 3,
    },
    "referrers": {
        "sources": False,
        "settings": [
            (12, 1.3, 1.0),
            (11.5, 1.3, 0.85),
            (11, 1.28, 0.75),
            (10.5, 1.28, 0.45),
            (10.5, 1.25, 0.35),
        ],
        "language": {
            "abbreviations": [*TRIALS, "ACP", "ASIPP", "BMJ", "HA", "ISSCR", "SNRI", "SSRI"]
        },
        "claims-months": 12,
        "free": 4,
        "large-print-pages": 3,
    },
}

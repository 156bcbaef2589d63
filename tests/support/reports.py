"""What a build and a register say of one handout, for commands that read both."""

from __future__ import annotations

from typing import Any

WORDS = f"words-1:sha256:{'a' * 64}"
RELEASE = f"""[[release]]
id = "SK1"
version = 1
language = "en"
title = "Sore knees"
page = "sheet"
date = 2026-11-03
last-day = 2027-11-03
change = "The first version."
words = "{WORDS}"
editions = {{ a4 = "{WORDS.removeprefix("words-1:")}" }}
"""
SHEET: dict[str, Any] = {
    "handout": "sheet",
    "audience": "patients",
    "edition": "a4",
    "file": "sheet-a4.pdf",
    "printed": True,
    "pages": 1,
    "pages_allowed": 1,
    "setting": {"size": 14, "leading": 1.3, "space": 1},
    "full": 0.9,
    "words": 120,
    "bytes": 1000,
    "left_out": [],
    "layouts": 1,
    "problems": [],
}
FACTS: dict[str, Any] = {
    "title": "Sore knees",
    "audience": "patients",
    "pages": ["knees"],
    "blocks": [],
    "checked": "2026-11-02",
    "check-by": "2027-11-02",
    "address": "",
    "lang": "en",
    "judged": "2026-11-22",
    "language": None,
    "claims": {"walking": "low"},
    "sources": ["walk2020"],
}

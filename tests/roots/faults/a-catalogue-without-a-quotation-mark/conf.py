extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
language = "de"
locale_dirs = ["loc"]
gettext_compact = "all"

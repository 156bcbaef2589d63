extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
language = "fr"
gettext_auto_build = False

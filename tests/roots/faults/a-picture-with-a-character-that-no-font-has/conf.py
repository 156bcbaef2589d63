extensions = ["myst_parser", "handouts"]
myst_enable_extensions = ["colon_fence"]
handouts_editions = {"a4": {"paper": "A4"}}

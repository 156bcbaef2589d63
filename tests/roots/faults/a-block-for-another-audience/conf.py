extensions = ["myst_parser", "sphinx_design", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}

extensions = ["myst_parser", "handouts"]
handouts_editions = {"card": {"paper": (60, 60)}}

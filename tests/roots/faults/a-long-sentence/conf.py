extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
handouts_audiences = {"patients": {"language": True}}

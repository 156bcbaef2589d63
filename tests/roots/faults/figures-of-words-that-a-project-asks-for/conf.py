extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
rules = {"mean-sentence": "report", "long-words": "report", "passive": "report"}
handouts_audiences = {"patients": {"language": {"grade": None, "smog": None, "rules": rules}}}

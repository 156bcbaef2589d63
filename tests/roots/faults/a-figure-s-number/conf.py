extensions = ["myst_parser", "handouts"]
numfig = True

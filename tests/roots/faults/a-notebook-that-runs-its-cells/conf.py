extensions = ["myst_nb", "handouts"]
nb_execution_mode = "off"
source_suffix = {".md": "myst-nb"}
handouts_editions = {"a4": {"paper": "A4"}}

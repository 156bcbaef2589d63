extensions = ["myst_parser", "handouts"]
myst_enable_extensions = ["colon_fence"]

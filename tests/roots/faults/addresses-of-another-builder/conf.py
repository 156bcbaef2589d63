extensions = ["myst_parser", "handouts"]
html_baseurl = "https://example.org"
handouts_site_builder = "dirhtml"

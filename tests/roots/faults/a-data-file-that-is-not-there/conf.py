extensions = ["myst_parser", "handouts"]
html_baseurl = "https://example.org"
handouts_services = "service.toml"

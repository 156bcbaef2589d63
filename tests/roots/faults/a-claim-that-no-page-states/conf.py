extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
handouts_ledger = "claims.toml"
handouts_bibliography = "references.bib"
handouts_today = "2026-11-22"

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
extensions = ["myst_parser", "handouts", "secret_notes"]
myst_enable_extensions = ["colon_fence"]
handouts_editions = {"a4": {"paper": "A4"}}

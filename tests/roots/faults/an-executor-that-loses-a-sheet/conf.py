import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
handouts_executor = "machine_that_is_off:executor"

"""The colour and the logo of a new project, checked as its `conf.py` will be."""

from __future__ import annotations

import json
from pathlib import Path

from handouts.config.brand import read_brand
from handouts.config.values import Faults
from handouts.problems import HandoutsError

OPTIONS = {"handouts_brand['accent']": "--accent", "handouts_brand['logo']": "--logo"}
"""The option that gives each value of `conf.py`."""
EXAMPLE = '# handouts_brand = {"accent": "#7a1f5c", "logo": "logo.svg", "logo-alt": "Knee clinic"}'


def brand_of(accent: str, logo: Path | None, publisher: str) -> dict[str, str]:
    """Return what `handouts_brand` says, for an accent and a logo that may both be missing.

    :raises HandoutsError: for a colour or a picture that sheets cannot use, with what would do
    """
    brand = {"accent": accent} if accent else {}
    if logo is not None:
        brand |= {"logo": logo.name, "logo-alt": publisher}
    faults = Faults(folder=logo.parent if logo else Path())
    read_brand(brand, {}, "handouts_brand", faults)
    if faults.found:
        where, _, what = faults.found[0].partition(": ")
        raise HandoutsError(f"{OPTIONS.get(where, where)}: {what.replace(' next to conf.py', '')}")
    return brand


def written(brand: dict[str, str]) -> str:
    """Return the lines of `conf.py` for a brand, or an example in a comment."""
    if not brand:
        return EXAMPLE
    # As JSON, so that strings have the double quotes of the rest of the file.
    pairs = [(json.dumps(name), json.dumps(brand[name], ensure_ascii=False)) for name in brand]
    return "\n".join(["handouts_brand = {", *(f"    {name}: {said}," for name, said in pairs), "}"])

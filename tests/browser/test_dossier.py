"""The dossier of a handout in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from axe import findings
from handouts.__main__ import main
from visits import SCHEMES, Visit

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def dossiers(site, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dossier")
    report = ["--report", str(site / "report.json"), "--source", str(DOCS)]
    assert main(["dossier", *report, "--output", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(("handout", "schemes"), [("SC1", SCHEMES), ("SC2", SCHEMES[::-1])])
def test_a_dossier_has_no_fault_of_access_and_is_as_wide_as_the_window(
    browser, dossiers: Path, handout: str, schemes: Sequence[str]
) -> None:
    (file,) = dossiers.glob(f"{handout}.*html")
    visit = Visit.begin(browser, file.as_uri())
    page = visit.open("")

    for width, scheme in zip((320, 1280), schemes, strict=True):
        assert (width, scheme, findings(visit.show(width, scheme))) == (width, scheme, [])
        assert page.evaluate("document.documentElement.scrollWidth") == width
    bare = "[...document.querySelectorAll('h2, h3')].filter(one => !one.nextElementSibling)"
    assert page.evaluate(f"{bare}.map(one => one.innerText)") == []
    visit.context.close()

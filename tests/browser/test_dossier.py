"""The dossier of a handout in a browser."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from axe import findings
from handouts.__main__ import main
from visits import SCHEMES, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def dossier(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("dossier")
    report = ["--report", str(site / "report.json"), "--source", str(DOCS)]
    assert main(["dossier", "handouts/patients", *report, "--output", str(folder)]) == 0
    (page,) = folder.glob("*.html")
    return page.as_uri()


def test_the_dossier_has_no_fault_of_access_and_is_as_wide_as_the_window(
    browser: Browser, dossier: str
) -> None:
    visit = Visit.begin(browser, dossier)
    page = visit.open("")

    for width, scheme in itertools.product((320, 1280), SCHEMES):
        assert (width, scheme, findings(visit.show(width, scheme))) == (width, scheme, [])
        assert page.evaluate("document.documentElement.scrollWidth") == width
    visit.context.close()

"""The dossier of a handout in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from axe import findings
from handouts.__main__ import main

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_dossier_has_no_fault_of_access_and_is_as_wide_as_the_window(
    browser: Browser, dossier: str, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(dossier)

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()

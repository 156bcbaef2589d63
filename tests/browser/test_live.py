"""What `live` serves, in a browser: each page and each sheet is renewed by itself."""

from __future__ import annotations

import os

from browsers import PATIENCE
from handouts.cli.live.server import serving

RENEWED = "!window.old"


def test_a_sheet_is_renewed_when_it_is_new_and_a_page_when_the_build_has_ended(
    browser, tmp_path
) -> None:
    page_file, sheet_file = tmp_path / "page.html", tmp_path / "sheet.pdf"
    page_file.write_text("<body>Knees</body>", encoding="utf-8")
    sheet_file.write_bytes(b"%PDF")
    with serving(tmp_path, 0) as server, browser.new_context() as tabs:
        tabs.set_default_timeout(PATIENCE)
        page, sheet = tabs.new_page(), tabs.new_page()
        for tab, name in ((page, "page.html"), (sheet, "sheet.pdf")):
            with tab.expect_response(lambda answer: "page=" in answer.url):
                tab.goto(f"{server.address}/{name}")
            tab.evaluate("window.old = true")
        assert server.opened() == ["sheet.pdf", "page.html"]

        os.utime(sheet_file, (1, 1))
        server.look_again()
        sheet.wait_for_function(RENEWED)
        assert page.evaluate("window.old")

        page_file.write_text("<body>Hips</body>", encoding="utf-8")
        server.announce()
        page.wait_for_function(RENEWED)
        assert page.inner_text("body") == "Hips"

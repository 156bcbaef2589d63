"""What somebody looks at is printed first."""

from __future__ import annotations

from handouts.pipeline.live_view import LiveView

EDITIONS = ["a4", "letter", "large-print"]


def test_what_was_opened_last_is_wanted_first() -> None:
    view = LiveView(2, ["sheets/knee-letter.pdf", "index.html", "sheets/back.html"])

    wanted = sorted(
        ["sheets/hip", "sheets/back", "sheets/knee"], key=lambda name: view.rank(name, EDITIONS)
    )

    assert wanted == ["sheets/knee", "sheets/back", "sheets/hip"]
    assert [view.is_open(name, EDITIONS) for name in wanted] == [True, True, False]


def test_the_edition_that_is_open_comes_first_or_the_one_that_the_page_shows() -> None:
    view = LiveView(2, ["knee.html", "back.html", "knee-large-print.pdf"])

    assert view.first_edition("knee", EDITIONS) == "large-print"
    assert view.first_edition("back", EDITIONS) == "a4"


def test_where_nobody_looks_no_edition_is_wanted_first() -> None:
    nobody = LiveView()

    assert (nobody.rank("knee", EDITIONS), nobody.first_edition("knee", EDITIONS)) == (0, "")
    assert not nobody.is_open("knee", EDITIONS)

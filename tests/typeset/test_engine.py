"""What the engine fetches."""

from __future__ import annotations

import pytest
from weasyprint.urls import URLFetcher

from handouts.typeset.engine import SHORT, SheetFetcher


@pytest.mark.parametrize(("length", "times"), [(9, 1), (SHORT, 2)])
def test_what_is_in_a_long_url_is_kept_for_no_other_sheet(
    monkeypatch, length: int, times: int
) -> None:
    url, fetch, fetched = f"data:,{'kept' * length}", URLFetcher.fetch, []
    monkeypatch.setattr(URLFetcher, "fetch", lambda *all: fetched.append(1) or fetch(*all))

    found = [SheetFetcher(()).fetch(url).read() for _ in range(2)]

    assert found == [b"kept" * length] * 2
    assert len(fetched) == times


def test_what_is_in_a_url_is_closed_when_it_has_been_read(monkeypatch) -> None:
    fetch, fetched = URLFetcher.fetch, []
    monkeypatch.setattr(
        URLFetcher, "fetch", lambda *all: fetched.append(fetch(*all)) or fetched[-1]
    )

    SheetFetcher(()).fetch(f"data:,{'long' * SHORT}")

    with pytest.raises(ValueError, match="closed"):
        fetched[0].read()

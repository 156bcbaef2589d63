"""What the engine fetches, and the code on a sheet, which corrects as much as it has room for."""

from __future__ import annotations

import pytest
from weasyprint.urls import URLFetcher

from handouts.typeset.engine import SHORT, SheetFetcher, strongest_code, version_of


@pytest.mark.parametrize(
    ("address", "version_and_level"),
    [
        ("https://example.org/knees/sheets/for-patients.html", "4-M"),
        ("HTTPS://EXAMPLE.ORG/knees/V/EN/SK1-10-2027-03-02/", "4-Q"),
        ("HTTPS://KNEES.EXAMPLE.ORG/V/EN/SK1-10-2027-03-02/", "4-H"),
    ],
)
def test_capitals_let_a_code_of_the_same_size_correct_more(
    address: str, version_and_level: str
) -> None:
    code = strongest_code(address)

    assert f"{version_of(code)}-{code.ec_level}" == version_and_level


@pytest.mark.parametrize(("length", "times"), [(9, 1), (SHORT, 2)])
def test_what_is_in_a_long_url_is_kept_for_no_other_sheet(
    monkeypatch, length: int, times: int
) -> None:
    url, fetch, fetched = f"data:,{'kept' * length}", URLFetcher.fetch, []
    monkeypatch.setattr(URLFetcher, "fetch", lambda *all: fetched.append(1) or fetch(*all))

    found = [SheetFetcher(()).fetch(url).read() for _ in range(2)]

    assert found == [b"kept" * length] * 2
    assert len(fetched) == times

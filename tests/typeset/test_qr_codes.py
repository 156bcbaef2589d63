"""The code on a sheet corrects as much as it has room for."""

from __future__ import annotations

import pytest

from handouts.typeset.qr_codes import strongest_code, version_of


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

"""What the register says of a version, from values alone."""

from __future__ import annotations

from datetime import date

import pytest

from handouts.releases.register import (
    Approval,
    Entry,
    Register,
    Release,
    Withdrawal,
    approvals_of,
    latest,
    status,
    withdrawal_of,
)

WORDS = f"sha256:{'0' * 64}"


def released(version: int, language: str = "en") -> Release:
    return Release(
        id="SC1",
        version=version,
        language=language,
        title="Knees",
        page="knees",
        date=date(2026, 11, version),
        last_day=date(2028, 11, version),
        change="New.",
        words=WORDS,
        editions={"a4": WORDS},
    )


def withdrawn(*versions: int, language: str = "en") -> Withdrawal:
    return Withdrawal(
        id="SC1", versions=versions, language=language, date=date(2026, 12, 1), reason="A fault."
    )


@pytest.mark.parametrize(
    ("entries", "today", "expected"),
    [
        ([released(1)], date(2028, 11, 1), "current"),
        ([released(1)], date(2028, 11, 2), "past its last day"),
        ([released(1), released(2)], date(2030, 1, 1), "replaced"),
        ([released(1), released(1, "de"), released(2, "de")], date(2026, 12, 2), "current"),
        ([released(1), released(2), withdrawn(1)], date(2026, 12, 2), "withdrawn"),
        ([released(1), released(2), withdrawn(2)], date(2026, 12, 2), "replaced"),
        ([withdrawn(1), released(1)], date(2026, 12, 2), "withdrawn"),
        ([released(1), withdrawn(1, language="de")], date(2026, 12, 2), "current"),
    ],
)
def test_the_first_version_has_one_of_four_states(
    entries: list[Entry], today: date, expected: str
) -> None:
    assert status(Register(tuple(entries)), released(1), today) == expected


@pytest.mark.parametrize("entries", [(withdrawn(1), released(2)), (released(2), withdrawn(1))])
def test_only_the_versions_that_it_names_are_withdrawn_in_whatever_order_branches_were_merged(
    entries: tuple[Entry, ...],
) -> None:
    register = Register((released(1), *entries))

    assert withdrawal_of(register, released(1))
    assert withdrawal_of(register, released(2)) is None
    assert latest(register, "SC1", "en") == released(2)


def test_an_approval_is_of_words_and_not_of_others() -> None:
    approval = Approval(
        id="SC1", language="en", words=WORDS, by="A. Name", role="surgeon",
        registration="GMC 1", date=date(2026, 11, 30),
    )  # fmt: skip
    register = Register((released(1), approval))

    assert approvals_of(register, "SC1", "en", WORDS) == [approval]
    assert approvals_of(register, "SC1", "en", WORDS.replace("0", "1")) == []
    assert approvals_of(register.before(approval), "SC1", "en", WORDS) == []

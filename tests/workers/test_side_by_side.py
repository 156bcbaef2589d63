"""Editions that are printed side by side are those that are printed one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.workers.test_worker import A4, A5, LARGE_PRINT, block, job

from finished import text_of_pdf
from handouts.jobs import SCAN, SideBySide
from handouts.problems import Fault
from handouts.workers.side_by_side import InParts
from handouts.workers.submitting import run_jobs
from handouts.workers.worker import print_handout
from projects import InThisProcess

if TYPE_CHECKING:
    from handouts.jobs import Job, Printed

pytestmark = pytest.mark.usefixtures("_as_a_worker")

SPARE = block(100) + block(300, 0)
"""With a block that large print has no room for, and the others have."""


def apart(
    whole: Job, task: Callable[[Job], list[Printed]] = print_handout
) -> tuple[list[Printed], list[str]]:
    """Return the sheets of a job that is printed in parts, and the editions as they came."""
    came: list[str] = []
    parts = InParts([whole], lambda _, printed: came.extend(one.edition for one in printed))
    explain = lambda error: Fault("crash", str(error))  # noqa: E731
    done = run_jobs(parts, lambda part: InThisProcess().submit(task, part), 2, 60.0, explain)
    ((finished, printed),) = done
    assert finished is whole
    return printed, came


@pytest.mark.parametrize(
    ("main", "kept", "came"),
    [
        (SPARE, None, ["large-print", "a4", "a4"]),
        (SPARE, 0, ["large-print", "a4"]),
        (block(10) + block(20, 0), 0, ["large-print", "a4", "a4"]),
        (block(10) + block(20, 0), None, ["large-print", "a4"]),
        (block(500) + block(20, 0), 0, ["large-print", "a4", "a4"]),  # No large print at all.
        (block(20), 3, ["large-print", "a4"]),
    ],
)
def test_the_sheets_are_the_same_whatever_large_print_kept_last_time(
    main: str, kept: int | None, came: list[str]
) -> None:
    whole = job(main, A4, LARGE_PRINT)

    found = apart(replace(whole, side_by_side=SideBySide(kept=kept)))

    assert found == (print_handout(whole), came)


def test_large_print_is_promised_where_there_is_some_and_not_in_itself() -> None:
    few, many = (f"{block(count)}<p>{SCAN} example.org</p>" for count in (20, 500))
    for main, words in (
        (few, ["Scan: example.org", "Scan for large print: example.org"]),
        (many, ["", "Scan: example.org"]),
    ):
        whole = replace(job(main, A4, LARGE_PRINT), scan=("Scan for large print:", "Scan:"))

        found, _ = apart(replace(whole, side_by_side=SideBySide(first="a4")))

        assert found == print_handout(whole)
        texts = [text_of_pdf(one.pdf) if one.pdf else "" for one in found]
        assert [text[text.find("Scan") :].strip() for text in texts] == words


def test_the_edition_that_is_wanted_comes_first_and_large_print_next() -> None:
    how = SideBySide(first="a4")
    _, came = apart(replace(job(block(20), A5, A4, LARGE_PRINT), side_by_side=how))

    assert came == ["a4", "large-print", "a5"]


def test_a_part_that_is_broken_off_refuses_all_editions() -> None:
    def task(part: Job) -> list[Printed]:
        if part.plans[0] == A5:
            raise MemoryError
        return print_handout(part)

    printed, _ = apart(replace(job(block(20), A4, A5), side_by_side=SideBySide()), task)

    assert [(one.edition, one.pdf, one.faults[0].code) for one in printed] == [
        ("a4", b"", "crash"),
        ("a5", b"", "crash"),
    ]


def test_what_the_engine_complains_of_in_one_edition_refuses_all() -> None:
    whole = job('<p><img alt="x" src="data:image/png;base64,xyz"></p>', A4, LARGE_PRINT)

    printed, _ = apart(replace(whole, side_by_side=SideBySide()))

    assert {one.faults[0].code for one in printed} == {"engine"}
    assert {one.pdf for one in printed} == {b""}

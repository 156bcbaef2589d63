"""Audiences and editions as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.config.audiences import DEFAULT_AUDIENCES, DEFAULT_EDITIONS, Edition
from handouts.config.papers import PAPERS
from handouts.config.settings import HandoutsConfig
from handouts.config.structures import keys_of

PATIENTS = replace(DEFAULT_AUDIENCES["patients"], large_print_pages=3)
A4 = Edition("a4", "A4", PAPERS["A4"], large_print=False)
LARGE_PRINT = replace(A4, name="large-print", large_print=True)


@pytest.mark.parametrize("name", ["patients", "referrers"])
def test_settings_go_from_the_best_to_the_floor(name: str) -> None:
    settings = DEFAULT_AUDIENCES[name].settings

    order = [(one.size, one.leading, one.space) for one in settings]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [("patients", (14.0, 12.0, 18.0, 18.0)), ("referrers", (12.0, 10.0, 18.0, 16.0))],
)
def test_type_keeps_to_its_limits(name: str, sizes: tuple[float, ...]) -> None:
    built_in = DEFAULT_AUDIENCES[name]

    ends = [built_in.settings[0], built_in.settings[-1]]
    ends += [built_in.large_print_settings[0], built_in.large_print_settings[-1]]
    assert tuple(one.size for one in ends) == sizes


@pytest.mark.parametrize(("edition", "pages"), [(A4, 1), (LARGE_PRINT, 3)])
def test_only_large_print_has_more_than_one_page(edition: Edition, pages: int) -> None:
    assert edition.pages(PATIENTS) == pages


def test_large_print_has_settings_of_its_own() -> None:
    assert LARGE_PRINT.settings(PATIENTS) == PATIENTS.large_print_settings
    assert A4.settings(PATIENTS) == PATIENTS.settings


def test_papers_stand_upright() -> None:
    assert [name for name, (width, height) in PAPERS.items() if width >= height] == []


def test_editions_are_of_papers_that_are_known() -> None:
    assert {edition["paper"] for edition in DEFAULT_EDITIONS.values()} <= PAPERS.keys()


def test_a_setting_is_named_and_described() -> None:
    declared = {name: one.metadata for name, one in keys_of(HandoutsConfig).items()}

    assert declared
    assert [
        name
        for name, of in declared.items()
        if not name.startswith("handouts_")
        or not of["description"].endswith(".")
        or not isinstance(of["default"], of["types"])
    ] == []

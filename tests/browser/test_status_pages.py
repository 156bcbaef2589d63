"""The page behind the code on a sheet, opened from disk in a browser."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from axe import findings
from handouts.releases.addresses import status_path
from handouts.releases.append import entry_text
from handouts.releases.register import Release, Withdrawal
from projects import CONF, Project
from visits import SCHEMES, Visit

DIGEST = f"sha256:{'a' * 64}"
LAST_DAY = datetime.date(2026, 12, 24)
FIRST, SECOND, THIRD = (
    Release(
        id="SK1",
        version=number,
        language="en",
        title="Sore knees",
        page="sheet",
        date=datetime.date(2026, 11, number),
        last_day=LAST_DAY,
        change="The advice on fever changed.",
        safety=number == 2,
        words=DIGEST,
        editions={"a4": DIGEST},
    )
    for number in (1, 2, 3)
)
GONE = Withdrawal(
    id="SK1",
    language="en",
    versions=(2,),
    date=LAST_DAY,
    reason="A wrong number.",
    instead="Call your practice.",
)
FILES = {
    "conf.py": f'{CONF}html_theme = "handouts"\nhandouts_printing = False\n'
    'handouts_publisher = {"name": "K", "reports": "help@example.org"}\n',
    "index.md": "# Home\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\nid: SK1\n---\n# Sore knees\n",
    "releases.toml": "\n".join(map(entry_text, (FIRST, SECOND, THIRD, GONE))),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    project = Project(tmp_path_factory.mktemp("status"), FILES)
    return project.build("html", html_theme="handouts").outdir


@pytest.fixture(scope="module")
def opened(browser, folder: Path) -> Iterator[Visit]:
    """Return a tab in which one page is opened after the other."""
    visit = Visit.begin(browser, f"{folder.as_uri()}/")
    yield visit
    visit.context.close()


@pytest.mark.parametrize(
    "path",
    [*map(status_path, (FIRST, SECOND, THIRD)), "V/"],
    ids=["replaced", "withdrawn", "current", "not known"],
)
def test_a_status_page_has_no_fault_of_access(opened: Visit, path: str) -> None:
    page = opened.open(f"{path}index.html")

    assert {scheme: findings(opened.show(320, scheme)) for scheme in SCHEMES} == {
        "light": [],
        "dark": [],
    }
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("now", "heading"),
    [
        (LAST_DAY, "This sheet is current. You can use it."),
        (LAST_DAY + datetime.timedelta(days=1), "This sheet is past its last day. Do not use it."),
    ],
    ids=["last day", "day after"],
)
def test_the_reader_s_own_calendar_judges_the_day_that_nobody_built_on(
    browser, folder: Path, now: datetime.date, heading: str
) -> None:
    visit = Visit.begin(browser, f"{folder.as_uri()}/", timezone_id="Europe/Berlin")
    visit.page.clock.set_fixed_time(datetime.datetime(now.year, now.month, now.day, 12))
    page = visit.open(f"{status_path(THIRD)}index.html")

    assert page.locator("h1").inner_text() == heading
    assert page.locator(".is-current").count() == (now <= LAST_DAY)
    assert ("ask for a newer one" in page.locator("main").inner_text()) == (now > LAST_DAY)
    visit.context.close()


def test_links_of_a_status_page_lead_on_without_a_script(browser, folder: Path) -> None:
    visit = Visit.begin(browser, f"{folder.as_uri()}/", java_script_enabled=False)
    page = visit.open(f"{status_path(FIRST)}index.html")
    page.get_by_role("link", name="See version 3").click()
    assert page.locator("h1").inner_text() == "This sheet is current. You can use it."
    page.get_by_role("link", name="This page on the web").click()

    assert "Sore knees" in page.locator("h1").inner_text()
    visit.context.close()


def test_a_printed_page_says_where_to_write_and_not_what_the_mail_will_say(opened: Visit) -> None:
    page = opened.open(f"{status_path(THIRD)}index.html")
    link = page.get_by_role("link", name="Something is wrong with this")

    shown = "link => getComputedStyle(link, '::after').content"
    assert "help@example.org" not in link.evaluate(shown)
    page.emulate_media(media="print")
    assert "help@example.org" in link.evaluate(shown)
    assert "subject" not in link.evaluate(shown)
    page.emulate_media(media="null")

"""The page behind the code on a sheet."""

from __future__ import annotations

import datetime
import random
import re
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from handouts.config.addresses import with_capitals
from handouts.releases.addresses import status_path
from handouts.releases.append import entry_text
from handouts.releases.register import Register, Release, Withdrawal
from handouts.typeset.qr_codes import draw_qr_code
from handouts.website.status_pages import StatusPage, mail_to
from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

TODAY = datetime.date(2026, 11, 22)
BASE = "https://example.org/knees/"
DIGEST = f"sha256:{'a' * 64}"


def release(number: int, handout: str = "SK1", language: str = "en", **values: object) -> Release:
    given: dict[str, object] = {
        "title": "Sore <knees>",
        "page": "gone",
        "date": TODAY - datetime.timedelta(days=100 - number),
        "last_day": TODAY + datetime.timedelta(days=100),
        "change": f"Change {number} & more.",
        "words": DIGEST,
        "editions": {"a4": DIGEST},
        **values,
    }
    return Release(id=handout, version=number, language=language, **given)  # type: ignore[arg-type]


def withdrawal(
    *versions: int, handout: str = "SK1", language: str = "en", reason: str, instead: str = ""
) -> Withdrawal:
    return Withdrawal(
        id=handout, language=language, versions=versions, date=TODAY, reason=reason, instead=instead
    )


def page_of(register: Register, one: Release) -> str:
    return StatusPage(
        one, register, TODAY, lambda _, to: f"to-{to.version if to else 'page'}"
    ).body()


def test_an_address_says_id_version_and_last_day_in_plain_letters() -> None:
    assert status_path(release(3, language="pt_BR")) == "V/PT-BR/SK1-3-2027-03-02/"
    assert status_path(release(3, last_day=None)) == "V/EN/SK1-3/"


def test_a_current_version_says_its_last_day_and_gives_a_script_the_words_for_after() -> None:
    html = page_of(Register((one := release(1),)), one)

    assert (
        'data-last-day="2027-03-02" data-after="This sheet is past its last day. Do not use it.">'
        in html
    )
    assert "SK1 version 1, “Sore &lt;knees&gt;”, of 15 August 2026." in html
    assert "You can use it until 2 March 2027. After that day, do not use it." in html
    assert 'href="to-page"' in html


def test_a_version_past_its_last_day_says_so_without_a_script() -> None:
    one = release(1, last_day=TODAY - datetime.timedelta(days=1))
    html = page_of(Register((one,)), one)

    assert "<h1>This sheet is past its last day. Do not use it.</h1>" in html
    assert "Its last day was 21 November 2026." in html


def test_a_replaced_version_says_by_which_and_what_touches_safety_first() -> None:
    first, second, third = release(1), release(2, safety=True), release(3)
    html = page_of(Register((first, second, third)), first)

    assert (
        'data-after="This sheet was replaced. Do not use it.">This sheet was replaced. Use' in html
    )
    assert "took its place on 16 August 2026" in html
    assert 'href="to-3"' in html
    assert re.findall(r"Change \d", html) == ["Change 2", "Change 3"]
    assert '<li class="handouts-safety">Version 2, 16 August 2026: <strong>Safety:' in html


def test_a_withdrawn_version_says_why_and_what_to_do_instead() -> None:
    first, second = release(1), release(2)
    gone = withdrawal(1, 2, reason="Wrong <dose>.", instead="Ask a nurse.")
    register = Register((first, second, gone))

    html = page_of(register, second)
    assert "<h1>This sheet was withdrawn. Do not use it.</h1>" in html
    assert "Withdrawn on 22 November 2026. Throw all copies away." in html
    assert "Wrong &lt;dose&gt;." in html
    assert "Ask a nurse." in html
    # What replaced a version is named in place of a version that is good no more.
    after = Register((*register.entries, release(3)))
    assert 'href="to-3"' in page_of(after, second)


def test_what_replaced_a_version_and_was_withdrawn_is_not_to_be_used_either() -> None:
    first, second = release(1), release(2)
    gone = withdrawal(2, reason="Wrong dose.")
    html = page_of(Register((first, second, gone)), first)

    assert "The newer one was withdrawn too." in html
    assert "Use the new one" not in html
    assert "Wrong dose." in html


def test_what_replaced_a_version_and_is_past_its_last_day_is_not_to_be_used_either() -> None:
    first, second = release(1), release(2, last_day=TODAY - datetime.timedelta(days=1))
    html = page_of(Register((first, second)), first)
    assert "The newer one is past its last day too. Do not use it either." in html
    assert "Use the new one" not in html

    # A page that is not built again learns it from the calendar.
    html = page_of(Register((first, release(2))), first)
    only = "A newer version took its place on 16 August 2026. Throw copies of this one away."
    after = f"{only} The newer one is past its last day"
    assert f'<p data-last-day="2027-03-02" data-after="{after} too.' in html
    assert '<p data-last-day="2027-03-02" data-after=""><a class="handouts-button"' in html


def test_a_page_in_another_language_than_its_sheet_marks_the_words_of_the_sheet() -> None:
    one = release(1, language="ar")
    page = StatusPage(one, Register((one,)), TODAY, lambda _one, _to: "", language="en")
    html = page.body()

    assert "You can use it until 2 March 2027." in html
    assert '“<span lang="ar" dir="rtl">Sore &lt;knees&gt;</span>”' in html


def test_a_mail_names_id_version_language_and_page_and_can_hold_no_more() -> None:
    mail = mail_to("help@example.org", "SK1", 3, "pt_BR", "a/b?bcc=x@example.org&c")

    address, _, subject = mail.partition("?subject=")
    assert address == "mailto:help@example.org"
    assert subject.endswith("SK1%20version%203%2C%20a%2Fb%3Fbcc%3Dx%40example.org%26c%2C%20pt-BR")


# A built site.

STATES = {
    "current": "This sheet is current. You can use it.",
    "past its last day": "This sheet is past its last day. Do not use it.",
    "replaced": "This sheet was replaced.",
    "withdrawn": "This sheet was withdrawn. Do not use it.",
}
IN_GERMAN = {
    "current": "Dieses Blatt gilt. Sie können es benutzen.",
    "past its last day": "Dieses Blatt gilt nicht mehr. Benutzen Sie es nicht.",
    "replaced": "Dieses Blatt wurde ersetzt.",
    "withdrawn": "Dieses Blatt wurde zurückgezogen. Benutzen Sie es nicht.",
}


def state_of(one: Release) -> str:
    """Return what became of a simulated release, found without the code under test."""
    if (one.id, one.version) == ("HIP3", 7) or (one.id, one.language) == ("FOOT5", "de"):
        return "withdrawn"
    if one.version < 20:
        return "replaced"
    return "past its last day" if one.id == "SK2" else "current"


def simulated() -> Register:
    """Return 200 releases of 5 handouts in 2 languages, of which some are withdrawn."""
    releases = [
        release(number, handout, language, safety=number % 7 == 0)
        for number in range(1, 21)
        for handout in ("SK1", "SK2", "HIP3", "BACK4", "FOOT5")
        for language in ("en", "de")
    ]
    entries: list[Release | Withdrawal] = [
        release(20, one.id, one.language, last_day=TODAY - datetime.timedelta(days=1))
        if (one.id, one.version) == ("SK2", 20)
        else one
        for one in releases
    ]
    withdrawals = [
        withdrawal(7, handout="HIP3", reason="A wrong number."),
        withdrawal(7, handout="HIP3", language="de", reason="Eine falsche Zahl."),
        withdrawal(*range(1, 21), handout="FOOT5", language="de", reason="Ein Fehler."),
    ]
    return Register((*entries, *withdrawals), exists=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    conf = (
        f'{CONF}html_baseurl = "{BASE}"\nhandouts_printing = False\n'
        'handouts_publisher = {"name": "K", "contact": "Ring 1.", "reports": "help@example.org"}\n'
    )
    files = {
        "conf.py": conf,
        "index.md": "# Home\n\n```{toctree}\nsheet\n```\n",
        "sheet.md": "---\nhandout: patients\nid: SK1\n---\n# Sore knees\n",
        "releases.toml": "\n".join(map(entry_text, simulated().entries)),
    }
    return Project(tmp_path_factory.mktemp("versions"), files).build("html", html_theme="handouts")


def test_readers_are_told_whom_to_ask(site: Built) -> None:
    pages = [name for name in site.files("*.html") if name.startswith("V/EN/SK1-")]

    assert pages
    assert all("<p>Published by K. Ring 1.</p>" in site.html(name) for name in pages)


def scanned(address: str, seed: int) -> Image.Image:
    """Return a one-bit picture at 150 dpi of a code, drawn as on paper, with a stain on it."""
    svg = draw_qr_code(address).decode()
    side = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    code = Image.new("L", (side, side), 255)
    row = column = 0.0
    for kind, across, down in re.findall(
        r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", svg.split(' d="')[1]
    ):
        start = int(column) if kind == "h" else 0
        column = float(across) + (0 if kind == "M" else column)
        row = float(down) if kind == "M" else row + float(down or 0)
        if kind == "h":
            code.paste(0, (start, int(row), int(column), int(row) + 1))
    stain(code, seed)
    millimetre = 150 / 25.4
    paper = Image.new("L", (round(28 * millimetre),) * 2, 255)
    paper.paste(code.resize((round(20 * millimetre),) * 2, Image.Resampling.BOX), (25, 25))
    return paper.point(lambda tone: 255 * (tone > 127))


def stain(code: Image.Image, seed: int) -> None:
    """Turn 10 % of the modules of a code round: those of a stain.

    5 % of single modules all over it are more than the highest level of correction can repair. The
    stain spares the patterns in the corners, by which a code is found.
    """
    side = round(code.width * 0.1**0.5)
    rows = range(8, code.width - 8 - side)
    place = random.Random(seed)
    left, top = place.choice(rows), place.choice(rows)
    part = code.crop((left, top, left + side, top + side)).point(lambda tone: 255 - tone)
    code.paste(part, (left, top))


def test_the_code_of_each_of_200_versions_leads_to_what_became_of_it(site: Built) -> None:
    register = simulated()
    wanted = {with_capitals(f"{BASE}{status_path(one)}"): one for one in register.releases}
    read: list[str] = []
    wrong = []
    for seed, address in enumerate(wanted):
        found = zxingcpp.read_barcodes(scanned(address, seed), zxingcpp.BarcodeFormat.QRCode)
        read += [one.text for one in found]
        for one in (wanted[text] for text in read[-1:] if text in wanted):
            state = state_of(one)
            words = (IN_GERMAN if one.language == "de" else STATES)[state]
            html = site.html(f"{status_path(one)}index.html")
            if f">{words}" not in html.partition("</h1>")[0]:
                wrong.append((one, state))

    assert site.warnings == []
    assert (len(wanted), read, wrong) == (200, list(wanted), [])
    assert {state_of(one) for one in register.releases} == STATES.keys()


def test_a_page_is_in_the_language_of_its_sheet_and_asks_for_no_script_or_other_site(
    site: Built,
) -> None:
    html = site.html("V/DE/SK1-1-2027-03-02/index.html")

    assert '<html lang="de"' in html
    assert '<body lang="en">' in html
    assert "<title>SK1 Fassung 1" in html
    assert '<div class="handouts-status is-over" lang="de" dir="ltr">' in html
    assert "Seit 16. August 2026 gibt es eine neuere Fassung." in html
    assert "took its place" not in html
    assert '<meta name="robots" content="noindex">' in html
    assert not re.search(r"<style| style=", html)
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if " src=" not in tag] == []
    loaded = re.findall(r"""<(?:script|img|link)\b[^>]*?\s(?:src|href)=["']([^"']*)""", html)
    foreign = [one for one in loaded if "//" in one and not one.startswith(BASE)]
    assert (bool(loaded), foreign) == (True, [])
    assert 'href="mailto:help@example.org?subject=Hier%20stimmt' in html


def test_a_version_links_to_the_page_that_its_handout_has_now(site: Built) -> None:
    html = site.html("V/EN/SK1-20-2027-03-02/index.html")
    assert 'href="../../../sheet.html"' in html
    # The script would print that page, and not open it.
    assert 'class="handouts-print"' not in html
    html = site.html("V/EN/BACK4-20-2027-03-02/index.html")
    _, marker, rest = html.partition("handouts-status")
    article, end, _ = rest.partition("</article>")
    assert (marker, end) == ("handouts-status", "</article>")
    assert "sheet.html" not in article


def test_no_two_names_differ_in_capitals_alone_since_some_systems_take_them_for_one(
    site: Built,
) -> None:
    names = [path.relative_to(site.outdir).as_posix() for path in site.outdir.rglob("*")]
    assert len({name.lower() for name in names}) == len(names) > 200


def test_a_number_that_no_version_has_is_not_known(site: Built) -> None:
    assert not (site.outdir / "V/EN/SK9-1-2027-03-02").exists()
    for name in ("404.html", "V/index.html"):
        assert "Do not use a sheet whose number is not known here." in site.html(name)
    listed = site.html("V/index.html")
    assert 'href="EN/FOOT5-20-2027-03-02/index.html"' in listed
    # A page that is not built again learns it from the calendar.
    assert '<strong data-last-day="2027-03-02" data-after=": past its last day">' in listed


def test_a_copy_from_last_year_finds_its_page_when_its_source_was_renamed_and_when_deleted(
    tmp_path,
) -> None:
    first, second = release(1, page="sheet"), release(2, page="sheet")
    sheet = "---\nhandout: patients\nid: SK1\n---\n# Sore knees\n"
    files = {
        "conf.py": f"{CONF}handouts_printing = False\n",
        "index.md": "# Home\n",
        "sheet.md": sheet,
        "releases.toml": "\n".join(map(entry_text, (first, second))),
    }
    project = Project(tmp_path, files)
    name = f"{status_path(first)}index.html"
    project.build("html")

    (project.srcdir / "sheet.md").rename(project.srcdir / "knees.md")
    renamed = project.build("html", out="renamed")
    assert "This sheet was replaced" in renamed.html(name)
    assert 'href="../../../knees.html"' in renamed.html(f"{status_path(second)}index.html")

    (project.srcdir / "knees.md").unlink()
    assert "This sheet was replaced" in project.build("html", out="deleted").html(name)

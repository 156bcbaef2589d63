"""A data file that cannot be read gets a message; pages are read again by what they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handouts.claims.data.files import MOST_BYTES
from handouts.claims.data.toml import parse_toml
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.services.reader import read_services
from handouts.claims.sources.bibliography import read_bibliography

if TYPE_CHECKING:
    from projects import Project


CLAIM = '[a]\nstatement = "{}"\nsources = ["k"]\ncertainty = "fact"\nchecked = 2026-11-22\n'
READERS = {"claims.toml": read_ledger, "references.bib": read_bibliography,
           "services.toml": read_services}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path, name: str) -> None:
    (tmp_path / name).write_bytes("# one\n# Señor\n".encode("latin-1"))
    (fault,) = READERS[name](tmp_path / name).faults

    assert (fault.line, "is not in UTF-8: byte 0xf1" in fault.message) == (2, True)


@pytest.mark.parametrize("name", READERS)
def test_a_file_of_many_megabytes_is_not_read(tmp_path, name: str) -> None:
    (tmp_path / name).write_bytes(b"#" * (MOST_BYTES + 1))
    (fault,) = READERS[name](tmp_path / name).faults

    assert "at most 5,000,000 are read" in fault.message


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path) -> None:
    (tmp_path / "claims.toml").write_text(CLAIM.format("A."), "utf-8-sig")
    (tmp_path / "references.bib").write_text("@misc{k, title = {A}}", "utf-8-sig")

    assert read_ledger(tmp_path / "claims.toml").faults == ()
    assert [*read_bibliography(tmp_path / "references.bib").sources] == ["k"]


def test_a_quotation_mark_that_is_missing_is_named_with_its_line(tmp_path) -> None:
    (tmp_path / "claims.toml").write_text(CLAIM.format("A.").replace('A."', "A."), "utf-8")
    (tmp_path / "references.bib").write_text("@misc{k,\n  title = {A},\n  year = {2020\n", "utf-8")

    assert [one.line for one in read_ledger(tmp_path / "claims.toml").faults] == [2]
    assert [one.line for one in read_bibliography(tmp_path / "references.bib").faults] == [3]


@pytest.mark.parametrize(
    ("slip", "advice"),
    [
        ("checked = 22-11-2026", "write a date as 2026-11-22"),
        ("value = \u22123", "write a minus as the hyphen of the keyboard"),
        ("value = [\u22123]", "write a minus as the hyphen of the keyboard"),
        ("value = 1,200", "write a number without commas"),
        ("value = 74%", "write a number without a per cent sign"),
        ("chance = True", "write true or false"),
        ("graded-by = ours", "put text in quotation marks"),
        ("note = “A”", "write straight quotation marks"),
        ('note = "The "best" one"', "write a quotation mark within text as “ or ”"),
        ('graded by = "ours"', "write a name without spaces"),
    ],
)
def test_a_usual_slip_is_named(slip: str, advice: str) -> None:
    (fault,) = parse_toml(f"[a]\n{slip}\nb = 1\n", "claim").faults

    assert fault.line == 2
    assert fault.message.endswith(f"; {advice}")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("value", "line", "message"),
    [
        ("1e99999999", 7, "'value' has more than 40 digits"),
        ("1e-99999999", 7, "'value' has more than 40 digits"),
        ("1" * 41, 7, "'value' has more than 40 digits"),
        ("1" * 5000, 7, "a number has 5000 digits, at most 40 are read"),
    ],
)
def test_a_number_of_very_many_digits_is_refused(
    tmp_path, value: str, line: int, message: str
) -> None:
    numbers = f'[a.numbers]\nn = {{ value = {value}, means = "n" }}\n'
    (tmp_path / "claims.toml").write_text(CLAIM.format("A.") + numbers, "utf-8")
    (fault,) = read_ledger(tmp_path / "claims.toml").faults

    assert fault.line == line
    assert message in fault.message


@pytest.mark.timeout(20)
def test_macros_that_double_each_other_are_refused(tmp_path) -> None:
    lines = ['@string{s0 = "xxxxxxxxxx"}']
    lines += [f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 10)}}}" for n in range(1, 12)]
    path = tmp_path / "references.bib"
    path.write_text("\n".join([*lines, "@misc{k, title = s11}"]), "utf-8")
    (fault,) = read_bibliography(path).faults

    assert "makes more than 5,000,000 bytes" in fault.message


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("url = {javascript:alert(1)}", "'url' must begin with http:// or https://"),
        ("url = {data:text/html,x}", "'url' must begin with http:// or https://"),
        ("doi = {javascript:alert(1)}", "'doi' must be such as 10.1000/182"),
        ("kind = {rumour}", "'kind' must be one of trial, study,"),
        ("read = {twice}", "'read' must be one of full, abstract,"),
    ],
)
def test_a_field_that_leads_astray_is_refused(tmp_path, field: str, message: str) -> None:
    path = tmp_path / "references.bib"
    path.write_text(
        f"@misc{{j, title = {{B}}}}\n@misc{{k,\n  title = {{A}},\n  {field}\n}}", "utf-8"
    )
    bibliography = read_bibliography(path)
    (fault,) = bibliography.faults

    assert (fault.line, message in fault.message) == (4, True)
    assert "javascript" not in "".join(str(node) for node in bibliography.sources["k"].nodes())


# When pages are read again.

LEDGER = (
    '[a]\nstatement = "Most knees settle down."\nsources = []\ncertainty = "fact"\n'
    "checked = 2026-11-22\n"
)
PAGE = "# Knees\n\n{claim}`Most knees settle down. <a>`\n"


def read(project: Project) -> str:
    """Build, and return what Sphinx says of the pages that it reads."""
    built = project.build("dummy", quiet=False)
    (line,) = (line for line in built.status.splitlines() if " added, " in line)
    return line.partition(": ")[2]


def test_a_page_is_read_again_only_when_a_data_file_changes(project) -> None:
    pages = project({"index.md": PAGE, "claims.toml": LEDGER})
    pages.build("dummy")

    assert read(pages) == "0 added, 0 changed, 0 removed"
    pages.edit("claims.toml", "Most knees", "Many knees")
    assert read(pages) == "0 added, 1 changed, 0 removed"
    pages.write({"services.toml": ""})
    assert read(pages) == "0 added, 1 changed, 0 removed"
    assert read(pages) == "0 added, 0 changed, 0 removed"


def test_a_claim_that_changes_has_only_the_pages_read_that_use_it(project) -> None:
    claim = LEDGER.replace('"fact"', '"low"')
    claim += 'graded-by = "ours"\ngraded = 2026-11-22\nbecause = "few"\n'
    ledger = claim + claim.replace("[a]", "[b]") + claim.replace("[a]", "[c]")
    pages = {
        "index.md": "# T\n\n```{toctree}\nstates\nother\ngrade\nall\nunknown\n```\n",
        "states.md": PAGE,
        "other.md": PAGE.replace("<a>", "<b>"),
        "grade.md": "# G\n\n{certainty}`a`\n",
        "all.md": "# A\n\n```{sources}\n:all:\n```\n",
        "unknown.md": "# U\n\n{certainty}`d`\n",
    }
    built = project({"claims.toml": ledger, **pages})
    built.build("dummy")
    built.edit("claims.toml", "[a]", "# First of all\n[a]")
    assert read(built) == "0 added, 2 changed, 0 removed"
    built.edit("claims.toml", '"few"\n[b]', '"very few"\n[b]')
    assert read(built) == "0 added, 4 changed, 0 removed"

"""The museum: one small project for each fault an author can make, and what is said of it."""

from __future__ import annotations

import functools
import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ConfigError

from handouts import printing
from handouts.workers import Workers
from projects import CONF

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Project

HEAD = "---\nhandout: patients\n---\n# Sheet\n\n"
INDEX = "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\n:glob:\n\n*\n```\n"
ONE_EDITION = {"a4": {"paper": "A4"}}
COLONS = f'{CONF}myst_enable_extensions = ["colon_fence"]\n'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def page(*blocks: str, before: str = "") -> str:
    """Return a handout that embeds blocks, the first on line 6."""
    return HEAD + before + "\n".join(f"```{{embed}} #{block}\n```\n" for block in blocks)


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Return a PNG of a size, which need not hold so many pixels."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))]
    chunks += [(b"IDAT", zlib.compress(pixels)), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@dataclass(frozen=True)
class Case:
    """A faulty project, and the messages expected of it."""

    name: str
    files: dict[str, str | bytes]
    told: list[tuple[str, str, str]] = field(default_factory=list)
    """Place, part of the message and code of each."""


def one(name: str, at: str, part: str, code: str, **files: str | bytes) -> Case:
    """Return a case with one message; a file's dot is written as two underscores."""
    named = {key.replace("__", "."): text for key, text in files.items()}
    return Case(name, named, [(at, part, f"handouts.{code}")])


def picture(name: str, part: str, data: bytes | None = None, file: str = "p.png") -> Case:
    files: dict[str, str | bytes] = {"sheet.md": f"{HEAD}![A knee]({file})\n"}
    if data is not None:
        files[file] = data
    return Case(name, files, [("sheet.md:6", part, "handouts.picture")])


CASES = [
    one(
        "a label that no page has",
        "sheet.md:6",
        "no page has the label 'in-shirt'; did you mean 'in-short'?",
        "label",
        sheet__md=page("in-shirt"),
    ),
    Case(
        "a label on two pages",
        {"sheet.md": page("in-short"), "other.md": "# Other\n\n(in-short)=\nRest harms.\n"},
        [
            (
                "index.md:3",
                "label 'in-short' is embedded but stands more than once, also at other.md:3",
                "handouts.duplicate-label",
            ),
            ("other.md:3", "also at index.md:3", "handouts.duplicate-label"),
        ],
    ),
    Case(
        "a label twice on one page",
        {"sheet.md": page("twice"), "other.md": "# Other\n\n(twice)=\nOne.\n\n(twice)=\nTwo.\n"},
        [
            ("other.md:3", "also at other.md:6", "handouts.duplicate-label"),
            ("other.md:6", "also at other.md:3", "handouts.duplicate-label"),
        ],
    ),
    one(
        "a label without a number sign",
        "sheet.md:6",
        "embed: expected one label after a number sign, such as #in-short, found 'in-short'",
        "embed",
        sheet__md=f"{HEAD}```{{embed}} in-short\n```\n",
    ),
    one(
        "a block that cannot be embedded",
        "other.md:3",
        "label 'nothing' stands before",
        "embed",
        sheet__md=page("nothing"),
        other__md="# Other\n\n(nothing)=\n% A comment.\n",
    ),
    Case(
        "a fence that closes the outer box",
        {
            "conf.py": COLONS,
            "sheet.md": page("box"),
            "other.md": "# Other\n\n(box)=\n:::{note}\nOne\n\n:::{tip}\nTwo\n:::\n\n:::\n",
        },
        [
            ("other.md:11", "':::' closes no box here", "handouts.fence"),
            ("other.md:7", "':::{tip}' is never closed", "handouts.fence"),
        ],
    ),
    one(
        "a fence that is never closed",
        "other.md:4",
        "':::{note}' is never closed",
        "fence",
        conf__py=COLONS,
        sheet__md=page("box"),
        other__md="# Other\n\n(box)=\n:::{note}\nOne\n",
    ),
    one(
        "blocks in a circle",
        "other.md:13",
        "in a circle: #one → #two → #one",
        "circle",
        conf__py=COLONS,
        sheet__md=page("one"),
        other__md="# Other\n\n(one)=\n:::{note}\n```{embed} #two\n```\n:::\n\n(two)=\n:::{tip}\n"
        "Two\n\n```{embed} #one\n```\n:::\n",
    ),
    one(
        "an unknown audience",
        "sheet.md:2",
        "handout: 'patient' is not an audience; did you mean 'patients'?",
        "audience",
        sheet__md="---\nhandout: patient\n---\n# Sheet\n",
    ),
    one(
        "no audience",
        "sheet.md:2",
        "handout: nothing is not an audience; known: patients, referrers",
        "audience",
        sheet__md="---\nhandout:\n---\n# Sheet\n",
    ),
    one(
        "a bad date",
        "sheet.md:3",
        "checked is “22/11/2026”: write it as year-month-day",
        "date",
        sheet__md="---\nhandout: patients\nchecked: 22/11/2026\n---\n# Sheet\n\nWords.\n",
    ),
    one(
        "a footnote in a block",
        "other.md:4",
        "block 'noted' refers to a footnote",
        "footnote",
        sheet__md=page("noted"),
        other__md="# Other\n\n(noted)=\nRest helps.[^1]\n\n[^1]: It does.\n",
    ),
    Case(
        "a footnote on the handout's own page",
        {"sheet.md": f"{HEAD}Rest helps.[^1]\n\n[^1]: It does.\n"},
        [
            ("sheet.md:6", "the sheet cannot print a footnote", "handouts.footnote"),
            ("sheet.md:8", "the sheet cannot print a footnote", "handouts.footnote"),
        ],
    ),
    one(
        "a section in a box",
        "sheet.md:7",
        "'#part' is a whole section and cannot stand inside a note",
        "embed",
        conf__py=COLONS,
        sheet__md=f"{HEAD}:::{{note}}\n```{{embed}} #part\n```\n:::\n",
        other__md="# Other\n\n(part)=\n## Part\n\nWords.\n",
    ),
    one(
        "raw HTML",
        "other.md:4",
        "the sheet cannot print raw HTML",
        "unsupported",
        sheet__md=page("raw"),
        other__md="# Other\n\n(raw)=\nRest <b>helps</b>.\n",
    ),
    one(
        "a formula",
        "other.md:4",
        "the sheet cannot print a formula",
        "unsupported",
        sheet__md=page("sum"),
        other__md="# Other\n\n(sum)=\nRest {math}`a^2` helps.\n",
    ),
    one(
        "a figure's number",
        "sheet.md:6",
        "the sheet cannot print a figure's number",
        "unsupported",
        conf__py=f"{CONF}numfig = True\n",
        sheet__md=f"{HEAD}See {{numref}}`fig`.\n",
        other__md="# Other\n\n(fig)=\n```{figure} p.svg\n:alt: A knee.\n\nKnee.\n```\n",
        p__svg=SVG,
    ),
    one(
        "no title",
        "sheet.md:1",
        "the page has no title; begin it with '# …'",
        "title",
        sheet__md="---\nhandout: patients\n---\nWords.\n",
    ),
    one(
        "a character that no font has",
        "sheet.md:1",
        "handout 'sheet' (A4, US Letter, Large print): no font has the character ก (U+0E01)",
        "glyph",
        sheet__md=f"{HEAD}Word ก.\n",
    ),
    one(
        "a table that is too wide",
        "sheet.md:1",
        "(A4): “kneekneekneekneekneekneeknee” sticks out of the page",
        "clipped",
        conf__py=f"{CONF}handouts_editions = {ONE_EDITION}\n",
        sheet__md=f"{HEAD}|{'kneekneekneekneekneekneeknee|' * 9}\n|{'-|' * 9}\n|a|\n",
    ),
    one(
        "a picture without alternative text",
        "sheet.md:6",
        "picture 'p.svg' without alternative text: add `:alt:`",
        "alt-text",
        sheet__md=f"{HEAD}![](p.svg)\n",
        p__svg=SVG,
    ),
    picture("a picture that is no picture", "'p.png' cannot be decoded", b"no picture"),
    picture("a picture cut short", "'p.png' cannot be decoded", png(9, 9)),
    picture("a big picture", "12000 × 12000 pixels; at most 25 megapixels", png(12000, 12000)),
    picture("a huge picture", "far too many pixels; at most 25 megapixels", png(30000, 30000)),
    picture(
        "an SVG that multiplies itself",
        "'p.svg' contains '!DOCTYPE s ['",
        b'<!DOCTYPE s [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        "p.svg",
    ),
    picture("a picture of an odd kind", "'p.bmp' is none of", b"BM", "p.bmp"),
    picture(
        "a picture of another site",
        "is an address; put the file into the project",
        file="https://example.org/p.png",
    ),
]

UNREAD = [
    ("a blank line before the front matter", "\n---\nhandout: patients\n---\n# Sheet\n", 3),
    ("a comment before it", "<!-- Ours -->\n---\nhandout: patients\n---\n# Sheet\n", 3),
    ("front matter that is not YAML", "---\nhandout: patients\nnext: [1\n---\n# Sheet\n", 2),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_once_at_its_line_with_its_code(
    project: Callable[..., Project], case: Case
) -> None:
    built = project({"index.md": INDEX, **case.files}).build()
    ours = [message for message in built.warnings if "[handouts." in message]

    assert len(ours) == len(case.told), "\n".join(built.warnings)
    for message, (place, part, code) in zip(sorted(ours), case.told, strict=True):
        assert message.startswith(f"{place}: WARNING: ")
        assert part in message
        assert message.endswith(f"[{code}]")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_faulty_handout_is_not_published(project: Callable[..., Project], case: Case) -> None:
    built = project({"index.md": INDEX, **case.files}).build(handouts_editions=ONE_EDITION)

    assert built.files() == []


@pytest.mark.parametrize(("text", "line"), [one[1:] for one in UNREAD], ids=[u[0] for u in UNREAD])
def test_front_matter_that_is_not_read_is_told_at_its_line(
    project: Callable[..., Project], text: str, line: int
) -> None:
    built = project({"index.md": INDEX, "sheet.md": text}).build()
    (message,) = (one for one in built.warnings if "[handouts." in one)

    assert message.startswith(
        f"sheet.md:{line}: WARNING: front matter with 'handout:' was not read"
    )
    assert message.endswith("[handouts.front-matter]")


def test_a_picture_outside_the_project_is_refused(project: Callable[..., Project]) -> None:
    files = {"index.md": INDEX, "sheet.md": f"{HEAD}![A knee](../p.svg)\n", "../p.svg": SVG}
    (message,) = project(files).build().warnings

    assert message.startswith("sheet.md:6: WARNING: picture '../p.svg' lies outside the project")


def test_a_missing_picture_is_refused_at_its_line(project: Callable[..., Project]) -> None:
    built = project({"index.md": INDEX, "sheet.md": f"{HEAD}![A knee](p.png)\n"}).build()

    assert "sheet.md:6: WARNING: image file not readable: p.png [image.not_readable]" in (
        built.warnings
    )
    assert built.files() == []


def test_a_misspelt_option_is_told_at_its_line(project: Callable[..., Project]) -> None:
    text = page("in-short").replace("#in-short\n", "#in-short\n:if-rom:\n")
    (message,) = project({"index.md": INDEX, "sheet.md": text}).build().warnings

    assert message.startswith("sheet.md:7: WARNING: 'embed': Unknown option")


def test_words_that_are_nested_too_deep_to_be_read_out_refuse_the_sheet(
    project: Callable[..., Project],
) -> None:
    text = "Words."
    for colons in range(10, 70):
        text = f"{':' * colons}{{container}}\n{text}\n{':' * colons}"
    files = {"conf.py": COLONS, "index.md": INDEX, "sheet.md": f"{HEAD}{text}\n"}
    built = project(files).build()

    assert "handout 'sheet' (A4, US Letter, Large print)" in built.warnings[0]
    assert built.files() == []


def test_a_sheet_that_takes_too_long_names_the_handout(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "Workers", functools.partial(Workers, start_limit=0))
    built = project({"index.md": INDEX, "sheet.md": page("in-short")}).build(
        handouts_time_limit=0.001
    )
    (message,) = built.warnings

    assert "handout 'sheet'" in message
    assert message.endswith("it took longer than 0.001 seconds [handouts.limit]")


BAD_SETTINGS: list[tuple[str, dict[str, Any], str]] = [
    (
        "a misspelt name",
        {"handouts_audience": {}},
        "handouts_audience: no such setting; did you mean 'handouts_audiences'?",
    ),
    (
        "an unknown paper",
        {"handouts_editions": {"a4": {"paper": "A44"}}},
        "handouts_editions['a4']['paper']: no paper 'A44'; did you mean 'A4'?",
    ),
    (
        "an unknown key",
        {"handouts_audiences": {"patients": {"lable": "Us"}}},
        "handouts_audiences['patients']: unknown key 'lable'; did you mean 'label'?",
    ),
    (
        "no usable font",
        {"handouts_fonts": ["conf.py"]},
        "handouts_fonts[0]: no usable font at 'conf.py'",
    ),
    (
        "an audience to print that there is none of",
        {"handouts_only": "nurses"},
        "handouts_only: no audience 'nurses'; known: patients, referrers",
    ),
]


@pytest.mark.parametrize(
    ("settings", "message"), [one[1:] for one in BAD_SETTINGS], ids=[one[0] for one in BAD_SETTINGS]
)
def test_a_fault_in_conf_py_stops_the_build(
    project: Callable[..., Project], settings: dict[str, Any], message: str
) -> None:
    conf = CONF + "".join(f"{name} = {value!r}\n" for name, value in settings.items())

    with pytest.raises(ConfigError, match=re.escape(f"1 fault in conf.py\n  {message}")):
        project({"conf.py": conf, "index.md": INDEX}).build()


def test_all_faults_in_conf_py_are_told_at_once(project: Callable[..., Project]) -> None:
    conf = CONF + "".join(
        f"{name} = {value!r}\n" for _, given, _ in BAD_SETTINGS for name, value in given.items()
    )

    with pytest.raises(ConfigError, match=r"5 faults in conf\.py"):
        project({"conf.py": conf, "index.md": INDEX}).build()

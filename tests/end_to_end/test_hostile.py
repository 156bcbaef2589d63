"""Hostile content: nothing on a page can reach out of the project, run, or eat the machine."""

from __future__ import annotations

import io
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from handouts.jobs import Job, Printed, SheetPlan, TypeSetting
from handouts.workers.pool import Workers

if TYPE_CHECKING:
    from projects import Built, Project

ROOT = Path(__file__).parents[2]
CONF = (
    'extensions = ["myst_parser", "handouts"]\n'
    'myst_enable_extensions = ["attrs_block", "attrs_inline"]\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
)
HEAD = "---\nhandout: patients\n---\n# Sheet\n\nBefore.\n\n"
INDEX = "# Home\n\n```{toctree}\nsheet\n```\n"
SECRET = "zwiebelkuchen"
GIGABYTE = 1024**3


@pytest.fixture
def calls(monkeypatch) -> list[object]:
    """Return what this process asks of the network, which is not there."""
    asked: list[object] = []

    def refuse(*wanted: object, **_: object) -> None:
        asked.append(wanted)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def hostile(project: Callable[..., Project], text: str) -> Project:
    return project(
        {
            "conf.py": CONF,
            "index.md": INDEX,
            "sheet.md": text if text.startswith("---") else HEAD + text,
            "../secret.txt": f"{SECRET}\n",
            "../secret.csv": f"{SECRET},b\n",
        }
    )


def codes(built: Built) -> set[str]:
    found = [line.rpartition("[handouts.") for line in built.warnings]
    return {tail.rstrip("]") for _, mark, tail in found if mark}


UP = "../" * 3
REFUSED = {
    "a file included": ("```{include} ../secret.txt\n```", "outside"),
    "a file included by its root": ("```{include} /../secret.txt\n```", "outside"),
    "a file shown as code": ("```{literalinclude} ../secret.txt\n```", "outside"),
    "a file included as code": ("```{include} ../secret.txt\n:literal:\n```", "outside"),
    "a file as a table": ("```{csv-table} T\n:file: ../secret.csv\n```", "outside"),
    "a file to download": ("{download}`../secret.txt`", "outside"),
    "a file by way of RST": ("```{eval-rst}\n.. include:: ../secret.txt\n```", "outside"),
    "a file as HTML": ("```{raw} html\n:file: ../secret.txt\n```", "outside"),
    "a table of another site": ("```{csv-table} T\n:url: https://example.org/a\n```", "outside"),
    "HTML of another site": ("```{raw} html\n:url: https://example.org/a\n```", "outside"),
    "the same by way of RST": (
        "```{eval-rst}\n.. csv-table:: T\n   :url: https://example.org/a\n```",
        "outside",
    ),
    "a script": ("<script>alert(1)</script>", "unsupported"),
    "an event handler": ("A <b onclick='x()'>word</b>.", "unsupported"),
    "a style": ("<style>@import url(https://example.org/a.css)</style>", "unsupported"),
    "a frame": ("<iframe src='file:///etc/hostname'></iframe>", "unsupported"),
    "HTML by way of RST": ("```{eval-rst}\n.. raw:: html\n\n   <b>x</b>\n```", "unsupported"),
    "HTML for a PDF": ("```{raw} html\n<object data='file:///etc/hostname'>\n```", "unsupported"),
    "a link that runs": ("[word](javascript:alert%281%29)", "stray-markup"),
    "a link to a file": ("[word](file:///etc/hostname)", "stray-markup"),
    "a link that runs by way of RST": ("```{eval-rst}\n`word <javascript:alert(1)>`_\n```", "link"),
    "a picture of another site": ("![A](https://example.org/a.png)", "picture"),
    "a picture by its host": ("![A](//example.org/a.png)", "picture"),
    "a picture of a share": (r"![A](\\\\host\\a.png)", "picture"),
    "a picture by a file's address": ("```{image} file:///etc/a.png\n:alt: A\n```", "picture"),
    "a picture further up": (f"![A]({UP}a.png)", "picture"),
    "a picture by percent signs": ("![A](%2e%2e/%2e%2e/a.png)", "picture"),
    "a picture by its data": (f"![A](data:image/png;base64,{'A' * 90_000})", "picture"),
}
HARMLESS = {
    "a link to data": "<data:text/html,word>",
    "a style in an attribute": '{style="background:url(https://example.org/a)"}\nword',
    "a handler in an attribute": '{onclick="x()" .a}\nword',
    "what looks like HTML": "word `<script>` &lt;script&gt;",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_is_refused_for(project, calls: list[object], name: str) -> None:
    text, code = REFUSED[name]
    built = hostile(project, text).build()

    assert (built.files(), code in codes(built), calls) == ([], True, [])


@pytest.mark.parametrize("name", HARMLESS)
def test_it_is_printed_as_words_only(project, calls: list[object], name: str) -> None:
    built = hostile(project, HARMLESS[name]).build()

    with pikepdf.open(built.outdir / "sheet-a4.pdf") as pdf:
        links = "/Annots" in pdf.pages[0]
    assert ("word" in built.pdf_text(), links, calls) == (True, False, [])


def test_a_page_that_is_a_link_to_a_file_outside_is_refused(project) -> None:
    written = hostile(project, "x")
    written.write({"../other.md": f"{HEAD}{SECRET}"})
    (written.srcdir / "sheet.md").unlink()
    (written.srcdir / "sheet.md").symlink_to(written.folder / "other.md")
    built = written.build()

    assert (built.files(), codes(built)) == ([], {"outside"})


def test_a_block_of_a_page_that_includes_a_file_outside_is_refused(project) -> None:
    written = hostile(project, "```{embed} #block\n```")
    other = "# Other\n\n(block)=\nWords.\n\n```{include} ../secret.txt\n```\n"
    written.write({"other.md": other})
    (reported,) = [line for line in written.build().warnings if "[handouts." in line]

    assert reported.startswith(
        "other.md:6: WARNING: '../secret.txt' lies outside the source folder"
    )


@pytest.mark.parametrize("name", ["secret.png", "sub/docutils.conf"])
def test_a_file_outside_is_refused_also_where_it_poses_as_a_picture_or_as_settings(
    project, name: str
) -> None:
    written = hostile(project, f"```{{include}} {name}\n```")
    written.write({"other.md": f"# Other\n\n![A]({name})\n", "sub/x.txt": ""})
    (written.srcdir / name).symlink_to(written.folder / "secret.txt")
    built = written.build()

    assert (built.files(), codes(built)) == ([], {"outside"})


def test_a_file_inside_the_project_may_be_included(project) -> None:
    written = hostile(project, "```{include} part.txt\n```")
    written.write({"part.txt": "A part.\n"})

    assert written.build().pdf_text() == "Sheet Before. A part."


# Programs.


@pytest.mark.parametrize(
    "switch",
    [
        "[substitution]",
        "[attrs_block, substitution]",
        "\n    - substitution",
        "!!set {substitution}",
    ],
)
def test_a_page_cannot_run_a_program(project, switch: str) -> None:
    ran = '{{ env.__init__.__globals__["__builtins__"]["open"]("ran", "w") }}'
    head = HEAD.replace("---\n#", f"myst:\n  enable_extensions: {switch}\n---\n#")
    written = hostile(project, f"{head}{ran.replace('ran', str(written_at(project)))}\n")
    built = written.build()

    assert built.files() == []
    assert "sheet.md:4: WARNING: the page switches on 'substitution'" in "\n".join(built.warnings)
    assert not written_at(project).exists()


RUN = "---\nmyst:\n  enable_extensions: [substitution]\n---\n# B\n\n{{ 123 * 456789 }}\n"
IN_GERMAN = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Before."\nmsgstr ""\n'
    + "".join(f'"{line}\\n"\n' for line in RUN.splitlines())
)
ELSEWHERE = {
    "a page with another ending": ("x", {"b.markdown": RUN}),
    "a file included with another parser": (
        "```{eval-rst}\n.. include:: b.txt\n   :parser: myst_parser.sphinx_\n```",
        {"b.txt": RUN},
    ),
    "a translation": ("x", {"loc/de/LC_MESSAGES/all.po": IN_GERMAN}),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_program_is_run_by(project, name: str) -> None:
    text, files = ELSEWHERE[name]
    written = hostile(project, text)
    written.write(files)
    built = written.build(
        source_suffix={".md": "markdown", ".markdown": "markdown"},
        language="de",
        locale_dirs=["loc"],
        gettext_compact="all",
        handouts_restricted="all",
    )
    trees = (written.folder / "build" / "doctrees").glob("*.doctree")

    assert codes(built) & {"outside", "unread"}
    assert not any(b"56185047" in tree.read_bytes() for tree in trees)


def written_at(project: Callable[..., Project]) -> Path:
    return project().folder / "ran"


def test_a_project_may_switch_on_what_its_pages_may_not(project) -> None:
    head = HEAD.replace("---\n#", "myst:\n  enable_extensions: [substitution]\n---\n#")
    written = hostile(project, f"{head}{{{{ a }}}}\n")
    on = 'myst_enable_extensions = ["substitution"]\nmyst_substitutions = {"a": "Words."}\n'
    written.write({"conf.py": CONF + on})

    assert written.build().pdf_text() == "Sheet Before. Words."


# The frame.

IMPRINT = """
:::{container} handouts-imprint
Facts last checked 1 January 2030.
:::

{.handouts-imprint .mine}
Published by somebody else.

```{eval-rst}
.. container:: ho-imprint handouts-downloads

   Do not use after 1 January 2090.
```
"""


def test_nobody_can_write_what_looks_like_the_imprint(project) -> None:
    written = hostile(project, IMPRINT)
    written.write({"other.md": f"# Other\n{IMPRINT}"})
    on = CONF.replace('"attrs_block"', '"colon_fence", "attrs_block"')
    written.write({"conf.py": f'{on}handouts_publisher = {{"name": "Real"}}\n'})
    built = written.build("html")
    page = built.html()

    # On paper the imprint comes last, whatever classes the words before it ask for.
    assert built.pdf_text().endswith("2090. Published by Real.")
    assert (page.count("handouts-imprint"), page.count("mine")) == (1, 1)
    assert "handouts-imprint" not in built.html("other.html")


# Memory.


def hungry(job: Job) -> list[Printed]:
    return [Printed("a4", words=len(bytes(GIGABYTE)))]


def test_a_worker_that_wants_too_much_memory_is_refused_it() -> None:
    plan = SheetPlan("a4", (148.0, 210.0), 1, (TypeSetting(12.0, 1.3, 0.7),))
    job = Job("one", "", (plan,), "", (), "Title", "en")
    ((_, (refused,)),) = Workers(1, 60, 1024, hungry).run([job])
    ((_, (given,)),) = Workers(1, 60, 4096, hungry).run([job])

    assert ([one.code for one in refused.faults], given.words) == (["limit"], GIGABYTE)


BOMBS = {
    "multiplies.svg": (
        b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
    ),
    "in-another-encoding.svg": (
        '\ufeff<!--\u733c\u6776 --><!DOCTYPE s [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"/>'.encode(
            "utf-16-le"
        )
    ),
    "uses-itself.svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
        b'<g id="a"><use x:href="#b"/></g><g id="b"><use x:href="#a"/><use x:href="#a"/></g></svg>'
    ),
}


def whole_png(side: int) -> bytes:
    """Return a black PNG, small as a file, with all its pixels; this takes most of a second."""
    file = io.BytesIO()
    with Image.new("1", (side, side)) as picture:
        picture.save(file, "PNG")
    return file.getvalue()


def test_each_bomb_is_refused_within_a_gigabyte(project) -> None:
    bombs = {**BOMBS, "many-pixels.png": whole_png(20_000)}
    written = hostile(project, "\n\n".join(f"![A]({name})" for name in bombs))
    written.write(bombs)
    done = written.run(most_memory=GIGABYTE)

    refused = re.findall(r"picture '(\S+)'.*\[handouts\.picture\]", done.stderr)
    assert (sorted(refused), done.returncode) == (sorted(bombs), 0), done.stderr


# The advice of SECURITY.md.


def test_the_advice_for_strangers_changes_runs_nothing_of_theirs(tmp_path) -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    command = shlex.split(text.partition("```sh\n")[2].partition("\n```")[0])
    index = "# Home\n\nWords.\n\n```{include} ../../secret.txt\n```\n\n{raw}`x`\n"
    files = {
        "docs/conf.py": CONF,
        "docs/docutils.conf": (ROOT / "docs" / "docutils.conf").read_text("utf-8"),
        "docs/index.md": "# Home\n",
        "secret.txt": SECRET,
        "theirs/docs/conf.py": f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n",
        "theirs/docs/docutils.conf": "[general]\nfile_insertion_enabled: true\n",
        "theirs/docs/index.md": index,
        "theirs/docs/sheet.md": HEAD,
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    done = subprocess.run(
        [sys.executable, *command[1:]],
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    pages = [path.read_bytes() for path in (tmp_path / "build").rglob("*") if path.is_file()]
    assert "include" in done.stderr
    assert (tmp_path / "build" / "theirs" / "pdf" / "sheet-a4.pdf").exists()
    assert not (tmp_path / "ran").exists()
    assert not any(SECRET.encode() in page for page in pages)

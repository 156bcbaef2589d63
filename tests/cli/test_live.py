"""The command `live`: its builds, its process, its server, and what it watches."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path

import pytest

from handouts.__main__ import main, make_parser
from handouts.cli.application import Folders
from handouts.cli.live import build, process
from handouts.cli.live.build import Answer, Request, build_when_asked
from handouts.cli.live.server import LiveServer, serving
from handouts.cli.live.watch import changes
from handouts.jobs import THEME_FONTS
from handouts.problems import HandoutsError
from live_files import FILES

LIMIT = 120
"""Seconds after which a server does not answer any more, on a machine however busy."""


def test_it_shares_no_folder_with_a_build_that_may_run_meanwhile() -> None:
    live, build = (vars(make_parser().parse_args([name])) for name in ("live", "build"))

    assert live["output"] != build["output"]
    assert live["doctrees"] != build["doctrees"]


@pytest.fixture
def session(docs, monkeypatch) -> Callable[..., list[bool | str]]:
    """Return a function that builds after each of some edits, in this process.

    What each build has read that is read only once is added to its `read_once`.
    """
    monkeypatch.setattr(build, "ENGINE", {})
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    # The processes of the real command are asked in `tests/end_to_end`.
    conf = f'{FILES["conf.py"]}handouts_executor = "projects:in_this_process"\n'
    (docs / "conf.py").write_text(conf, encoding="utf-8")

    def run(*edits: tuple[str, str]) -> list[bool | str]:
        answers: list[bool | str] = []
        todo = iter(edits)

        class Asked:
            def recv(self) -> Request:
                edit = next(todo, None)
                if edit is None:
                    raise EOFError
                if edit[1]:
                    (docs / edit[0]).write_text(edit[1], encoding="utf-8")
                else:
                    (docs / edit[0]).unlink()
                return Request([docs / edit[0]])

            def send(self, answer: Answer | str) -> None:
                if isinstance(answer, Answer):
                    run.read_once |= {path.name for path in answer.read_once}
                answers.append(answer.good if isinstance(answer, Answer) else answer)

        folders = Folders(docs, docs.parent / "build" / "live", docs.parent / "build" / "doctrees")
        build_when_asked(Asked(), folders)
        return answers

    run.read_once = set()
    return run


def test_pages_are_built_again_and_again_without_sheets_where_none_are_printed(
    docs, session, capsys
) -> None:
    conf = f"{(docs / 'conf.py').read_text('utf-8')}handouts_printing = False\n"

    assert session(("conf.py", conf), ("index.md", FILES["index.md"])) == [True, True]
    assert capsys.readouterr().out.count("No sheet is printed: handouts_printing in conf.py") == 2


def test_the_process_that_builds_ends_quietly_when_nobody_reads_what_it_says() -> None:
    asked = (
        "from handouts.cli.live.build import build_when_asked\n"
        "class Asked:\n"
        "    def recv(self):\n"
        "        print('Found')\n"
        "        raise KeyboardInterrupt\n"
        "build_when_asked(Asked(), None)\n"
    )
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-c", asked],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        timeout=LIMIT,
        check=False,
    )

    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_sheet_that_is_refused_is_named_and_is_printed_when_its_fault_is_gone(
    session, capsys
) -> None:
    sheet = FILES["sheet.md"]

    answers = session(
        ("sheet.md", sheet.replace("#rest", "#rset")),
        ("sheet.md", sheet),
        ("index.md", FILES["index.md"].replace("Rest.", "Walk.")),
    )

    out = capsys.readouterr().out
    # The sheet that is printed anew in the place of another is shown before its build ends.
    assert answers == [True, True, "sheet-a4.pdf", True]
    assert "docs/sheet.md:6\n" in out
    assert "did you mean 'rest'?" in out
    assert "Not printed: sheet-a4.pdf; the reason stands above." in out
    assert out.count("New on paper: sheet-a4.pdf.") == 2


def test_the_sheets_of_a_draft_are_shown_which_no_site_offers(session, docs, capsys) -> None:
    session(("sheet.md", FILES["sheet.md"].replace("patients", "patients\ndraft: true")))

    page = (docs.parent / "build" / "live" / "sheet.html").read_text("utf-8")
    assert "New on paper: sheet-a4.pdf." in capsys.readouterr().out
    assert 'href="sheet-a4.pdf"' in page


def test_a_page_that_is_no_handout_by_a_slip_is_named(session, capsys) -> None:
    session(("sheet.md", FILES["sheet.md"].replace("handout:", "handouts:")))

    out = capsys.readouterr().out
    assert "Not printed: sheet.md (see its front matter); the reason stands above." in out


def test_what_a_build_before_said_is_shown_in_a_line(session, capsys) -> None:
    sheet = FILES["sheet.md"].replace("#rest", "#rset")

    session(("sheet.md", sheet), ("index.md", FILES["index.md"].replace("Rest.", "[W](#gone)")))

    out = capsys.readouterr().out
    assert out.count("did you mean 'rest'?") == 1
    assert "A link points to 'gone'" in out
    assert "\nAs before:\n  docs/sheet.md:6 (handouts.label)\n" in out


def test_a_script_of_one_page_is_on_no_other_page_after_the_next_build(session, docs) -> None:
    (docs / "words.toml").write_text('knee = ["kneecap"]\n', encoding="utf-8")
    conf = (docs / "conf.py").read_text("utf-8")

    session(
        ("conf.py", f'{conf}handouts_lay_words = "words.toml"\n'),
        ("index.md", FILES["index.md"].replace("Rest.", "Walk.")),
    )

    site = docs.parent / "build" / "live"
    with_script = [page.name for page in site.glob("*.html") if "lay-words" in page.read_text()]
    assert with_script == ["search.html"]


def test_a_page_with_a_glossary_can_be_removed(session) -> None:
    glossary = "---\norphan: true\n---\n# Words\n\n```{glossary}\nmat\n  Something soft.\n```\n"

    assert session(("words.md", glossary), ("words.md", "")).count(True) == 2


def test_a_site_that_cannot_be_built_ends_the_process(session, capsys) -> None:
    answers = session(("conf.py", "extensions = ["), ("conf.py", FILES["conf.py"]))

    assert answers == [False]
    assert "The site could not be built; you see the one before." in capsys.readouterr().out


def test_words_of_readers_and_own_fonts_are_read_once(docs, session) -> None:
    shutil.copy(THEME_FONTS[0].path, docs / "own.ttf")
    (docs / "words.toml").write_text('rest = ["nap"]\n', encoding="utf-8")
    own = 'handouts_lay_words = "words.toml"\nhandouts_fonts = ["own.ttf"]\n'

    session(("conf.py", (docs / "conf.py").read_text("utf-8") + own))

    assert session.read_once >= {"words.toml", "own.ttf"}


def test_a_change_of_what_is_loaded_once_starts_another_process(tmp_path, monkeypatch) -> None:
    builder = process.BuildProcess(Folders(tmp_path, tmp_path, tmp_path))
    started = []

    def start() -> object:
        builder.connection, theirs = Pipe()
        once = (tmp_path.resolve() / "words.toml",)
        theirs.send(Answer(good=True, folders=(tmp_path / "locale",), read_once=once))
        started.append(theirs)
        return builder.connection

    monkeypatch.setattr(builder, "start", start)
    monkeypatch.setattr(builder, "close", lambda: setattr(builder, "connection", None))

    shown: list[str] = []

    def build(*changed: Path) -> None:
        builder.build(Request(changed), lambda: shown.append("new"))

    build()
    started[0].send("sheet-a4.pdf")
    started[0].send(Answer(good=True))
    build(tmp_path / "a.md")
    assert (len(started), shown) == (1, ["new"])
    build(tmp_path / "locale" / "de.po")
    assert len(started) == 2
    build(tmp_path / "paper.css")
    assert len(started) == 3
    build(tmp_path / "words.toml")
    assert len(started) == 4
    assert builder.watched == [tmp_path, tmp_path / "locale"]


# Files.


def test_files_that_are_saved_added_or_removed_are_noticed(tmp_path) -> None:
    (tmp_path / "build").mkdir()
    for name in ("same.md", "gone.md", "saved.md"):
        (tmp_path / name).write_text("x")
    seen = changes([tmp_path], [tmp_path / "build"])

    (tmp_path / "gone.md").unlink()
    (tmp_path / "saved.md").write_text("xy")
    (tmp_path / "folder").mkdir()
    for name in ("folder/new.md", "build/out.html", ".saved.md.swp", "saved.md~", "4913"):
        (tmp_path / name).write_text("x")

    names = [path.relative_to(tmp_path).as_posix() for path in next(seen)]
    assert names == ["folder/new.md", "gone.md", "saved.md"]


def test_a_catalogue_in_a_folder_beside_the_source_is_noticed(tmp_path, monkeypatch) -> None:
    source, beside = tmp_path / "docs", tmp_path / "locale"
    for folder in (source, beside):
        folder.mkdir()
    (beside / "de.po").write_text("x")
    folders = [source]
    seen = changes(folders, [])
    folders.append(beside)  # As the first build has said.

    pauses = itertools.count(1)

    def save(_: float) -> None:
        if next(pauses) == 2:  # Between the first look at that folder and the next.
            for name in ("de.po", "de.mo", "fr.mo"):  # The second is compiled from the first.
                (beside / name).write_text("xy")

    monkeypatch.setattr(time, "sleep", save)

    names = [path.name for path in next(seen)]
    assert names == ["de.po", "fr.mo"]


def test_a_folder_that_is_removed_just_as_it_is_looked_into_is_gone(tmp_path, monkeypatch) -> None:
    page = tmp_path / "folder" / "page.md"
    page.parent.mkdir()
    page.write_text("x")
    seen = changes([tmp_path], [])
    look_into = Path.iterdir

    def too_late(folder: Path) -> Iterator[Path]:
        if folder == page.parent:
            shutil.rmtree(folder, ignore_errors=True)
        return look_into(folder)

    monkeypatch.setattr(Path, "iterdir", too_late)

    assert next(seen) == [page]


# The server.


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[LiveServer]:
    """Return a server that all tests ask: to end one takes half a second of waiting."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "page.html").write_text("<body>Knees</body>", encoding="utf-8")
    (folder / "sheet.pdf").write_bytes(b"%PDF")
    with serving(folder, 0) as running:
        yield running


def get(server: LiveServer, path: str, **headers: str) -> str:
    request = urllib.request.Request(f"{server.address}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=LIMIT) as answer:
        return str(answer.read().decode())


def test_each_page_gets_a_script_that_loads_it_again(server: LiveServer) -> None:
    assert get(server, "/page.html") == (
        f'<body>Knees<script src="/handouts-live.js?state={server.builds}"></script></body>'
    )
    assert "location.reload()" in get(server, "/handouts-live.js")


def test_a_page_of_which_a_build_has_written_a_part_is_renewed_too(server: LiveServer) -> None:
    Path(server.folder, "part.html").write_bytes("<body>“Knees”".encode()[:-1])

    assert get(server, "/part.html").endswith("</script>")


def test_a_page_that_is_another_one_as_soon_as_it_was_read_is_renewed(server: LiveServer) -> None:
    page, builds = Path(server.folder, "read.html"), server.builds
    os.mkfifo(page)
    with ThreadPoolExecutor(1) as browser:
        answer = browser.submit(get, server, "/read.html")
        with page.open("w") as file:  # Waits until somebody reads it.
            file.write("<body>Knees</body>")
            server.announce()

    assert f"?state={builds}" in answer.result()


def test_a_browser_may_break_off_what_it_loads(tmp_path, capsys) -> None:
    (tmp_path / "sheet.pdf").write_bytes(bytes(20_000_000))
    with LiveServer(tmp_path, 0) as server:
        server.daemon_threads, server.block_on_close = False, True  # It ends after its answers.
        with socket.create_connection(server.server_address, timeout=LIMIT) as browser:
            browser.sendall(b"GET /sheet.pdf HTTP/1.0\r\n\r\n")
            server.handle_request()
            browser.recv(1)

    assert capsys.readouterr().err == ""


def test_a_sheet_that_somebody_opens_is_shown_in_a_page_that_is_renewed(server: LiveServer) -> None:
    page = get(server, "/sheet.pdf", **{"Sec-Fetch-Dest": "document"})

    assert 'src="sheet.pdf?file"><script src="/handouts-live.js?state=' in page
    assert get(server, "/sheet.pdf?file", **{"Sec-Fetch-Dest": "document"}) == "%PDF"
    assert get(server, "/sheet.pdf") == "%PDF"


@contextmanager
def listening(server: LiveServer, path: str, state: str = "0") -> Iterator[Iterator[bytes]]:
    """Yield the lines that a browser gets that shows a page, the first being there."""
    address = f"{server.address}/handouts-live?state={state}&page={path}"
    with urllib.request.urlopen(address, timeout=LIMIT) as lines:
        yield lines


def first_event(lines: Iterator[bytes]) -> bytes:
    return next(line for line in lines if line.startswith(b"data"))


def test_a_sheet_is_renewed_when_its_file_is_another_one_and_a_page_after_the_build(
    server: LiveServer,
) -> None:
    file = Path(server.folder, "sheet.pdf")
    state = re.search(r"state=(\d+)", get(server, "/sheet.pdf", **{"Sec-Fetch-Dest": "document"}))
    assert state is not None
    with listening(server, "/page.html") as page, listening(server, "/sheet.pdf", state[1]) as pdf:
        assert server.opened()[:2] == ["sheet.pdf", "page.html"]
        os.utime(file, (1, 1))
        server.look_again()
        assert first_event(pdf) == b"data: new\n"
        server.announce()
        assert first_event(page) == b"data: new\n"
    # What came between loading a page and waiting for events is not missed.
    with listening(server, "/page.html", "0") as page:
        assert first_event(page) == b"data: new\n"


@pytest.mark.parametrize("path", ["/nowhere.html", "/../../etc/passwd", "/%2e%2e/x.html"])
def test_what_is_not_in_the_folder_is_not_served(server: LiveServer, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        get(server, path)
    with missing.value as answer:
        assert "/handouts-live.js" in answer.read().decode()


def test_a_request_that_cannot_be_read_is_answered(server: LiveServer) -> None:
    with socket.create_connection(server.server_address, timeout=LIMIT) as browser:
        browser.sendall(b"NONSENSE\r\n\r\n")
        assert b"Bad request syntax" in browser.makefile("rb").read()


def test_the_usual_port_gives_way_to_a_free_one_if_it_is_taken(
    server: LiveServer, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("handouts.cli.live.server.PORT", server.server_address[1])
    with LiveServer(tmp_path, None) as other:
        assert other.server_address[1] not in {0, server.server_address[1]}


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(server: LiveServer, tmp_path) -> None:
    taken = server.server_address[1]
    with pytest.raises(HandoutsError, match=f"^port {taken}: Address already in use; give --port"):
        LiveServer(tmp_path, taken)


@pytest.mark.parametrize("port", ["-1", "65536", "80000", "http"])
def test_what_is_no_port_is_refused_at_the_command_line(docs, capsys, port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["live", f"--port={port}"])

    assert f"error: argument --port: '{port}' is no port" in capsys.readouterr().err

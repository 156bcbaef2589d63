"""Worker processes: what ends badly in one harms no other."""

from __future__ import annotations

import errno
import gc
import io
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import page
import pebble.pool.process
import pypdfium2
import pytest

from handouts.jobs import THEME_FONTS, Job, Printed, SheetPlan, TypeSetting
from handouts.problems import Fault, HandoutsError
from handouts.workers import start, worker
from handouts.workers.memory import MOST_LEFT
from handouts.workers.pool import Workers

PLANS = tuple(
    SheetPlan(name, (148.0, 210.0), 1, (TypeSetting(12.0, 1.3, 0.7),)) for name in ("a4", "letter")
)
THREADS = Path("/proc/self/task")
"""Has a file for each thread of a process, on Linux."""


def job(name: str) -> Job:
    return Job(name, "", PLANS, "", (), "Title", "en")


def task(job: Job) -> list[Printed]:
    """Do what the job's name says, in a worker process."""
    if job.docname == "endless":
        time.sleep(600)
    if job.docname == "dies":
        time.sleep(0.2)  # so that the job beside it is under way
        os.kill(os.getpid(), signal.SIGKILL)
    if job.docname == "slow":
        time.sleep(1)
    if job.docname == "fails":
        raise TypeError("no width")
    return [Printed(plan.edition, words=os.getpid()) for plan in job.plans]


def surroundings(job: Job) -> list[Printed]:
    import resource
    import sys

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    fonts = Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")
    loaded = "handouts.typeset.copyfit" in sys.modules and "sphinx" not in sys.modules
    return [Printed(fonts, words=limit // 1024 // 1024, kept=int(loaded))]


def validating(job: Job) -> list[Printed]:
    """Return as words how many threads the validator of PDF/UA has started."""
    before = len([*THREADS.iterdir()])
    written = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.save(written)
    page.validate_pdf_bytes(written.getvalue(), profile="ua-1")
    return [Printed("", words=len([*THREADS.iterdir()]) - before)]


def run(
    names: list[str],
    count: int = 1,
    time_limit: float = 60.0,
    what: Callable[[Job], list[Printed]] = task,
) -> dict[str, list[Printed]]:
    workers = Workers(count, time_limit, 4096, what, start_limit=60.0)
    return {done.docname: printed for done, printed in workers.run([job(name) for name in names])}


def outcomes(printed: dict[str, list[Printed]]) -> dict[str, set[str]]:
    """Return the codes of what became of each job."""
    return {
        name: {fault.code for one in sheets for fault in one.faults}
        for name, sheets in printed.items()
    }


def test_a_process_ends_after_so_many_jobs_and_another_begins(monkeypatch) -> None:
    monkeypatch.setattr("handouts.workers.pool.MOST_JOBS", 1)

    printed = run(["one", "two"])

    assert outcomes(printed) == {"one": set(), "two": set()}
    assert len({sheets[0].words for sheets in printed.values()}) == 2


def test_few_jobs_are_made_ahead_of_the_work() -> None:
    made = []

    def jobs() -> Iterator[Job]:
        for number in range(9):
            made.append(number)
            yield job(f"{number}")

    for done, _ in Workers(1, 60.0, 4096, task).run(jobs()):
        assert len(made) <= int(done.docname) + 3
    assert len(made) == 9


@pytest.mark.usefixtures("_as_a_worker")  # Which puts the engine back as it was.
def test_a_system_that_limits_no_memory_prints_all_the_same(tmp_path, monkeypatch) -> None:
    def refuse(*arguments: object) -> None:
        raise ValueError("current limit exceeds maximum limit")  # As macOS does.

    monkeypatch.setattr("resource.setrlimit", refuse)
    loaded: list[Path] = []
    monkeypatch.setattr(worker, "load_engine", loaded.append)

    monkeypatch.setattr(worker, "collect_seldom", lambda: None)
    monkeypatch.setenv("RAYON_NUM_THREADS", "1")  # Which a worker sets, and which does not stay.
    worker.start_worker(4096, tmp_path)

    assert loaded == [tmp_path]
    assert "exceeds" in (tmp_path / worker.NO_MEMORY_LIMIT).read_text("utf-8")


def without_limit(job: Job) -> list[Printed]:
    folder = Path(os.environ["FONTCONFIG_FILE"]).parent
    (folder / worker.NO_MEMORY_LIMIT).write_text("not here", encoding="utf-8")
    return [Printed("a4")]


def test_a_limit_that_cannot_be_set_is_noted_once() -> None:
    workers = Workers(2, 60.0, 4096, without_limit, start_limit=60.0)

    assert len(list(workers.run([job("one"), job("two")]))) == 2
    assert workers.notes == ["this system sets no limit of memory for printing: not here"]


@pytest.fixture(scope="module")
def with_an_endless_job() -> dict[str, list[Printed]]:
    return run(["good", "fails", "endless", "better"], time_limit=1)


@pytest.fixture(scope="module")
def with_a_job_that_dies() -> dict[str, list[Printed]]:
    return run(["dies", "slow", "good"], count=2)


def test_a_job_that_never_ends_is_reported_as_limit(
    with_an_endless_job: dict[str, list[Printed]],
) -> None:
    message = "it took longer than 1 seconds"
    assert with_an_endless_job["endless"] == [
        Printed("a4", faults=(Fault("limit", message),)),
        Printed("letter", faults=(Fault("limit", message),)),
    ]


def test_jobs_beside_an_endless_one_are_printed(
    with_an_endless_job: dict[str, list[Printed]],
) -> None:
    found = outcomes(with_an_endless_job)

    assert (found["good"], found["better"]) == (set(), set())


def test_a_job_whose_process_dies_is_reported_as_crash(
    with_a_job_that_dies: dict[str, list[Printed]],
) -> None:
    assert outcomes(with_a_job_that_dies)["dies"] == {"crash"}


def test_jobs_beside_one_that_dies_are_printed(
    with_a_job_that_dies: dict[str, list[Printed]],
) -> None:
    found = outcomes(with_a_job_that_dies)

    assert (found["slow"], found["good"]) == (set(), set())


@pytest.fixture
def _copies() -> None:
    """Skip a test where no process is a copy: without a fork server their parent is this one."""
    if start.context().get_start_method() != "forkserver":  # Also if a folder's name is too long.
        pytest.skip("no process is a copy here")


def name_server(job: Job) -> list[Printed]:
    """Return the process of which this one is a copy, with more than a pipe holds."""
    return [Printed("a4", pdf=b"x" * 500_000, words=os.getppid())]


@pytest.mark.usefixtures("_copies")
def test_jobs_are_done_again_if_the_process_ends_that_is_copied() -> None:
    begun, servers = time.monotonic(), set()

    def until_noticed() -> Iterator[Job]:
        while len(servers) < 2 and time.monotonic() - begun < 60:
            yield job("one")

    for _, (one,) in Workers(2, 5.0, 4096, name_server).run(until_noticed()):
        assert (one.faults, one.words != os.getpid()) == ((), True)
        if not servers:
            os.kill(one.words, signal.SIGKILL)
        servers.add(one.words)

    assert len(servers) == 2
    assert time.monotonic() - begun < 60


def end_server(given: Job) -> list[Printed]:
    """End the process of which this one is a copy, if the job is the bad one."""
    if given.docname == "bad":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return [Printed("a4", pdf=b"x")]


@pytest.mark.usefixtures("_copies")
def test_a_job_that_ends_what_is_copied_each_time_is_refused_and_the_others_go_on() -> None:
    begun, names = time.monotonic(), ["bad", *map(str, range(8))]

    found = [*Workers(2, 60.0, 4096, end_server).run(map(job, names))]

    assert sorted(one.docname for one, _ in found) == sorted(names)
    faults = {one.docname: made[0].faults for one, made in found if made[0].faults}
    assert {name: one.code for name, (one,) in faults.items()} == {"bad": "crash"}
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(("failures", "codes"), [(2, set()), (99, {"crash"})])
def test_processes_that_do_not_begin_are_begun_again_a_few_times(
    failures: int, codes: set[str], monkeypatch
) -> None:
    begin = pebble.pool.process.launch_process
    left = iter(range(failures))

    def launch(*given: object) -> object:
        if next(left, None) is not None:
            raise EOFError("unexpected EOF")  # As where the server ends meanwhile.
        return begin(*given)

    monkeypatch.setattr("pebble.pool.process.launch_process", launch)
    found = run(["one", "two"])

    assert outcomes(found) == {"one": codes, "two": codes}


def test_no_process_is_left_behind(with_an_endless_job: dict[str, list[Printed]]) -> None:
    import multiprocessing

    assert multiprocessing.active_children() == []


def print_and_look(job: Job) -> list[Printed]:
    """Print a sheet, so that the engine unpacks its fonts; at last die."""
    printed = worker.print_handout(job)
    if job.docname == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return printed


def test_no_folder_of_ours_or_the_engine_is_left_even_if_a_process_dies(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    fonts = THEME_FONTS
    html = (
        "<html lang='en'><head><title>T</title></head><body><main><h1>T</h1></main></body></html>"
    )
    jobs = [Job(name, html, PLANS[:1], "", fonts, "T", "en") for name in ("good", "dies", "better")]
    done = {job.docname: one for job, (one,) in Workers(1, 60, 4096, print_and_look).run(jobs)}

    assert [bool(done[name].pdf) for name in ("good", "dies", "better")] == [True, False, True]
    assert list(tmp_path.iterdir()) == []


def test_no_job_is_done_in_this_process(with_an_endless_job: dict[str, list[Printed]]) -> None:
    assert os.getpid() not in {sheet.words for sheet in with_an_endless_job["good"]}


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_a_worker_is_bounded_shuts_system_fonts_out_and_loads_the_engine_alone(
    method: str, monkeypatch
) -> None:
    monkeypatch.setattr("handouts.workers.start.START_METHOD", method)

    (found,) = run(["good"], what=surroundings)["good"]

    assert (found.words, found.kept, "<dir" in found.edition) == (4096, 1, False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its threads")
def test_a_worker_validates_with_one_thread(monkeypatch) -> None:
    monkeypatch.delenv("RAYON_NUM_THREADS", raising=False)

    (found,) = run(["good"], what=validating)["good"]

    assert found.words == 1


@pytest.mark.usefixtures("_copies")
def test_other_processes_that_a_program_starts_have_its_settings(monkeypatch) -> None:
    monkeypatch.setattr("handouts.workers.start.START_METHOD", "forkserver")
    run(["good"])

    with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as processes:
        fonts = processes.submit(os.getenv, "FONTCONFIG_FILE").result(60)
        most_left, *_ = processes.submit(gc.get_threshold).result(60)

    assert fonts is None or Path(fonts).exists()
    assert most_left < MOST_LEFT


def test_a_machine_that_can_start_no_process_is_reported(monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")  # As where /dev/shm is.

    monkeypatch.setattr("multiprocessing.synchronize.SemLock.__init__", refuse)

    with pytest.raises(HandoutsError, match=r"cannot be started: Read-only .* \(/dev/shm\)"):
        run(["good"])


def test_no_jobs_start_no_process() -> None:
    assert run([]) == {}


def test_an_error_of_the_engine_costs_its_own_handout_only(
    with_an_endless_job: dict[str, list[Printed]],
) -> None:
    (fault,) = {fault for one in with_an_endless_job["fails"] for fault in one.faults}

    assert fault == Fault("engine", "the layout engine failed: TypeError: no width")

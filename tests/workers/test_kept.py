"""Processes that are kept from one build to the next."""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import SimpleNamespace

import pytest

from handouts.workers import kept

LIMIT = 120
"""Seconds after which nothing more is to be expected, on a machine however busy."""


def test_processes_that_have_died_are_replaced(monkeypatch) -> None:
    made: list[object] = []

    class Processes:
        def __init__(self, *_: object, **__: object) -> None:
            made.append(self)

        def submit(self, _: object) -> None:
            if self is made[0]:
                raise BrokenProcessPool

        def end(self) -> None:
            pass

    monkeypatch.setattr(kept, "KeptProcesses", Processes)
    monkeypatch.setattr(kept, "_kept", functools.cache(kept._kept.__wrapped__))

    assert [kept.kept_processes(2) for _ in range(2)] == [made[1], made[1]]


def test_ctrl_c_waits_until_a_process_has_started_for_a_job(monkeypatch) -> None:
    started = []

    def submit(*_: object) -> Future[int]:
        signal.raise_signal(signal.SIGINT)
        started.append(True)
        return Future()

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)

    with pytest.raises(KeyboardInterrupt):
        kept.KeptProcesses(1).submit(int)
    assert started == [True]


def test_processes_are_ended_if_a_job_does_not_come_back(monkeypatch) -> None:
    processes, job, killed = kept.KeptProcesses(1), Future[None](), []
    processes._processes = {1: SimpleNamespace(kill=lambda: killed.append(1))}
    monkeypatch.setattr(kept, "_kept", functools.cache(lambda: processes))
    processes.submitted.add(job)

    processes.shutdown()
    assert killed == []
    job.set_running_or_notify_cancel()
    processes.shutdown()
    assert killed == [1]
    assert kept._kept.cache_info().currsize == 0


def test_a_process_that_waits_for_its_first_job_ends_with_its_parent(tmp_path) -> None:
    (tmp_path / "main.py").write_text(
        "import os, signal\n"
        "from handouts.workers.kept import kept_processes\n"
        "if __name__ == '__main__':\n"
        "    print(kept_processes(1).submit(os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # It returns when no process has its output open any more.
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        timeout=LIMIT,
        check=False,
    )

    assert (done.stdout.strip().isdigit(), done.returncode) == (True, -signal.SIGKILL)


def test_processes_end_with_the_process_that_has_started_them(tmp_path) -> None:
    (tmp_path / "main.py").write_text(
        "import multiprocessing, time\n"
        "from handouts.workers.kept import kept_processes\n"
        "def build():\n"
        "    jobs = [kept_processes(1).submit(time.sleep, 0.3) for _ in range(4)]\n"
        "    print([job.result() for job in jobs])\n"
        "if __name__ == '__main__':\n"
        "    process = multiprocessing.get_context('spawn').Process(target=build)\n"
        "    process.start()\n"
        f"    process.join({LIMIT / 2})\n"
        "    process.kill()\n"
        "    print(process.exitcode)\n"
    )
    command = [sys.executable, "main.py"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, timeout=LIMIT, check=False)

    assert done.stdout.splitlines()[-1:] == [b"0"]

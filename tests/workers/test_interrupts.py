from __future__ import annotations

import signal
import time

import pytest

from handouts.workers.interrupts import ctrl_c_is_not_lost, ctrl_c_later


class Deleted:
    """Its end raises an error, which Python ignores."""

    def __init__(self, error: type[BaseException]) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


def test_ctrl_c_that_python_ignores_is_raised_again(capsys) -> None:
    with pytest.raises(KeyboardInterrupt), ctrl_c_is_not_lost():  # noqa: PT012
        Deleted(KeyboardInterrupt)
        Deleted(RuntimeError)  # As of a lock that was then not taken.
        time.sleep(60)

    assert capsys.readouterr().err == ""


def test_other_errors_that_python_ignores_are_shown(monkeypatch) -> None:
    shown = []
    monkeypatch.setattr("sys.unraisablehook", lambda ignored: shown.append(ignored.exc_type))
    with ctrl_c_is_not_lost():
        Deleted(RuntimeError)

    assert shown == [RuntimeError]


def test_ctrl_c_waits_until_a_process_has_started() -> None:
    started = []
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012
        with ctrl_c_later():
            signal.raise_signal(signal.SIGINT)
            started.append(True)
        started.append(False)

    assert started == [True]

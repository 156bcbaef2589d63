"""Processes that print, and keep what they printed for the bare loop to print again."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any


class Keeper(ProcessPoolExecutor):
    """Writes each job, with the settings that were chosen for it, into a folder."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a parcel printed and kept."""
        return super().submit(_keep, fn, *args, **kwargs)


def _keep(fn: Any, parcel: Any) -> Any:
    printed = fn(parcel)
    bare = [(one.edition, one.setting, one.kept) for one in printed if one.pdf]
    name = parcel.job.docname.replace("/", "-")
    (Path(os.environ["KEPT"]) / name).write_bytes(pickle.dumps((parcel.job, bare)))
    return printed


def keeper(count: int) -> Executor:
    """Return the executor; the environment names its folder."""
    Path(os.environ["KEPT"]).mkdir(parents=True, exist_ok=True)
    return Keeper(count, mp_context=multiprocessing.get_context("spawn"))

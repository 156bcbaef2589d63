"""Print on a cluster of Dask's: `handouts_executor = "handouts.dask:dask_executor"`."""

from __future__ import annotations

import logging
import os
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

VARIABLE = "HANDOUTS_SCHEDULER"
"""Environment variable with the address of a scheduler; without it, processes are started here."""


def dask_executor(count: int) -> Executor:
    """Return an executor of the cluster that the environment names, or of `count` processes."""
    import distributed

    dask: Any = distributed  # It has types in part only.
    address = os.environ.get(VARIABLE, "")
    if address:
        return Cluster(dask.Client(address))
    cluster = dask.LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        dashboard_address=None,
        # That a worker was slow to end, or was begun again, is nothing that an author must mend.
        silence_logs=logging.ERROR,
    )
    return Cluster(dask.Client(cluster), cluster)


class Cluster(Executor):
    """Dask's own executor, which closes what was opened for it when it is shut down."""

    def __init__(self, client: Any, cluster: Any = None) -> None:
        self.client, self.cluster = client, cluster
        # A worker that dies is not the job's fault until it has happened a few times.
        self.inner = client.get_executor(retries=2)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call to the cluster."""
        future: Future[Any] = self.inner.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; one that was started for this is stopped."""
        self.inner.shutdown(wait=wait)
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()

"""A Dask cluster of two workers on this machine, each a process of one thread that is started anew when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest


@dataclass(frozen=True, slots=True)
class Cluster:
    """`dask` is Dask's own; `url` its scheduler as settings name it."""

    dask: Any
    url: str

    def kill_a_busy_worker(self) -> bool:
        """False, and nothing done, where none is at work at this moment."""
        for nanny in tuple(self.dask.workers.values()):
            worker = self.dask.scheduler.workers.get(nanny.worker_address)
            if worker is not None and worker.processing and nanny.pid:
                os.kill(nanny.pid, signal.SIGKILL)
                return True
        return False


@contextmanager
def local_cluster() -> Iterator[Cluster]:
    """Skips the test where Dask is not installed. What Dask's nannies tell their workers through this process's own
    environment (MALLOC_TRIM_THRESHOLD_, OMP_NUM_THREADS) holds no longer than the cluster, or it would hold for each
    process that a later test starts."""
    distributed = pytest.importorskip("distributed")
    with (
        patch.dict(os.environ),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
        ) as made,
    ):
        yield Cluster(made, made.scheduler_address.replace("tcp://", "dask://"))

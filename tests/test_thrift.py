"""What the program does to spend no time on nothing, seen from a process that begins as it does."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from variorum.thrift import OWN_WISHES

PROGRAM = """
import gc, sys
import variorum.cli
assert "numpy" not in sys.modules
from click.testing import CliRunner
CliRunner().invoke(variorum.cli.main, ["rules", "--help"])
from variorum.thrift import COLLECT_AFTER
import numpy, threadpoolctl
print(gc.get_threshold()[0] == COLLECT_AFTER, [one["num_threads"] for one in threadpoolctl.threadpool_info()])
"""


def test_numpy_multiplies_in_one_thread_where_the_command_line_began() -> None:
    numbers = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    without = {name: value for name, value in os.environ.items() if name not in numbers}
    run = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT, env=without)
    assert done.stdout == "True [1]\n"


AGAIN = """
import resource
from variorum.thrift import thrifty
thrifty()
import numpy
def faults(rows):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        numpy.ones((rows, 256), dtype=numpy.float32) + 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults(4000)
print(faults(1000) + faults(4000))
"""


def pages_asked_for(**environment: str) -> int:
    """What `AGAIN` prints where nobody but `environment` tells glibc what to hold."""
    others = {name: value for name, value in os.environ.items() if name not in OWN_WISHES}
    run = [sys.executable, "-c", AGAIN]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT, env=others | environment)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's malloc is told to hold what is freed")
def test_memory_that_was_freed_is_used_again() -> None:
    """100 times two arrays of 1 or 4 MB are 125,000 pages of 4 KB; hardly one of them is asked of the system anew."""
    assert pages_asked_for() < 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's malloc is told to hold what is freed")
def test_what_a_user_tells_glibc_stands() -> None:
    """As Dask's nannies tell it to their workers: it is given back at once, and asked for again each time."""
    assert pages_asked_for(MALLOC_TRIM_THRESHOLD_="65536") > 100_000

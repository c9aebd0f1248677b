"""What the program does to spend no time on nothing, seen from a process that begins as it does."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

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

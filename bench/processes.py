"""A program in processes of its own: what it printed, how long it took, and the most memory that it held."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from bench.tasks import ROOT

LOOK_SECONDS: Final = 0.5
"""Between two looks at the memory of a program and its processes. A look takes some 20 milliseconds of a core for each
GB that they hold, and what they do meanwhile waits for it: a night of 13 seconds took 14 with them."""
SELDOM: Final = 1.0
"""The same for a program that takes minutes and is timed."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a program printed, the seconds from start to end, and the most bytes that it and its processes held at one
    time: memory that several share counts once, where the system tells (Linux); 0 where nothing looked on."""

    output: str
    seconds: float
    peak_bytes: int

    @property
    def last_json(self) -> Any:
        return json.loads(self.output.splitlines()[-1])


def run_python(
    *arguments: str, cwd: Path = ROOT, fine: Sequence[int] = (0,), look_s: float | None = LOOK_SECONDS
) -> Done:
    """`python ARGUMENTS`, with this project on its path; every `look_s` seconds its memory is looked at. Ends this
    program where it ends otherwise than in `fine`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=cwd, env=environment, stdout=printed)
        peak = 0
        while look_s is not None and process.poll() is None:
            peak = max(peak, _held(process.pid))
            time.sleep(look_s)
        process.wait()
        seconds = time.perf_counter() - start
        printed.seek(0)
        output = printed.read()
    if process.returncode not in fine:
        sys.exit(f"python {' '.join(arguments)} ended with {process.returncode}")
    return Done(output, seconds, peak)


def seconds_of(*arguments: str, cwd: Path, fine: Sequence[int] = (0,)) -> float:
    """Wall seconds of `python ARGUMENTS`, with nothing looking on."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode not in fine:
        sys.exit(f"python {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return seconds


def _held(pid: int) -> int:
    """Bytes of a process and its children now."""
    held = 0
    try:
        top = psutil.Process(pid)
        tree = [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for one in tree:
        try:
            held += getattr(one.memory_full_info(), "pss", 0) or one.memory_info().rss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return held

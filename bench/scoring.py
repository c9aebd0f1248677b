"""The data's own score.py, run on the answers of one task."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench.tasks import Bench


def score(bench: Bench, task: str) -> dict[str, Any]:
    """What score.py prints for one task. Ends the program with the scorer's own words where it refuses."""
    command = [sys.executable, str(bench.data / "score.py"), str(bench.data / task), str(bench.out / f"{task}.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}:\n{done.stderr or done.stdout}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer

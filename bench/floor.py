"""What the model-free floor loses: the tasks that take vectors, answered with `embedder = "lexical"`."""

from __future__ import annotations

from dataclasses import replace

from bench.predict import VECTOR_TASKS
from bench.scoring import score
from bench.tasks import Bench, read_rows, write_rows
from bench.vectors import lexical


def measure(bench: Bench) -> dict[str, object]:
    """What score.py says of each task that is asked for; answers go into the folder `lexical` of the others."""
    there = replace(bench, out=bench.out / "lexical")
    out: dict[str, object] = {}
    for task in bench.tasks:
        if task in VECTOR_TASKS and (bench.data / task / "gold.jsonl").is_file():
            rows = list(read_rows(bench.data / task / "inputs.jsonl"))
            write_rows(there.out / f"{task}.jsonl", VECTOR_TASKS[task](rows, lexical()))
            out[task] = score(there, task)
    return out

"""Where the labelled sets lie and how their rows are read and answers written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OWN = frozenset({"gold_relations", "gold_differences", "gold_scare_quotes", "gold_quotations"})
"""Measured on rows of this repository, wherever BENCH_DATA is."""
NOT_A_TASK = frozenset({"stories"})  # input for `variorum add`, without gold


@dataclass(frozen=True, slots=True)
class Bench:
    """`data` holds a folder for each task, `out` takes the answers, `wanted` names tasks (empty: all)."""

    data: Path
    out: Path
    wanted: frozenset[str]

    @property
    def tasks(self) -> list[str]:
        """The tasks of `data` that are wanted. Ends the program where there is no such folder or task."""
        if not self.data.is_dir():
            sys.exit(f"BENCH_DATA: {self.data} is not a folder; name one that holds TASK/inputs.jsonl")
        there = sorted(p.parent.name for p in self.data.glob("*/inputs.jsonl") if p.parent.name not in NOT_A_TASK)
        unknown = sorted(self.wanted - set(there) - OWN)
        if unknown:
            sys.exit(f"BENCH_TASKS: {', '.join(unknown)}: not in {self.data}; there are {', '.join(there)}")
        return [task for task in there if not self.wanted or task in self.wanted]


def bench_from_environment() -> Bench:
    """`BENCH_DATA`, `BENCH_OUT`, `BENCH_TASKS`, with the Makefile's defaults."""
    return Bench(
        data=Path(os.environ.get("BENCH_DATA") or ROOT / "../shared/benchmarks"),
        out=Path(os.environ.get("BENCH_OUT") or ROOT / "bench/out"),
        wanted=frozenset(os.environ.get("BENCH_TASKS", "").split()),
    )


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)
            except ValueError:
                sys.exit(f"{path}, line {number}: not JSON")


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count

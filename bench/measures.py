"""What the bench measures besides the tasks' scores: each a module with `measure`, kept under a key of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import candidates, claimpairs, floor, nights, trust
from bench.tasks import Bench

Results = dict[str, Any]

LEXICAL = "lexical"
MEASURES: Mapping[str, Callable[[Bench], Mapping[str, Any]]] = {
    LEXICAL: floor.measure,
    "reliability": trust.measure,
    "candidates": candidates.measure,
    "close_pairs": claimpairs.measure,
    "nights": nights.measure,
}


def measured_besides(bench: Bench) -> dict[str, Results]:
    """What there is to say of the tasks that are asked for, by measure; a measure without them has no entry."""
    out = {}
    for name, measure in MEASURES.items():
        began = time.monotonic()
        found = dict(measure(bench))
        if found:
            out[name] = found
            print(f"{name}: {', '.join(found)} in {time.monotonic() - began:.1f} s", file=sys.stderr)
    return out


def print_measures(results: Results, console: Console) -> None:
    if "reliability" in results:
        console.print(reliability_table(results["reliability"]))
        console.print(
            "The sets label different notions of the same: an answer to one question (agree_nanco), one claim\n"
            "(claims_claimdiff), a shared event (claims_ecb), a paraphrase (claims_mrpc). No probability fits them all."
        )
    for name in ("candidates", "close_pairs"):
        for part, found in results.get(name, {}).items():
            console.print(recall_line(name, part, found))
    for part, found in results.get("nights", {}).items():
        arrivals = ", ".join(f"{one:.3f}" for one in found["arrivals"])
        console.print(f"{part}: night after night against everything at once, pair F1 {arrivals}")


def reliability_table(tasks: Mapping[str, Any]) -> Table:
    out = Table(title='Probability of "the same claim": n, mean predicted → share observed', title_justify="left")
    out.add_column("task")
    edges = [f"{one['low']:.1f}–{one['high']:.1f}" for one in next(iter(tasks.values()))["bins"]]
    for column in (*edges, "error"):
        out.add_column(column, justify="right")
    for task, found in tasks.items():
        cells = [
            f"{one['count']}\n{one['predicted']:.2f} → {one['observed']:.2f}" if one["count"] else "–"
            for one in found["bins"]
        ]
        out.add_row(task, *cells, f"{found['error']:.3f}")
    return out


def recall_line(name: str, part: str, found: Mapping[str, Any]) -> str:
    if name == "close_pairs":
        return (
            f"{part}: of {found['n']} pairs of sentences at the threshold {found['found']:.4f} are close pairs"
            f" ({found['looked_at']:.3f} of {found['pairs']} pairs are looked at)"
        )
    at, gold = found["threshold"], found["gold"]
    return (
        f"{part}: of {at['n']} pairs of articles at the threshold {at['found']:.4f} are candidates, of the gold's"
        f" {gold['n']} {gold['found']:.4f} ({found['each']} candidates an article)"
    )

"""One of our own labelled sets: its development rows, its sealed third, and how answers to them are scored."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tasks import ROOT, read_rows

Row = Mapping[str, Any]
FOLDER = ROOT / "bench/gold"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """`name` is the task's. `score` gives the figures of rows, `wrong` a line for each answer that is not
    as labelled."""

    name: str
    gold: Path
    sealed: Path
    score: Callable[[Sequence[Row]], dict[str, Any]]
    wrong: Callable[[Sequence[Row]], Iterable[str]]

    def measure(self) -> dict[str, Any]:
        """The figures of the development rows."""
        return self.score(list(read_rows(self.gold)))

    def digest(self) -> str:
        """Over the development rows: a floor holds for the rows it was reached on."""
        return hashlib.sha256(self.gold.read_bytes()).hexdigest()[:12]

    def main(self, program: str, about: str | None) -> None:
        """`python -m PROGRAM`: prints the development rows' figures, or the sealed rows'."""
        options = argparse.ArgumentParser(prog=program, description=about)
        options.add_argument("--sealed", action="store_true", help="score the sealed rows instead, once, at the end")
        options.add_argument("--wrong", action="store_true", help="list what misses on the development rows")
        asked = options.parse_args()
        if asked.sealed and asked.wrong:
            options.error("--wrong is for the development rows only")
        rows = list(read_rows(self.sealed if asked.sealed else self.gold))
        print(json.dumps(self.score(rows), indent=1))
        if asked.wrong:
            print("\n".join(self.wrong(rows)))


def figures(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """Precision, recall and F1 from (labelled, found), `n` labelled. Precision is 1 where nothing was found, recall 1
    where there was nothing to find."""
    kept = list(pairs)
    hit = sum(labelled and found for labelled, found in kept)
    labelled, found = sum(one for one, _ in kept), sum(other for _, other in kept)
    return rates(labelled, hit, found, hit)


def rates(labelled: int, recalled: int, found: int, right: int) -> dict[str, float]:
    """The same from counts: of the labelled ones so many are recalled, of those found so many are right."""
    precision, recall = right / found if found else 1.0, recalled / labelled if labelled else 1.0
    f1 = 2 * precision * recall / (precision + recall) if recalled and right else 0.0
    return {"n": labelled, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}

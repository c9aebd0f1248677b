"""Relations between two readings, measured on our own gold set: numbers, quotations, negations, contradictions.

`python -m bench.relations` prints the development rows' figures, `--wrong` the rows that miss. `make bench` records
them as "gold_relations". The sealed third is scored by `--sealed` only, once, at the end: it prints and pins nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.tasks import ROOT, read_rows
from compare.relations import Relation, relate
from compare.statements import Statement
from scraper.article import Moment

TASK: Final = "gold_relations"
GOLD: Final = ROOT / "bench/gold/relations.jsonl"
SEALED: Final = ROOT / "bench/gold/relations-sealed.jsonl"
LABELS: Final = ("number", "quotation", "negation", "contradiction")
DETAILS: Final = ("a", "b", "both", None)


def statement(side: Mapping[str, Any]) -> Statement:
    published = side["published"]
    return Statement(side["text"], Moment.parse(published, origin="given") if published else None)


def answer(row: Mapping[str, Any]) -> Relation:
    return relate(statement(row["a"]), statement(row["b"]))


def score(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Precision, recall and F1 of each label, `n` rows that have it; `detail` with the share of rows answered right.

    Precision is 1 where nothing was found, recall 1 where there was nothing to find.
    """
    answers = [answer(row) for row in rows]
    out: dict[str, Any] = {"rows": len(rows)}
    for label in LABELS:
        out[label] = figures((bool(row[label]), bool(getattr(a, label))) for row, a in zip(rows, answers, strict=True))
    sides = [
        (row["detail"] in (side, "both"), a.detail in (side, "both"))
        for side in ("a", "b")
        for row, a in zip(rows, answers, strict=True)
    ]
    right = sum(row["detail"] == a.detail for row, a in zip(rows, answers, strict=True))
    out["detail"] = {**figures(sides), "accuracy": round(right / max(1, len(rows)), 4)}
    return out


def figures(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """From (labelled, found)."""
    kept = list(pairs)
    hit = sum(labelled and found for labelled, found in kept)
    labelled, found = sum(one for one, _ in kept), sum(other for _, other in kept)
    precision, recall = hit / found if found else 1.0, hit / labelled if labelled else 1.0
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return {"n": labelled, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def gold_digest(path: Path = GOLD) -> str:
    """Over the rows: a floor holds for the rows it was reached on."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def wrong(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """One line for each row and label that is not answered as labelled."""
    for row in rows:
        found = answer(row)
        for label in LABELS:
            if bool(getattr(found, label)) != bool(row[label]):
                yield f"{row['id']} {label}: {'missed' if row[label] else 'wrongly found'} ({row['note']})"


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.relations", description=__doc__)
    options.add_argument("--sealed", action="store_true", help="score the sealed rows instead, once, at the very end")
    options.add_argument("--wrong", action="store_true", help="list the development rows that miss")
    asked = options.parse_args()
    if asked.sealed and asked.wrong:
        options.error("--wrong is for the development rows only")
    rows = list(read_rows(SEALED if asked.sealed else GOLD))
    print(json.dumps(score(rows), indent=1))
    if asked.wrong:
        print("\n".join(wrong(rows)))


if __name__ == "__main__":
    main()

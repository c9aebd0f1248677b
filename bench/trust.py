"""Do the probabilities of "the same claim" mean what they say? Read off the answers that were scored.

The sets label different notions of the same (an answer to one question, a paraphrase, a shared mention of events), so
no probability can fit them all; the program's own notion is that of the invented newsroom's labels, which
`variorum calibrate` holds it against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bench.tasks import Bench, read_rows
from compare.reliability import calibration_error, reliability

TASKS = ("agree_nanco", "claims_claimdiff", "claims_ecb", "claims_mrpc")
POOLED = "pooled"


def measure(bench: Bench) -> dict[str, object]:
    """By task; pooled, each pair counting once, where all were answered."""
    answers = {
        task: answered(bench, task)
        for task in bench.tasks
        if task in TASKS and (bench.data / task / "gold.jsonl").is_file()
    }
    out: dict[str, object] = {task: table(*found) for task, found in answers.items()}
    if set(answers) == set(TASKS):
        out[POOLED] = table(
            [score for scores, _ in answers.values() for score in scores],
            [one for _, labels in answers.values() for one in labels],
        )
    return out


def answered(bench: Bench, task: str) -> tuple[list[float], list[bool]]:
    """Scores and labels, in the order of the gold."""
    said = {row["id"]: row["score"] for row in read_rows(bench.out / f"{task}.jsonl")}
    gold = list(read_rows(bench.data / task / "gold.jsonl"))
    return [said[row["id"]] for row in gold], [bool(row["label"]) for row in gold]


def table(scores: Sequence[float], same: Sequence[bool]) -> dict[str, object]:
    bins = reliability(scores, same)
    rows = [{k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(one).items()} for one in bins]
    return {"n": len(scores), "error": round(calibration_error(bins), 4), "bins": rows}

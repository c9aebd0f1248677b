"""Versions of a quotation measured on our own gold set: one utterance or two, how they differ, which is the longest.

`python -m bench.quotations` prints the development rows' figures, `--wrong` the rows that miss. The sealed third is
scored by `--sealed` only, once, at the end: it prints and pins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.goldset import FOLDER, GoldSet, Row, figures
from compare.printings import printing
from compare.variations import VARIATIONS, Variation, same_utterance, versions


@dataclass(frozen=True, slots=True)
class Answer:
    """As a row has it: no variation and no longest version for two utterances or for identical words."""

    same_utterance: bool
    variation: tuple[Variation, ...]
    longest: str | None


def answer(row: Row) -> Answer:
    texts = [version["text"] for version in row["versions"]]
    if not same_utterance(texts):
        return Answer(same_utterance=False, variation=(), longest=None)
    found = versions([printing(text) for text in texts])
    outlet = row["versions"][found.longest]["outlet"]
    return Answer(True, found.variations, outlet if found.variations else None)


def score(rows: Sequence[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of "one utterance", of its contrary and of each variation; "longest": the share named
    right of the rows that have one."""
    answers = [answer(row) for row in rows]
    both = list(zip(rows, answers, strict=True))
    out: dict[str, Any] = {
        "rows": len(rows),
        "same_utterance": figures((row["same_utterance"], a.same_utterance) for row, a in both),
        "two_utterances": figures((not row["same_utterance"], not a.same_utterance) for row, a in both),
    }
    for kind in VARIATIONS:
        out[kind] = figures((kind in row["variation"], kind in a.variation) for row, a in both)
    right = [a.longest == row["longest"] for row, a in both if row["longest"]]
    out["longest"] = round(sum(right) / max(1, len(right)), 4)
    return out


def wrong(rows: Sequence[Row]) -> Iterable[str]:
    """One line for each row that is not answered as labelled."""
    for row in rows:
        found = answer(row)
        if found != Answer(
            row["same_utterance"], tuple(v for v in VARIATIONS if v in row["variation"]), row["longest"]
        ):
            yield f"{row['id']} found {found}, labelled {row['variation']} {row['longest']}: {row['note']}"


SET: Final = GoldSet(
    "gold_quotations", (FOLDER / "quotations.jsonl",), FOLDER / "quotations-sealed-2.jsonl", score, wrong
)


if __name__ == "__main__":
    SET.main("bench.quotations", __doc__)

"""Quotation marks measured on our own gold set: a source's words, a candidate scare quote, or neither.

`python -m bench.scarequotes` prints the development rows' figures, `--wrong` the rows that miss. The sealed third is
scored by `--sealed` only, once, at the end: it prints and pins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bench.goldset import FOLDER, GoldSet, Row, figures
from bench.predict import tagger
from compare.heard import Told
from compare.scarequotes import Fragment, quoted_fragments
from compare.sentences import split_text
from compare.voice import voices

LABELS: Final = ("attribution", "scare", "neither")


def told(name: str, text: str) -> Told:
    sentences = split_text(text)
    return Told(name, text, sentences, voices(text, sentences, tagger()))


def answer(row: Row) -> Fragment | None:
    """What the program makes of the row's quotation; None where it sees no quotation there."""
    own = told("text", row["text"])
    others = [told(f"aligned {number}", text) for number, text in enumerate(row["aligned"])]
    start = row["text"].index(row["quoted"])
    end = start + len(row["quoted"])
    return next((f for f in quoted_fragments(own, others) if f.start < end and start < f.end), None)


def score(rows: Sequence[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of each label; "evidence": the share of attributions whose place of evidence touches
    the labelled one, of those found."""
    answers = [answer(row) for row in rows]
    out: dict[str, Any] = {"rows": len(rows)}
    for label in LABELS:
        out[label] = figures(
            (row["label"] == label, a is not None and a.marks == label) for row, a in zip(rows, answers, strict=True)
        )
    shown = [
        has_evidence(row, a)
        for row, a in zip(rows, answers, strict=True)
        if row["label"] == "attribution" and a is not None and a.marks == "attribution"
    ]
    out["evidence"] = round(sum(shown) / max(1, len(shown)), 4)
    return out


def has_evidence(row: Row, found: Fragment) -> bool:
    """Does the place of the evidence touch the labelled one?"""
    if found.heard is None:
        return False
    texts = {"text": row["text"], **{f"aligned {number}": text for number, text in enumerate(row["aligned"])}}
    start = texts[found.heard.article].find(row["evidence"])
    return start >= 0 and found.heard.start < start + len(row["evidence"]) and start < found.heard.end


def wrong(rows: Sequence[Row]) -> Iterable[str]:
    """One line for each row that is not answered as labelled."""
    for row in rows:
        found = answer(row)
        if found is None or found.marks != row["label"]:
            said = "no quotation" if found is None else found.marks
            why = found and (found.naming or (found.heard and found.heard.speaker))
            yield f"{row['id']} {row['label']}, found {said} ({why}): {row['note']}"


SET: Final = GoldSet(
    "gold_scare_quotes", (FOLDER / "scare-quotes.jsonl",), FOLDER / "scare-quotes-sealed-2.jsonl", score, wrong
)


if __name__ == "__main__":
    SET.main("bench.scarequotes", __doc__)

"""Relations between two readings, measured on our own gold set: numbers, quotations, negations, contradictions.

`python -m bench.relations` prints the development rows' figures, `--wrong` the rows that miss. `make bench` records
them as "gold_relations". The sealed third is scored by `--sealed` only, once, at the end: it prints and pins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bench.goldset import FOLDER, GoldSet, Row, figures
from bench.predict import tagger
from compare.claims import Reading
from compare.contradictions import contradiction
from compare.difference import Context
from compare.readingtrees import ReadingTrees
from compare.relations import Relation, relate
from compare.statements import Statement
from scraper.article import Moment

LABELS: Final = ("number", "quotation", "negation", "contradiction")
DETAILS: Final = ("a", "b", "both", None)


def statement(side: Row) -> Statement:
    published = side["published"]
    return Statement(side["text"], Moment.parse(published, origin="given") if published else None)


def answer(row: Row) -> Relation:
    return relate(statement(row["a"]), statement(row["b"]))


def is_told(row: Row) -> bool:
    """Does an event's page tell the two statements as a contradiction? It asks for more than `relate` finds."""
    a, b = (Reading(side, side, 0, len(row[side]["text"]), row[side]["text"], 1) for side in ("a", "b"))
    published = {side: statement(row[side]).published for side in ("a", "b")}
    trees = ReadingTrees(using, [a.text, b.text]) if (using := tagger()) else None
    return a.text != b.text and contradiction(a, b, Context(published=published, trees=trees)) is not None


def score(rows: Sequence[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of each label, `n` rows that have it; `detail` with the share of rows answered right;
    `told` of the contradictions in rows without a number that differs, as an event's page tells them.

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
    out["told"] = figures((bool(row["contradiction"]), is_told(row)) for row in rows if not row["number"])
    return out


def wrong(rows: Sequence[Row]) -> Iterable[str]:
    """One line for each row and label that is not answered as labelled."""
    for row in rows:
        found = answer(row)
        for label in LABELS:
            if bool(getattr(found, label)) != bool(row[label]):
                yield f"{row['id']} {label}: {'missed' if row[label] else 'wrongly found'} ({row['note']})"


SET: Final = GoldSet("gold_relations", (FOLDER / "relations.jsonl",), FOLDER / "relations-sealed.jsonl", score, wrong)


if __name__ == "__main__":
    SET.main("bench.relations", __doc__)

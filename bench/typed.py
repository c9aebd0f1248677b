"""Typed differences, measured on our own gold set (bench/gold/README-differences.md).

`python -m bench.typed` prints the development rows' figures, `--wrong` the rows that miss. The sealed third is scored
by `--sealed` only, once, at the end: it prints and pins nothing.

A difference that is found is right where one of the stretches it points to overlaps a labelled one of the same kind in
the same outlet; a label is found where such a difference is. Each is counted by kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.goldset import FOLDER, GoldSet, Row, rates
from bench.predict import rules, tagger
from bench.vectors import embedder
from compare.claims import Claim, Reading
from compare.difference import Context, Difference, DifferenceKind
from compare.heard import Told
from compare.ladder import Ladder
from compare.marking import marked
from compare.readingtrees import ReadingTrees
from compare.rules import without_contrast
from compare.sentences import split_text
from compare.voice import voices
from compare.wording import differences
from compare.wordvectors import WordVectors
from scraper.article import Moment

KINDS: Final[tuple[DifferenceKind, ...]] = (
    "attribution", "doubt", "naming", "evaluation", "intensity", "agency", "number", "quote", "prominence",
)  # fmt: skip
WORDS: Final = ("attribution", "doubt", "naming", "evaluation", "intensity", "agency")


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled or found departure of some outlets: by outlet, where its words stand in the reading; None for the
    whole of it."""

    kind: DifferenceKind
    places: Mapping[str, tuple[tuple[int, int], ...]]
    told: str

    def meets(self, other: Mark) -> bool:
        return self.kind == other.kind and any(
            self.kind == "prominence" or (a_start < b_end and b_start < a_end)
            for outlet in self.places.keys() & other.places.keys()
            for a_start, a_end in self.places[outlet]
            for b_start, b_end in other.places[outlet]
        )


def labelled(row: Row) -> list[Mark]:
    text = {reading["outlet"]: reading["text"] for reading in row["readings"]}
    out = []
    for one in row["differences"]:
        places = {}
        for outlet, span in one["spans"].items():
            start = text[outlet].index(span)
            places[outlet] = ((start, start + len(span) if span else len(text[outlet])),)
        out.append(Mark(one["kind"], places, one["note"]))
    return out


def found(row: Row) -> list[Mark]:
    readings = [reading_of(item) for item in row["readings"]]
    published = {
        item["outlet"]: Moment.parse(item["published"], origin="given") if item["published"] else None
        for item in row["readings"]
    }
    spans = {r.article: voices(r.text, split_text(r.text), tagger()) for r in readings}
    told = {r.article: Told(r.article, r.text, split_text(r.text), spans[r.article]) for r in readings}
    flags = {}
    for key, own in told.items():
        flags[key] = marked(own, [other for name, other in told.items() if name != key], rules(), tagger(), beside=True)
    trees = ReadingTrees(using, [r.text for r in readings]) if (using := tagger()) else None
    context = Context(
        published=published,
        voices=spans,
        trees=trees,
        ladder=Ladder(rules()),
        uncontrasted=without_contrast(rules()),
        vectors=WordVectors(embedder()),
    )
    claim = Claim(tuple(sorted(readings, key=lambda r: (r.outlet, r.article, r.start))), 1.0)
    by_outlet = {reading.outlet: reading for reading in readings}
    return [mark_of(one, by_outlet) for one in differences(claim, flags, context)]


def reading_of(item: Row) -> Reading:
    paragraph = 0 if item["place"] == "headline" else int(item["place"])
    return Reading(item["outlet"], item["outlet"], 0, len(item["text"]), item["text"], paragraph)


def mark_of(difference: Difference, readings: Mapping[str, Reading]) -> Mark:
    """Every stretch that the difference points to; an outlet that is only said to lack something has none."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for variant in difference.variants:
        silent = difference.kind in WORDS and variant.text == readings[variant.outlet].text
        if not silent:
            places[variant.outlet].append((variant.start, variant.end))
    return Mark(difference.kind, {outlet: tuple(spans) for outlet, spans in places.items()}, difference.explanation)


def score(rows: Sequence[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of each kind, `n` labelled ones."""
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    for row in rows:
        gold, said = labelled(row), found(row)
        for kind in KINDS:
            own, told = [m for m in gold if m.kind == kind], [m for m in said if m.kind == kind]
            recalled = sum(any(m.meets(t) for t in told) for m in own)
            right = sum(any(t.meets(m) for m in own) for t in told)
            counts[kind] = [a + b for a, b in zip(counts[kind], (len(own), recalled, len(told), right), strict=True)]
    return {"rows": len(rows), "names": names(rows), **{kind: rates(*counts[kind]) for kind in KINDS}}


def names(rows: Sequence[Row]) -> dict[str, float]:
    """Of the others' names for what a labelled name is given to: how many of those told are the labelled ones, and how
    many of the labelled ones, `n`, are told."""
    labels = recalled = said = right = 0
    for row in rows:
        text = {reading["outlet"]: reading["text"] for reading in row["readings"]}
        told = [mark for mark in found(row) if mark.kind == "naming"]
        for label, one in zip(labelled(row), row["differences"], strict=True):
            if label.kind != "naming":
                continue
            mark = next((mark for mark in told if label.meets(mark)), None)
            for outlet, words in one["against"].items():
                labels += bool(words)
                places = mark.places.get(outlet, ()) if mark else ()
                first = text[outlet].index(words) if words else 0
                hits = [start < first + len(words) and first < end for start, end in places]
                said += len(hits)
                right += sum(hits)
                recalled += any(hits)
    return rates(labels, recalled, said, right)


def wrong(rows: Sequence[Row]) -> Iterator[str]:
    """One line for each label that is missed and each difference that is not labelled."""
    for row in rows:
        gold, said = labelled(row), found(row)
        for mark in gold:
            if not any(mark.meets(one) for one in said):
                text = {reading["outlet"]: reading["text"] for reading in row["readings"]}
                words = "; ".join(
                    f"{outlet}: {text[outlet][start:end]!r}"
                    for outlet, spans in mark.places.items()
                    for start, end in spans
                )
                yield f"{row['id']} missed {mark.kind}: {words} ({mark.told})"
        for one in said:
            if one.kind in KINDS and not any(one.meets(mark) for mark in gold):
                yield f"{row['id']} wrong {one.kind}: {one.told}"


SET: Final = GoldSet(
    "gold_differences",
    tuple(FOLDER / f"differences{part}.jsonl" for part in ("", "-2", "-3", "-4", "-5", "-6", "-7")),
    FOLDER / "differences-sealed-3.jsonl",
    score,
    wrong,
)


if __name__ == "__main__":
    SET.main("bench.typed", __doc__)

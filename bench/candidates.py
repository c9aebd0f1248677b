"""What the index of articles misses: candidates against all pairs.

`threshold`: the pairs within the window whose score reaches the threshold, all pairs scored. `gold`: the pairs of one
event. `found` is the share of either that is among the candidates, which is what recall means here; `scored` counts
those too that come to be scored because a chain of candidates ties their groups. `each`: candidates of an article.
"""

from __future__ import annotations

import numpy as np

from bench.sets import read_set, sets_at_hand
from bench.tasks import Bench
from bench.vectors import embedded, embedder
from compare.calibration import calibration_for
from compare.candidates import within
from compare.events import EVENT_THRESHOLD, linked_parts
from compare.outline import outline_of
from compare.survey import survey


def measure(bench: Bench) -> dict[str, object]:
    """By set."""
    return {name: recall(bench, name) for name in sets_at_hand(bench)}


def recall(bench: Bench, name: str) -> dict[str, object]:
    held = read_set(bench, name)
    outlines = [outline_of(article) for article in held.articles]
    around = survey(outlines, embedded(held.articles, embedder()), calibration_for(embedder().name))
    label = {article.key: one for article, one in zip(held.articles, held.labels, strict=True)}
    same = np.array([label[key] for key in around.keys])
    left, right = np.triu_indices(len(held.articles), 1)
    candidates = around.candidates
    count = len(held.articles)
    found = np.isin(left * count + right, candidates.left * count + candidates.right)
    part = np.zeros(count, dtype=np.int64)
    for number, members in enumerate(linked_parts(around)):
        part[members] = number
    scored = found | (part[left] == part[right])
    likely = around.scores(left, right) >= EVENT_THRESHOLD
    likely &= within(around.placed, left, right, around.window)
    out: dict[str, object] = {"each": round(2 * len(candidates.left) / count, 1)}
    for what, chosen in (("threshold", likely), ("gold", same[left] == same[right])):
        pairs = int(chosen.sum())
        out[what] = {
            "n": pairs,
            "found": round(float(found[chosen].mean()), 4) if pairs else 1.0,
            "scored": round(float(scored[chosen].mean()), 4) if pairs else 1.0,
        }
    return out

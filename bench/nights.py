"""What grouping night after night changes against grouping everything at once.

Events begin at random over NIGHTS nights, and each one's articles arrive within SPREAD days. `arrivals` are pair F1
between the two partitions for several random orders, `lowest` the least of them. 1 is not to be had: a night knows less
of what is rare, and an article that came first stays where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np

from bench.sets import Labelled, read_set, sets_at_hand
from bench.tasks import Bench
from bench.vectors import embedded, embedder
from compare.background import Background
from compare.calibration import calibration_for
from compare.embed import Vectors
from compare.events import Event, group
from compare.nights import regroup, still_open
from compare.outline import outline_of
from compare.survey import WINDOW_DAYS, survey
from scraper.article import Moment

NIGHTS, SPREAD = 20, 3.0  # nights on which events begin, and days over which the articles of one arrive
ARRIVALS = 3
MEASURED = ("events", "stories")  # the look-alike events have no outlets and no times to arrive by


def measure(bench: Bench) -> dict[str, object]:
    """By set."""
    out: dict[str, object] = {}
    for name in sets_at_hand(bench):
        if name in MEASURED:
            held = read_set(bench, name)
            vectors = embedded(held.articles, embedder())
            arrivals = [round(drift(held, vectors, seed), 4) for seed in range(ARRIVALS)]
            out[name] = {"arrivals": arrivals, "lowest": min(arrivals)}
    return out


def drift(held: Labelled, vectors: Sequence[Vectors], seed: int) -> float:
    """Pair F1 between grouping night after night and at once, for one random order of arrival."""
    calibration = calibration_for(embedder().name)
    random = np.random.default_rng(seed)
    first = datetime(2031, 1, 1, tzinfo=UTC)
    begins = {label: int(random.integers(0, NIGHTS)) for label in sorted(set(held.labels))}
    seen = {
        article.key: first + timedelta(days=begins[label] + float(random.uniform(0, SPREAD)))
        for article, label in zip(held.articles, held.labels, strict=True)
    }
    dated = [
        outline_of(replace(article, published=Moment(seen[article.key], "second", "given")))
        for article in held.articles
    ]
    kept = {outline.key: (outline, rows) for outline, rows in zip(dated, vectors, strict=True)}
    at_once = [event.articles for event in group(survey(dated, vectors, calibration, seen=seen))]
    background = Background()
    known: dict[str, Event] = {}
    closed: dict[str, Event] = {}
    for night in range(NIGHTS + int(SPREAD) + 1):
        start = first + timedelta(days=night)
        new = sorted(key for key, moment in seen.items() if start <= moment < start + timedelta(days=1))
        if not new:
            continue
        background = background.adding(kept[key][0].terms.weights for key in new)
        spans = {
            name: (min(seen[key] for key in event.articles), max(seen[key] for key in event.articles))
            for name, event in known.items()
        }
        stays = still_open(spans, [(seen[key], seen[key]) for key in new], WINDOW_DAYS)
        closed |= {name: event for name, event in known.items() if name not in stays}
        known = {name: event for name, event in known.items() if name in stays}
        keys = [*(key for event in known.values() for key in event.articles), *new]
        outlines, rows = [kept[key][0] for key in keys], [kept[key][1] for key in keys]
        around = survey(outlines, rows, calibration, seen=seen, background=background)
        known = dict(regroup(around, known, new, reserved=closed))
    return pair_f1([event.articles for event in (*known.values(), *closed.values())], at_once)


def pair_f1(one: Iterable[Sequence[str]], other: Iterable[Sequence[str]]) -> float:
    a = {pair for members in one for pair in combinations(sorted(members), 2)}
    b = {pair for members in other for pair in combinations(sorted(members), 2)}
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0

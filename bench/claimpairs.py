"""What `compare.claims.close_pairs` misses: pairs it passes over against all pairs that reach the threshold.

Within each event, pairs of different articles, all of them scored. `looked_at` is the share of all pairs that is scored
in the program.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from bench.sets import OTHERS, read_set, sets_at_hand
from bench.tasks import Bench
from bench.vectors import embedder
from compare.calibration import calibration_for
from compare.claims import close_pairs, probability
from compare.embed import Embedder
from compare.sentences import split_sentences
from compare.signals import describe, learn_rarity, signals
from scraper.article import Article


def measure(bench: Bench) -> dict[str, object]:
    """By set: the stories by their events, and the invented newsroom."""
    return {name: recall(bench, name, embedder()) for name in sets_at_hand(bench) if name in OTHERS}


def recall(bench: Bench, name: str, using: Embedder) -> dict[str, object]:
    held = read_set(bench, name)
    events: dict[str, list[Article]] = defaultdict(list)
    for article, label in zip(held.articles, held.labels, strict=True):
        events[label].append(article)
    reached = found = every = looked_at = 0
    for label in sorted(events):
        counts = event_counts(events[label], using)
        reached, found, every, looked_at = (
            a + b for a, b in zip((reached, found, every, looked_at), counts, strict=True)
        )
    return {
        "pairs": every,
        "looked_at": round(looked_at / max(1, every), 4),
        "n": reached,
        "found": round(found / max(1, reached), 4),
    }


def event_counts(articles: list[Article], using: Embedder) -> tuple[int, int, int, int]:
    """Pairs at the threshold, those of them that are close, all pairs, all close pairs."""
    calibration = calibration_for(using.name)
    sentences = [sentence for article in articles for sentence in split_sentences(article)]
    texts = [sentence.text for sentence in sentences]
    known = describe(texts, using.encode(texts), learn_rarity(texts))
    article = np.unique([sentence.article for sentence in sentences], return_inverse=True)[1]
    count = len(texts)
    first, second = np.triu_indices(count, 1)
    different = article[first] != article[second]
    first, second = first[different], second[different]
    near_first, near_second = close_pairs(known.vectors.astype(np.float32), calibration)
    close = np.isin(first * count + second, near_first * count + near_second)
    reached = probability(signals(known, first, second), calibration) >= calibration.claim_threshold
    return int(reached.sum()), int((reached & close).sum()), len(first), int(close.sum())

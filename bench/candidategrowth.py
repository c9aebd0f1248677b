"""`python -m bench.candidategrowth`: what the candidates cost as articles grow, on copies of the labelled events."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence

import numpy as np

from bench.sets import read_set
from bench.tasks import bench_from_environment
from compare.background import Background
from compare.candidates import find_candidates
from compare.terms import Terms, article_terms, term_rows

SIZES = (1_000, 4_000, 16_000)
RARE = 12  # a term of at most so many articles belongs to its event: a copied event has another in its place
KEPT = 15  # of a hundred such terms a copied event keeps; topics come back, names less often


def main() -> None:
    held = read_set(bench_from_environment(), "events")
    terms = [article_terms(article) for article in held.articles]
    for size in SIZES:
        growth(size, terms, held.labels)


def growth(size: int, terms: Sequence[Terms], labels: Sequence[str]) -> None:
    """Candidates among copies of the events, each with names of its own."""
    base = Background().adding(one.weights for one in terms)
    corpus: list[Terms] = []
    copy = 0
    while len(corpus) < size:
        corpus += [copied(one, event, copy, base) for one, event in zip(terms, labels, strict=True)]
        copy += 1
    corpus = corpus[:size]
    began = time.monotonic()
    rows, _ = term_rows(corpus, Background().adding(one.weights for one in corpus))
    found = find_candidates(rows, np.full(size, np.nan), None)
    print(f"{size} articles: {2 * len(found.left) / size:.1f} candidates each, {time.monotonic() - began:.1f} s")


def copied(terms: Terms, event: str, copy: int, base: Background) -> Terms:
    def name(stem: str) -> str:
        chance = zlib.crc32(f"{event}|{copy}|{stem}".encode()) % 100
        return f"{stem}~{event}{copy}" if copy and base.holding[stem] <= RARE and chance >= KEPT else stem

    return Terms({name(stem): weight for stem, weight in sorted(terms.weights.items())}, terms.length)


if __name__ == "__main__":
    main()

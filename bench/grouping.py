"""`python -m bench.grouping`: what the candidates miss, what they cost, and what grouping night after night changes.

Reads the sets of events that `bench/tasks.py` finds, with their gold; prints plain lines.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.predict import as_article, embedded
from bench.tasks import bench_from_environment, read_rows
from compare.background import Background
from compare.candidates import find_candidates, within
from compare.embed import Vectors
from compare.events import EVENT_THRESHOLD, Event, group, linked_parts
from compare.nights import regroup, still_open
from compare.survey import WINDOW_DAYS, survey
from compare.terms import Terms, article_terms, term_rows
from scraper.article import Article, Moment

SIZES = (1_000, 4_000, 16_000)
RARE = 12  # a term of at most so many articles belongs to its event: a copied event has another in its place
KEPT = 15  # of a hundred such terms a copied event keeps; topics come back, names less often
NIGHTS, SPREAD = 20, 3.0  # nights on which events begin, and days over which the articles of one arrive


def main() -> None:
    bench = bench_from_environment()
    terms: list[Terms] = []
    labels: list[str] = []
    for task in ("events", "events_lookalike"):
        rows = list(read_rows(bench.data / task / "inputs.jsonl"))
        gold = {row["id"]: row["event"] for row in read_rows(bench.data / task / "gold.jsonl")}
        measure(task, [as_article(row) for row in rows], [gold[row["id"]] for row in rows], nights=task == "events")
        if task == "events":
            terms = [article_terms(as_article(row)) for row in rows]
            labels = [gold[row["id"]] for row in rows]
    stories = list(read_rows(Path(bench.data) / "stories/articles.jsonl"))
    rows = [{**row, "id": f"{n:04d}", "date": row.get("published")} for n, row in enumerate(stories)]
    measure("stories", [as_article(row) for row in rows], [row["event"] for row in rows], nights=True)
    for size in SIZES:
        growth(size, terms, labels)


def measure(name: str, articles: Sequence[Article], labels: Sequence[str], *, nights: bool) -> None:
    vectors = embedded(articles)
    around = survey(articles, vectors)
    label = {article.key: one for article, one in zip(articles, labels, strict=True)}
    same = [label[key] for key in around.keys]
    left, right = np.triu_indices(len(articles), 1)
    found = set(zip(around.candidates.left.tolist(), around.candidates.right.tolist(), strict=True))
    part = {index: number for number, members in enumerate(linked_parts(around)) for index in members}
    likely = around.scores(left, right) >= EVENT_THRESHOLD
    likely &= within(around.placed, left, right, around.window)
    gold = np.array([same[i] == same[j] for i, j in zip(left, right, strict=True)])
    for what, chosen in (("pairs of the gold", gold), ("pairs at the threshold", likely)):
        pairs = list(zip(left[chosen].tolist(), right[chosen].tolist(), strict=True))
        direct = sum(pair in found for pair in pairs) / max(1, len(pairs))
        scored = sum(pair in found or part[pair[0]] == part[pair[1]] for pair in pairs) / max(1, len(pairs))
        print(f"{name}: {what} among the candidates {direct:.4f}, scored {scored:.4f} (n = {len(pairs)})")
    if nights:
        for seed in range(3):
            print(
                f"{name}: nights against at once, arrival {seed}: pair F1 {drift(articles, labels, vectors, seed):.3f}"
            )


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


def drift(articles: Sequence[Article], labels: Sequence[str], vectors: Sequence[Vectors], seed: int) -> float:
    """Pair F1 between grouping night after night and at once, for one random order of arrival."""
    random = np.random.default_rng(seed)
    first = datetime(2031, 1, 1, tzinfo=UTC)
    begins = {label: int(random.integers(0, NIGHTS)) for label in sorted(set(labels))}
    seen = {
        article.key: first + timedelta(days=begins[label] + float(random.uniform(0, SPREAD)))
        for article, label in zip(articles, labels, strict=True)
    }
    dated = [replace(article, published=Moment(seen[article.key], "second", "given")) for article in articles]
    held = {article.key: (article, rows) for article, rows in zip(dated, vectors, strict=True)}
    at_once = [event.articles for event in group(survey(dated, vectors, seen=seen))]
    background = Background()
    known: dict[str, Event] = {}
    closed: dict[str, Event] = {}
    for night in range(NIGHTS + int(SPREAD) + 1):
        start = first + timedelta(days=night)
        new = sorted(key for key, moment in seen.items() if start <= moment < start + timedelta(days=1))
        if not new:
            continue
        background = background.adding(article_terms(held[key][0]).weights for key in new)
        spans = {
            name: (min(seen[key] for key in event.articles), max(seen[key] for key in event.articles))
            for name, event in known.items()
        }
        stays = still_open(spans, [(seen[key], seen[key]) for key in new], WINDOW_DAYS)
        closed |= {name: event for name, event in known.items() if name not in stays}
        known = {name: event for name, event in known.items() if name in stays}
        keys = [*(key for event in known.values() for key in event.articles), *new]
        around = survey([held[k][0] for k in keys], [held[k][1] for k in keys], seen=seen, background=background)
        known = dict(regroup(around, known, new, reserved=closed))
    return pair_f1([event.articles for event in (*known.values(), *closed.values())], at_once)


def pair_f1(one: Iterable[Sequence[str]], other: Iterable[Sequence[str]]) -> float:
    a = {pair for group in one for pair in combinations(sorted(group), 2)}
    b = {pair for group in other for pair in combinations(sorted(group), 2)}
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


if __name__ == "__main__":
    main()

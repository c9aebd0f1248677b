"""`make bench-costs`: what an article costs at each stage, in seconds of one core and in bytes.

The articles are those of BENCH_DATA whose events are known, whole events at a time, or the invented newsroom's where
BENCH_DATA is not there; the pages those of the extraction tasks. Seconds are the process's own processor time with one
thread, so that what else runs on the machine does not count, and neither does waiting for a disk or a server. From them
follow cores and bytes for a number of articles a day. docs/scale.md holds what this printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.pages import FETCHED, demo_pages, digest_of, labelled_pages
from bench.sets import read_set
from bench.tasks import Bench, bench_from_environment
from compare.sentences import split_sentences
from db.store import Store, open_store
from scraper.article import Article, Page
from variorum.adapters import load_extractors
from variorum.comparing import compare_stage
from variorum.comparison import Comparison
from variorum.corpus import Corpus, Shelf
from variorum.nightly import comparison_for, versions_of
from variorum.outlines import Outlines
from variorum.pageworker import answer_page
from variorum.progress import Silent
from variorum.quarantine import quarantined
from variorum.reporting import report_stage
from variorum.settings import ReportSettings, Settings
from variorum.vectors import VectorSource

ARTICLES: Final = 200
PAGES: Final = 60
A_DAY: Final = (10_000, 100_000, 1_000_000)
OPEN_DAYS: Final = 10
"""For which an event takes in articles: those of the night and of nine nights before are held together."""
NIGHT_HOURS: Final = 6.0
"""In which a day's articles are compared and reported. Fetching has the whole day."""
STAGES: Final = {
    "embedding sentences": "embedding",
    "grouping articles": "events: candidates and grouping",
    "finding shared text": "shared text",
    "comparing revisions": "revisions",
    "comparing events": "voices, rules, claims, differences",
}
SPREADS: Final = ("extraction", "embedding", "revisions", "voices, rules, claims, differences")
"""Stages that further processes or machines take part in."""


@dataclass
class Meter(Silent):
    """Processor seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        began = time.process_time()
        yield lambda count: None
        self.add(STAGES[name], time.process_time() - began)

    def add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """What goes on within it and in no stage of its own."""
        began, inside = time.process_time(), sum(self.seconds.values())
        yield
        self.add(stage, time.process_time() - began - (sum(self.seconds.values()) - inside))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="at least so many, whole events")
    parser.add_argument("--pages", type=int, default=PAGES)
    asked = parser.parse_args()
    if os.environ.get("OMP_NUM_THREADS") != "1":
        parser.error("set OMP_NUM_THREADS=1 before: seconds are those of one core")
    bench = bench_from_environment()
    pages, articles = chosen_pages(bench, asked.pages), chosen_articles(bench, asked.articles)
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(measured(pages, articles, Path(folder))))


def chosen_pages(bench: Bench, count: int) -> list[Page]:
    labelled = [page for task in ("extraction", "extraction_politics") for page in labelled_pages(bench.data, task)]
    return (labelled or list(demo_pages()))[:count]


def chosen_articles(bench: Bench, least: int) -> list[Article]:
    there = (bench.data / "events" / "gold.jsonl").is_file()
    held = read_set(bench, "events" if there else "demo")
    chosen: list[Article] = []
    for event in dict.fromkeys(held.labels):
        if len(chosen) < least:
            chosen += [one for one, label in zip(held.articles, held.labels, strict=True) if label == event]
    return chosen


def measured(pages: Sequence[Page], articles: Sequence[Article], folder: Path) -> list[str]:
    meter = Meter()
    extractors = load_extractors()
    answer_page(pages[0], None, FETCHED, extractors)  # imports
    with meter.timing("extraction"):
        for page in pages:
            answer_page(page, None, FETCHED, extractors)
    a_page = meter.seconds.pop("extraction") / len(pages)

    with meter.timing("sentences"):
        sentences = [sentence for one in articles for sentence in split_sentences(one)]
    split = meter.seconds.pop("sentences")

    settings = Settings(executor="none", report=ReportSettings(processes=0))
    comparison = comparison_for(settings, ())
    comparison.embedder.encode(["A model is loaded before anything is timed."])
    comparison.embedder.encode_words(["And another part of it."])
    if comparison.tagger is not None:
        comparison.tagger.parse(["So is the tagger."])
    file = folder / "costs.db"
    with open_store(f"sqlite:///{file}") as store:
        with meter.timing("storing articles"):
            for one in articles:
                store.put_article(one, run=None, at=FETCHED)
        texts = size_of(file, store)
        with meter.timing("reading and writing the database, other"):
            summary = compare_stage(store, comparison, meter)
        whole = size_of(file, store)
        with meter.timing("report"):
            site = folder / "site"
            report_stage(store, settings, (), comparison.rules, versions_of(comparison), out=site)
        counts = store.counts()
        new = held_for_grouping(store, comparison, articles, new=True)
        open_ = held_for_grouping(store, comparison, articles, new=False)
    site_bytes = sum(one.stat().st_size for one in site.rglob("*") if one.is_file())
    n = len(articles)
    costs = {"extraction": a_page, **{stage: seconds / n for stage, seconds in meter.seconds.items()}}
    # Split in the comparison too, within what is read and written; here apart.
    costs["sentences"] = split / n
    costs["reading and writing the database, other"] -= split / n
    words = sum(len(one.text.split()) for one in articles) / n
    kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1000
    return [
        f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()};"
        f" {comparison.embedder.name} ({comparison.embedder.engine});"
        f" {n} articles of {words:.0f} words in {summary.events} events, {len(sentences) / n:.0f} sentences each;"
        f" {len(pages)} pages of {kilobytes:.0f} kB ({digest_of(pages)})",
        "",
        "| stage | seconds of one core, an article | share |",
        "|---|---:|---:|",
        *(
            f"| {stage} | {seconds:.4f} | {seconds / sum(costs.values()):.0%} |"
            for stage, seconds in sorted(costs.items(), key=lambda item: -item[1])
        ),
        f"| all | {sum(costs.values()):.4f} | 100% |",
        "",
        "| what is kept or held | bytes, an article |",
        "|---|---:|",
        f"| database: texts | {texts / n:,.0f} |",
        f"| database: sentences, vectors, events, findings ({counts['vectors'] / n:.0f} vectors of 1,536) |"
        f" {(whole - texts) / n:,.0f} |",
        f"| site | {site_bytes / n:,.0f} |",
        f"| memory, for each article of the night | {new / n:,.0f} |",
        f"| memory, for each article of the nights before whose event is still open | {open_ / n:,.0f} |",
        "",
        f"| articles a day | cores, stages that spread, in {NIGHT_HOURS:.0f} h | hours, stages of one process |"
        " database a year, GB | memory for ten open days, GB |",
        "|---:|---:|---:|---:|---:|",
        *(day_row(count, costs, whole / n, (new + (OPEN_DAYS - 1) * open_) / n) for count in A_DAY),
    ]


def day_row(count: int, costs: dict[str, float], stored: float, held: float) -> str:
    """`held` are the bytes in memory for each article of a day, with those of the days before."""
    spread = sum(costs[stage] for stage in SPREADS if stage in costs) * count
    alone = sum(seconds for stage, seconds in costs.items() if stage not in SPREADS) * count
    return (
        f"| {count:,} | {spread / NIGHT_HOURS / 3600:.1f} | {alone / 3600:.1f} | {stored * count * 365 / 1e9:,.0f} |"
        f" {held * count / 1e9:,.1f} |"
    )


def size_of(file: Path, store: Store) -> int:
    """Bytes of the database with what its log still holds."""
    store.check()
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*") if not one.name.endswith("-shm"))


def held_for_grouping(store: Store, comparison: Comparison, articles: Sequence[Article], *, new: bool) -> int:
    """Bytes that these articles take in memory while they are grouped: where they are new their texts and sentences,
    in any case their outlines and the vectors of how they begin."""
    corpus = Corpus(
        Shelf(store, comparison.versions["code"]), VectorSource(store, comparison.embedder, Silent()), quarantined(())
    )
    keys = [one.key for one in articles]
    outlines = Outlines(store, corpus, keys if new else ())
    tracemalloc.start()
    outlines.leads(keys)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held


if __name__ == "__main__":
    main()

"""One night of Variorum on pages that lie there already: from pages to site, with the seconds of each stage.

`python -m bench.onenight PAGES DATABASE OUT` prints them as JSON, imports and loading included. What is asked of the
network is left out: it is the outlets' time. Everything else is what `variorum nightly` does. `--align DATABASE` prints
what of comparing events is lining up their sentences.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from variorum.thrift import thrifty

if TYPE_CHECKING:
    from bench.rival import Labelled
    from compare.calibration import Calibration
    from compare.embed import Vectors
    from compare.sentences import Sentence

WARMING: Final = 8
"""Events by which workers are started before the clock is."""
THREADS: Final = 8
"""Threads that hand pages to the workers, as many as the fetch stage has outlets under way."""
COMPARING, GROUPING, SHARED_TEXT = "comparing events", "grouping articles", "finding shared text"


class Stopwatch:
    """Progress that keeps the seconds of each stage by its name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def say(self, line: str) -> None:
        pass

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        start = time.perf_counter()
        yield lambda count: None
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def run(pages: Sequence[Labelled], database: Path, out: Path, now: datetime) -> dict[str, float]:
    """Seconds by stage: `extraction` with the articles stored, `compare` with the parts that it tells of, `site`;
    `language` is what of comparing events is not lining up their sentences."""
    from db.glance import runs_at_a_glance
    from variorum.executors import RUNS_READ, begin_early, expects_much, latest_runs, open_workers
    from variorum.settings import Settings

    settings, url = Settings(site=str(out)), f"sqlite:///{database}"
    begin_early(settings, runs_at_a_glance(url, RUNS_READ))
    from db.store import open_store
    from scraper.errors import ExtractError
    from scraper.outlets import parse_outlets
    from variorum.comparing import compare_stage
    from variorum.extraction import announcing, open_extraction
    from variorum.nightly import begin_embedding, comparison_for, versions_of
    from variorum.reporting import report_stage

    text = (resources.files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    outlets = parse_outlets(text, source="variorum/demo/outlets.toml")
    by_slug = {outlet.slug: outlet for outlet in outlets}
    watch = Stopwatch()
    with open_store(url) as store:
        comparison = comparison_for(settings, outlets)
        begin = begin_embedding(settings, comparison, at_once=expects_much(latest_runs(store)))
        entry = store.start_run("nightly", now, versions_of(comparison))
        with (
            watch.stage("extraction", None),
            open_extraction(settings.fetch) as read,
            ThreadPoolExecutor(THREADS) as threads,
        ):
            announced = announcing(read, begin)
            asked = [threads.submit(announced, one.page, outlet=by_slug[one.page.outlet], now=now) for one in pages]
            for future in asked:
                try:
                    article = future.result()
                except ExtractError as error:
                    print(f"{error}", file=sys.stderr)
                else:
                    store.put_article(article, run=entry, at=now)
        with open_workers(settings) as workers:
            with watch.stage("compare", None):
                failed = compare_stage(store, comparison, watch, run=entry, workers=workers).failed
            if failed:
                raise SystemExit(f"{len(failed)} events could not be compared: {failed[0]}")
            with watch.stage("site", None):
                versions = versions_of(comparison)
                site = report_stage(store, settings, outlets, comparison.rules, versions, out=out, workers=workers)
            if site.failed:
                raise SystemExit(f"{len(site.failed)} events could not be rendered: {site.failed[0]}")
        store.finish_run(entry, now, status="done", summary={"fetch": {"new": len(pages)}})
    return watch.seconds


def aligning(database: Path) -> float:
    """Seconds that lining up the sentences of all events takes, with vectors that are at hand and by the workers of a
    night, which are there already."""
    from db.store import open_store
    from variorum.comparing import compare_code_digest
    from variorum.corpus import Corpus, Shelf
    from variorum.executors import open_workers
    from variorum.inorder import in_order
    from variorum.nightly import comparison_for
    from variorum.progress import Silent
    from variorum.quarantine import quarantined
    from variorum.settings import Settings
    from variorum.vectors import VectorSource

    comparison = comparison_for(Settings(), ())
    with open_store(f"sqlite:///{database}") as store, open_workers(Settings()) as workers:
        vectors = VectorSource(store, comparison.embedder, Silent())
        corpus = Corpus(Shelf(store, compare_code_digest()), vectors, quarantined(store.furniture()))
        events = []
        for event in store.events():
            flat = [one for key in event.event.articles for one in corpus.sentences(key)]
            events.append((flat, corpus.vectors.of(flat)))
        list(in_order(workers.executor, _aligned, comparison.calibration, events[:WARMING]))
        start = time.perf_counter()
        list(in_order(workers.executor, _aligned, comparison.calibration, events))
        return time.perf_counter() - start


def _aligned(calibration: Calibration, event: tuple[list[Sentence], Vectors]) -> None:
    from compare.claims import align_claims

    align_claims(*event, calibration)


def main() -> None:
    thrifty()  # as the command line does; numpy is not imported yet, here and in the processes that import this module
    if sys.argv[1] == "--align":
        print(json.dumps(aligning(Path(sys.argv[2]))))
        return
    start = time.perf_counter()
    with Path(sys.argv[1]).open("rb") as file:
        pages: Sequence[Labelled] = pickle.load(file)
    read = time.perf_counter()
    seconds = run(pages, Path(sys.argv[2]), Path(sys.argv[3]), max(one.page.fetched_at for one in pages))
    print(json.dumps({"whole": time.perf_counter() - read, "reading pages": read - start, **seconds}))


if __name__ == "__main__":
    main()

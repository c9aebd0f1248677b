"""`make bench-growth`: what a night of 1,000 new articles costs as the archive grows.

The night stores 1,000 invented articles (about 300 events, of which some are further reports of events that are still
open), compares and reports; of each archive a copy is measured, in a process of its own. The archives hold 10^3 to 10^6
articles; of each 1,000 belong to events that are still open (see bench/growtharchive.py). Prints a table and writes
bench/growth.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bench.growtharchive import DATABASE, NIGHT, SITE, Archive, one_night, settings_of
from bench.inventednews import articles, event_articles
from bench.run import write_json
from bench.speed import machine
from bench.tasks import ROOT
from db.store import open_store
from scraper.article import Article
from variorum.heldmemory import peak_bytes
from variorum.thrift import thrifty

GROWTH: Final = ROOT / "bench" / "growth.json"
SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
NEW: Final = 1_000
FURTHER: Final = 50
"""Of so many new articles one is a further report of an event of the days before."""
FIRST_NEW_EVENT: Final = 1_000_000
SEED: Final = 7
TARGET: Final = 1.5
STAGES: Final = ("store", "compare", "report")


class StageTimes:
    """Seconds of each stage of a comparison, by the words that it is announced with."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        began = time.perf_counter()
        yield lambda count: None
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began

    def say(self, line: str) -> None:
        print(line, file=sys.stderr)


def the_nights_articles(new: int, seed: int) -> list[Article]:
    """So many new articles; those of the days before are the base's."""
    opens = NIGHT - timedelta(days=1)
    further = [one for event in range(new // FURTHER) for one in event_articles(event, opens, seed, first=5, size=1)]
    return [*further, *articles(new - len(further), opens, 0.2, seed, first_event=FIRST_NEW_EVENT)]


def measure(folder: Path, embedder: str, tagger: str, new: int, seed: int) -> dict[str, Any]:
    """One night in this folder, whose database and site are an archive's."""
    news = the_nights_articles(new, seed)
    times = StageTimes()
    database = folder / DATABASE
    size = database.stat().st_size
    settings = settings_of(folder, embedder, tagger)
    with open_store(f"sqlite:///{database}") as store:
        done = one_night(store, settings, news, times, out=folder / SITE, at=NIGHT)
    return {
        "wall_seconds": {stage: round(seconds, 2) for stage, seconds in done.wall.items()},
        "processor_seconds": {stage: round(seconds, 2) for stage, seconds in done.processor.items()},
        "parts_of_compare": {name: round(seconds, 2) for name, seconds in sorted(times.seconds.items())},
        "peak_mb": round(peak_bytes() / 1e6),
        "database_mb": round(size / 1e6),
        "compare": {name: value for name, value in asdict(done.compared).items() if isinstance(value, int)},
        "site": asdict(done.site),
    }


def in_a_process(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [
        sys.executable, "-m", "bench.nightgrowth", "--night", str(folder), "--embedder", options.embedder,
        "--tagger", options.tagger, "--new", str(options.new), "--seed", str(options.seed),
    ]  # fmt: skip
    # As the command line has it before numpy is imported: thrifty() comes too late for that here.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def seconds(night: Mapping[str, Any], kind: str) -> float:
    return float(sum(night[kind].values()))


def table(nights: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """What is printed: a line an archive, and the ratio of the last to the first."""
    lines = [
        f"{'articles':>10} {'store':>8} {'compare':>8} {'report':>8} {'night s':>8} {'CPU s':>8} {'peak MB':>8}"
        f" {'looked at':>9} {'computed':>8} {'rendered':>8} {'written':>8} {'left':>9} {'base MB':>8}"
    ]
    for size, night in nights.items():
        stages = " ".join(f"{night['wall_seconds'][stage]:8.1f}" for stage in STAGES)
        compared, site = night["compare"], night["site"]
        lines.append(
            f"{size:10,} {stages} {seconds(night, 'wall_seconds'):8.1f} {seconds(night, 'processor_seconds'):8.1f}"
            f" {night['peak_mb']:8,} {compared['looked_at']:9,} {compared['events_computed']:8,} {site['rendered']:8,}"
            f" {site['written']:8,} {site['unchanged']:9,} {night['database_mb']:8,}"
        )
    for name, value in ratios(nights).items():
        lines.append(f"{name}: {value:.2f}" + (f" (target: at most {TARGET})" if name == "ratio_night" else ""))
    return lines


def ratios(nights: Mapping[int, Mapping[str, Any]]) -> dict[str, float]:
    """The last archive's night over the first one's: on the clock, in processor time, by stage, and in memory."""
    first, last = nights[min(nights)], nights[max(nights)]
    found = {
        "ratio_night": seconds(last, "wall_seconds") / seconds(first, "wall_seconds"),
        "ratio_processor": seconds(last, "processor_seconds") / seconds(first, "processor_seconds"),
        **{
            f"ratio_{stage}": last["processor_seconds"][stage] / max(first["processor_seconds"][stage], 0.01)
            for stage in STAGES
        },
        "ratio_memory": last["peak_mb"] / first["peak_mb"],
    }
    return {name: round(value, 3) for name, value in found.items()}


def run(options: argparse.Namespace, sizes: Sequence[int], within: Path) -> dict[int, dict[str, Any]]:
    night = within / "night"
    settings = settings_of(night, options.embedder, options.tagger)
    archive = Archive(within / "archive", night, settings, options.seed, options.new)
    archive.begin(StageTimes())
    nights: dict[int, dict[str, Any]] = {}
    for size in sizes:
        began = time.perf_counter()
        archive.grow(size // options.new)
        archive.lend(last=size == sizes[-1])
        print(f"{size:,} articles: archive made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        nights[size] = in_a_process(night, options)
        print(f"{size:,} articles: {nights[size]}", file=sys.stderr, flush=True)
        archive.take_back()
    return nights


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.nightgrowth", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="articles of the archives")
    parser.add_argument("--embedder", default="lexical", help="the model, as compare.embedder names it")
    parser.add_argument("--tagger", default="none")
    parser.add_argument("--new", type=int, default=NEW, help="articles of the night, and of the open events before it")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--work", type=Path, help="a folder for the archives; by default a temporary one")
    parser.add_argument("--out", type=Path, default=GROWTH, help="the file to write")
    parser.add_argument("--night", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.night is not None:
        thrifty()  # as the command line does
        print(json.dumps(measure(options.night, options.embedder, options.tagger, options.new, options.seed)))
        return
    sizes = sorted({int(size) for size in options.sizes.split(",")})
    if options.new < 1 or any(size < 1 or size % options.new for size in sizes):
        parser.error("--sizes: multiples of --new, which is at least 1")
    with tempfile.TemporaryDirectory(dir=options.work) as name:
        nights = run(options, sizes, Path(name))
    write_json(
        options.out,
        {
            "machine": machine(),
            "embedder": options.embedder,
            "tagger": options.tagger,
            "new": options.new,
            "ratios": ratios(nights),
            "nights": {str(size): night for size, night in nights.items()},
        },
    )
    print("\n".join(table(nights)))
    print(f"written to {options.out}")


if __name__ == "__main__":
    main()

"""`make bench-speed`: pages a second of Variorum's whole extraction against newspaper3k alone, in one run.

Both read the same pages on two processes, in turns: newspaper3k as a user would call it (`set_html`, `parse`, images
off, text already decoded), Variorum from a page's bytes to its Article, through the same worker processes as a night.
The demo newsroom's pages are always read, those of BENCH_DATA where they are present. Then the site is measured
(bench.sitespeed). Writes bench/speed.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from bench.pages import FETCHED, LABELLED, demo_pages, digest_of, labelled_pages
from bench.run import write_json
from bench.sitespeed import site_figures
from bench.tasks import ROOT, bench_from_environment
from scraper.article import Page
from scraper.encoding import decode
from scraper.errors import ExtractError
from variorum.extraction import Extraction, open_extraction
from variorum.settings import FetchSettings

SPEED: Final = ROOT / "bench" / "speed.json"
PROCESSES: Final = 2
THREADS: Final = 8
"""Threads that hand pages to Variorum's workers, as many as the fetch stage has outlets under way."""
CHUNK: Final = 4
"""Pages handed to newspaper3k's processes at a time, so that waiting for pages costs it nothing."""
ROUNDS: Final = 5
MADE_HERE: Final = ("extraction_", "ratio_extraction", "site_")
"""How the names of the figures begin that this run measures; others stay in the file."""
PACKAGES: Final = ("htmldate", "lxml", "newspaper3k", "py3langid", "trafilatura")


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for all pages of a set, once by each."""

    newspaper: float
    variorum: float


def newspaper_alone(job: tuple[str, str]) -> int:
    """newspaper3k on one decoded page; the length of its text, -1 where it gives up."""
    import newspaper

    url, text = job
    config = newspaper.Config()
    config.fetch_images = False
    config.memoize_articles = False
    try:
        article = newspaper.Article(url, config=config)
        article.set_html(text)
        article.parse()
    except Exception:  # noqa: BLE001  whatever it trips over, the page was read as far as it can
        return -1
    return len(article.text)


def variorum_whole(extraction: Extraction, page: Page) -> bool:
    """Is the page an article? Refused pages are read too, and count as read."""
    try:
        extraction(page, outlet=None, now=FETCHED)
    except ExtractError:
        return False
    return True


def measure(sets: dict[str, Sequence[Page]], rounds: int) -> tuple[dict[str, list[Round]], int]:
    """The rounds of each set, after one that warms up and does not count; and how many pages were articles."""
    jobs = {name: [(page.url, decode(page.body, page.content_type)) for page in pages] for name, pages in sets.items()}
    found: dict[str, list[Round]] = {name: [] for name in sets}
    articles = 0
    with (
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as theirs,
        open_extraction(FetchSettings(extract_processes=PROCESSES)) as ours,
        ThreadPoolExecutor(THREADS) as threads,
    ):
        for number in range(rounds + 1):
            articles = 0
            for name, pages in sets.items():
                start = time.perf_counter()
                list(theirs.map(newspaper_alone, jobs[name], chunksize=CHUNK))
                between = time.perf_counter()
                articles += sum(threads.map(lambda page: variorum_whole(ours, page), pages))
                end = time.perf_counter()
                if number:
                    found[name].append(Round(between - start, end - between))
            print(f"round {number} of {rounds}" if number else "warmed up", file=sys.stderr)
    return found, articles


def figure(values: Sequence[float], unit: str) -> dict[str, Any]:
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "unit": unit,
    }


def figures_of(sets: dict[str, Sequence[Page]], found: dict[str, list[Round]]) -> dict[str, dict[str, Any]]:
    """Pages a second of both and their ratio, over all pages and for each set. A ratio is taken within a round."""
    whole = [
        Round(sum(one.newspaper for one in several), sum(one.variorum for one in several))
        for several in zip(*found.values(), strict=True)
    ]
    parts = {"": (whole, sum(map(len, sets.values())))}
    parts |= {f"_{name}": (found[name], len(pages)) for name, pages in sets.items()}
    out: dict[str, dict[str, Any]] = {}
    for suffix, (rounds, count) in parts.items():
        out[f"extraction_newspaper3k{suffix}"] = figure([count / one.newspaper for one in rounds], "pages/s")
        out[f"extraction_variorum{suffix}"] = figure([count / one.variorum for one in rounds], "pages/s")
        out[f"ratio_extraction{suffix}"] = figure([one.newspaper / one.variorum for one in rounds], "ratio")
    return out


def machine() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown"


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS, help="that count, after one that warms up")
    options.add_argument("--out", type=Path, default=SPEED, help="the file to write")
    asked = options.parse_args()
    if asked.rounds < 1:
        options.error("--rounds: at least 1")
    data = bench_from_environment().data
    sets: dict[str, Sequence[Page]] = {"demo": list(demo_pages())}
    sets |= {task: pages for task in LABELLED if (pages := list(labelled_pages(data, task)))}
    found, articles = measure(sets, asked.rounds)
    figures = figures_of(sets, found) | site_figures()
    before = json.loads(asked.out.read_text(encoding="utf-8")) if asked.out.is_file() else {}
    kept = {name: value for name, value in before.get("figures", {}).items() if not name.startswith(MADE_HERE)}
    pages = {name: {"count": len(pages), "digest": digest_of(pages)} for name, pages in sets.items()}
    report = {
        "machine": machine(),
        "packages": {name: version(name) for name in PACKAGES},
        "processes": PROCESSES,
        "rounds": asked.rounds,
        "pages": pages,
        "articles": articles,
        "figures": dict(sorted((kept | figures).items())),
    }
    write_json(asked.out, report)
    for name, value in figures.items():
        print(f"{name:45} {value['median']:8.2f} {value['unit']:8} ({value['min']:.2f}–{value['max']:.2f})")
    print(f"{sum(map(len, sets.values()))} pages, {articles} of them articles; written to {asked.out}")


if __name__ == "__main__":
    main()

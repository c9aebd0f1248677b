"""Pages a second of Variorum's whole extraction against newspaper3k alone, in one run.

Both read the same pages on two processes, in turns: newspaper3k as a user would call it (`set_html`, `parse`, images
off, text already decoded), Variorum from a page's bytes to its Article, through the same worker processes as a night.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final

from bench.onenight import THREADS
from bench.pages import FETCHED
from bench.rival import read_page
from scraper.article import Page
from scraper.encoding import decode
from scraper.errors import ExtractError
from variorum.extraction import Extraction, open_extraction
from variorum.settings import FetchSettings

GENERATED: Final = "generated"
"""The set whose figures carry no further name: the pages that the whole run is measured on."""
PROCESSES: Final = 2
CHUNK: Final = 4
"""Pages handed to newspaper3k's processes at a time, so that waiting for pages costs it nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for all pages of a set, once by each."""

    newspaper: float
    variorum: float


def newspaper_alone(job: tuple[Page, str]) -> int:
    """newspaper3k on one decoded page; the length of its text, -1 where it gives up."""
    page, text = job
    try:
        return len(read_page(page, text).text)
    except Exception:  # noqa: BLE001  whatever it trips over, the page was read as far as it can
        return -1


def variorum_whole(extraction: Extraction, page: Page) -> bool:
    """Is the page an article? Refused pages are read too, and count as read."""
    try:
        extraction(page, outlet=None, now=max(FETCHED, page.fetched_at))
    except ExtractError:
        return False
    return True


def measure(sets: dict[str, Sequence[Page]], rounds: int) -> tuple[dict[str, list[Round]], int]:
    """The rounds of each set, after one that warms up and does not count; and how many pages were articles."""
    jobs = {name: [(page, decode(page.body, page.content_type)) for page in pages] for name, pages in sets.items()}
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
    """Pages a second of both and their ratio for each set, the generated pages first, under no further name. A ratio is
    taken within a round."""
    parts = {f"_{name}".removesuffix(f"_{GENERATED}"): (found[name], len(pages)) for name, pages in sets.items()}
    out: dict[str, dict[str, Any]] = {}
    for suffix, (rounds, count) in parts.items():
        out[f"extraction_newspaper3k{suffix}"] = figure([count / one.newspaper for one in rounds], "pages/s")
        out[f"extraction_variorum{suffix}"] = figure([count / one.variorum for one in rounds], "pages/s")
        out[f"ratio_extraction{suffix}"] = figure([one.newspaper / one.variorum for one in rounds], "ratio")
    return out

"""`make fuzz`: damaged pages through the whole of extraction, for so many seconds.

Every page must end as an article or as an ExtractError, within its time and memory, without its worker dying. An
article must be storable, its offsets must hold, and no line that was taken for furniture may stand in its text. What
breaks that is saved under BENCH_OUT/fuzz with the way it came about; `python -m bench.fuzz_extract FILE...` repeats it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final, get_args

from bench.mutate import damaged
from bench.pages import FETCHED, demo_pages, stored_pages
from bench.tasks import bench_from_environment
from scraper.article import BROKEN_OFF, PARAGRAPH_BREAK, Article, Kind, Page, storable
from scraper.errors import ExtractError
from scraper.furniture import is_furniture
from scraper.urls import is_web
from variorum.extraction import Extraction, open_extraction
from variorum.settings import FetchSettings

SECONDS: Final = 60.0
PAGE_SECONDS: Final = FetchSettings().extract_seconds
PROCESSES: Final = 2
TIMES: Final = 4
"""Kinds of damage to one page at most."""
AHEAD: Final = timedelta(hours=26)
"""How far a moment may lie after the fetch and be no date in the future: a local time of an unknown zone."""
_ADDRESS: Final = "https://fuzz.example/2031/03/09/page"
_TYPES: Final = ("text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", None)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A page to try, and how it came about."""

    page: Page
    story: str


def fuzz_page(body: bytes, content_type: str | None) -> Page:
    return Page("fuzz", _ADDRESS, _ADDRESS, body, content_type, FETCHED)


def damaged_pages(seeds: Sequence[bytes], seed: int) -> Iterator[Damaged]:
    """Without end; the page of a number depends on the seed, the number and the seeds alone."""
    for number in itertools.count():
        random = Random(f"{seed} {number}")
        which = random.randrange(len(seeds))
        body, names = damaged(seeds[which], random, seeds, times=random.randint(1, TIMES))
        yield Damaged(
            fuzz_page(body, random.choice(_TYPES)), f"seed {seed}, number {number}: page {which}, {', '.join(names)}"
        )


def complaint(extraction: Extraction, page: Page) -> tuple[str, str]:
    """How the page ended ("article", or the reason of an ExtractError), and what is wrong with that, '' for nothing."""
    try:
        article = extraction(page, outlet=None, now=page.fetched_at)
    except ExtractError as error:
        bad = error.reason in BROKEN_OFF
        return error.reason, f"{error.reason}: {error.detail}" if bad else ""
    return "article", next(_faults(article), "")


def _faults(article: Article) -> Iterator[str]:
    texts = (article.title, article.text, article.canonical_url, article.url, article.language, *article.authors)
    if any(storable(text) != text for text in (*texts, article.section or "", *article.quarantined)):
        yield "holds a character that no database takes"
    if not article.title.strip() or article.title != " ".join(article.title.split()):
        yield f"headline is not one tidy line: {article.title!r}"
    if not article.text.startswith(article.title + PARAGRAPH_BREAK):
        yield "the text does not begin with the headline"
    paragraphs = article.body.split(PARAGRAPH_BREAK)
    if article.text[article.body_start :] != article.body or not all(part.strip() for part in paragraphs):
        yield "the body's place does not hold, or a paragraph is blank"
    untidy = next((part for part in paragraphs if part != " ".join(part.split())), None)
    if untidy is not None:
        yield f"a paragraph is not one tidy line: {untidy[:80]!r}"
    # A line below a teaser's heading is set aside for its place, and may stand elsewhere as text; one that is furniture
    # by its words alone may not.
    both = sorted(line for line in set(paragraphs) & set(article.quarantined) if is_furniture(line))
    if both:
        yield f"in the text, and taken for furniture: {both[0][:80]!r}"
    if not is_web(article.canonical_url):
        yield f"canonical address is not for the web: {article.canonical_url[:80]!r}"
    for moment in (article.published, article.modified):
        if moment is not None and moment.at > FETCHED + AHEAD:
            yield f"a date in the future: {moment} by {moment.origin}"
    if article.kind not in get_args(Kind):
        yield f"kind {article.kind!r}"


def fuzz_extraction() -> Extraction:
    return open_extraction(FetchSettings(extract_processes=PROCESSES, extract_seconds=PAGE_SECONDS))


def run(
    pages: Iterator[Damaged], folder: Path, extraction: Extraction, *, until: float
) -> tuple[Counter[str], list[Path]]:
    """Try pages until the monotonic clock says so; how they ended, and the files of those that broke a promise."""
    endings: Counter[str] = Counter()
    saved: dict[str, Path] = {}
    with ThreadPoolExecutor(PROCESSES) as threads:
        under_way: dict[Future[tuple[str, str]], Damaged] = {}
        while under_way or time.monotonic() < until:
            while len(under_way) < 2 * PROCESSES and time.monotonic() < until:
                tried = next(pages, None)
                if tried is None:
                    until = 0.0
                    break
                under_way[threads.submit(complaint, extraction, tried.page)] = tried
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                tried = under_way.pop(future)
                ending, wrong = future.result()
                endings[ending] += 1
                if wrong:
                    file = _save(folder, tried, wrong)
                    saved.setdefault(file.name, file)
                    print(f"{file}: {wrong}", file=sys.stderr)
    return endings, [saved[name] for name in sorted(saved)]


def _save(folder: Path, tried: Damaged, wrong: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(tried.page.body).hexdigest()[:12]
    (folder / f"{name}.txt").write_text(
        f"{tried.story}\ncontent type {tried.page.content_type}\n{wrong}\n", encoding="utf-8", errors="replace"
    )
    file = folder / f"{name}.html"
    file.write_bytes(tried.page.body)
    return file


def seeds() -> list[bytes]:
    return [page.body for page in (*stored_pages(), *demo_pages())]


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.fuzz_extract", description=__doc__)
    options.add_argument("files", nargs="*", type=Path, help="saved pages to try again, instead of new damage")
    options.add_argument("--seconds", type=float, default=SECONDS)
    options.add_argument("--seed", type=int, default=0, help="another seed, other damage")
    asked = options.parse_args()
    if asked.files:
        pages = [Damaged(fuzz_page(file.read_bytes(), kind), str(file)) for file in asked.files for kind in _TYPES]
        found, until = iter(pages), float("inf")
    else:
        found, until = damaged_pages(seeds(), asked.seed), time.monotonic() + asked.seconds
    folder = bench_from_environment().out / "fuzz"
    with fuzz_extraction() as extraction:
        endings, saved = run(found, folder, extraction, until=until)
    for ending, count in sorted(endings.items()):
        print(f"{count:7} {ending}")
    if saved:
        sys.exit(f"{len(saved)} pages broke a promise; they are in {folder}")
    print("every promise held")


if __name__ == "__main__":
    main()

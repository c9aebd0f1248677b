"""Pages to measure and to torment extraction with: the demo newsroom's, ours under tests/, and those of the labelled
sets where they are present."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, get_args

from bench.tasks import ROOT, read_rows
from scraper.article import Page
from variorum.demo.houses import read_houses
from variorum.demo.press import press
from variorum.demo.stories import Night, newsroom_at

FETCHED: Final = datetime(2031, 3, 10, 12, tzinfo=UTC)
"""When these pages count as fetched: after everything that they say of themselves."""
LABELLED: Final = ("extraction", "extraction_politics", "dates")
"""Tasks of BENCH_DATA that come with pages."""


def demo_pages() -> Iterator[Page]:
    """The invented articles as they stand after each night, those that did not change once."""
    houses = read_houses()
    seen: set[bytes] = set()
    for night in get_args(Night):
        sites = press(night)
        for outlet, stories in sorted(newsroom_at(night).items()):
            house = houses[outlet]
            for story in stories:
                document = sites[house.host][house.path_of(story)]
                if document.body not in seen:
                    seen.add(document.body)
                    yield _page(outlet, house.url_of(story), document.body, document.content_type)


def stored_pages() -> Iterator[Page]:
    """The pages of the tests: one for each skin and each fault."""
    for path in sorted((ROOT / "tests" / "pages").rglob("*.html")):
        yield _page("stored", f"https://stored.example/{path.stem}", path.read_bytes(), "text/html")


def labelled_pages(data: Path, task: str) -> Iterator[Page]:
    """The pages of one task of BENCH_DATA; none where it isn't there."""
    rows = data / task / "inputs.jsonl"
    for row in read_rows(rows) if rows.is_file() else ():
        yield _page(task, row["url"], gzip.decompress((data / task / row["html"]).read_bytes()), "text/html")


def digest_of(pages: Sequence[Page]) -> str:
    """Twelve hexadecimal digits over addresses and bytes: a figure holds for the pages it was reached on."""
    parts = [part for page in pages for part in (page.url.encode(), hashlib.sha256(page.body).digest())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _page(outlet: str, url: str, body: bytes, content_type: str) -> Page:
    return Page(outlet, url, url, body, content_type, FETCHED)

"""`make bench-site`: what writing the site costs, and how light and quick its pages are. Writes bench/site.json.

A thousand events are copies of the invented newsroom's, stored as a night stores them, each with addresses of its own;
the site is written from that database as `variorum report` does it, then once more, when nothing has changed. The large
page is one of eight outlets by sixty claims with a mark in every third reading, and without a limit of excerpts. First
content is what Chromium calls first contentful paint, of that page opened from disk in a new tab that has come to rest:
a browser starting and closing tabs takes both cores for a moment. Beside it stands what the same browser takes for a
page of two words, which is the browser's own share. Both are left out where no Chromium is installed.
"""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from bench.extractionspeed import figure
from bench.machine import machine
from bench.run import write_json
from bench.tasks import ROOT
from compare.background import Background
from compare.events import Event
from db.records import GroupedNight, Placed, StoredArticle, StoredEvent
from db.store import Store, open_store
from scraper.article import Article
from tests import report_sample as sample
from variorum.demo.run import demo_verb
from variorum.nightly import comparison_for, versions_of
from variorum.reporting import report_stage
from variorum.settings import Settings
from variorum.site import render_site
from variorum.sitepaths import event_path

EVENTS: Final = 1_000
OPENED: Final = 7
"""Times that the large page is opened."""
REST_MS: Final = 1_000
"""Milliseconds between a new tab and what is opened in it."""
TWO_WORDS: Final = "<!doctype html><html lang=en><meta charset=utf-8><title>Nothing</title><p>Two words"
"""What the browser takes for this is its own."""
SETTINGS: Final = Settings()

FIRST_CONTENT: Final = """
() => new Promise(found => new PerformanceObserver(list => {
  for (const one of list.getEntriesByName("first-contentful-paint")) found(one.startTime);
}).observe({type: "paint", buffered: true}))
"""

T = TypeVar("T")


def site_figures() -> dict[str, dict[str, Any]]:
    """Seconds and bytes by name, each a figure with its unit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "large.html"
        source = sample.large()
        files = dict(render_site([source], sample.report(outlets={}, excerpt_words=100_000)))
        page.write_bytes(files[event_path(source.event.id)])
        small = folder / "small.html"
        small.write_text(TWO_WORDS, encoding="utf-8")
        paints, least = first_paints(page), first_paints(small)  # first, while the machine has nothing to finish
        demo = folder / "demo.db"
        demo_verb(out=folder / "demo", database=demo)
        with open_store(f"sqlite:///{folder}/many.db") as many:
            with open_store(f"sqlite:///{demo}") as store:
                fill(many, store)
            first, again = _timed(many, folder / "site"), _timed(many, folder / "site")
        pages = list((folder / "site" / "events").glob("*.html"))
        figures = {
            "site_events": figure([len(pages)], "pages"),
            "site_page_mean": figure([statistics.fmean(one.stat().st_size for one in pages) / 1000], "kB"),
            "site_first_write": figure([first], "s"),
            "site_second_write": figure([again], "s"),
            "site_large_page": figure([page.stat().st_size / 1000], "kB"),
        }
        if paints:
            figures["site_first_content"] = figure(paints, "ms")
            figures["site_first_content_of_a_page_of_two_words"] = figure(least, "ms")
    return figures


def fill(many: Store, store: Store) -> None:
    """Copies of the events of several outlets until there are EVENTS."""
    run = many.start_run("compare", store.runs()[0].started_at, {})
    held = {item.article.key: item for item in store.articles()}
    events = [one for one in store.events() if len({held[key].article.outlet for key in one.event.articles}) > 1]
    made: list[tuple[StoredEvent, StoredEvent, dict[str, str]]] = []
    for number in range(EVENTS):
        event = events[number % len(events)]
        renamed: dict[str, str] = {}
        for key in event.event.articles:
            copy = _copied(held[key].article, number)
            many.put_article(copy, run=run, at=held[key].first_seen)
            renamed[key] = copy.key
        copied = Event(tuple(sorted(renamed.values())), event.event.title, event.event.cohesion)
        made.append((event, StoredEvent(f"{number:012x}", copied), renamed))
    placed = {key: Placed("") for _, _, renamed in made for key in renamed.values()}
    reaches = {new.id: _reach([held[key] for key in old.event.articles]) for old, new, _ in made}
    new_events = tuple(new for _, new, _ in made)
    many.save_grouping(GroupedNight((), new_events, reaches, placed, Background(), (), True, {}))
    many.settle(many.pending())  # as a comparison does before it keeps results
    for old, new, renamed in made:
        many.save_results(new.id, "copied", _renamed(store.results(old.id), renamed))


def _copied(article: Article, number: int) -> Article:
    address = f"{article.url}?copy={number}"
    return dataclasses.replace(article, url=address, canonical_url=address)


def _reach(articles: list[StoredArticle]) -> tuple[Any, Any]:
    times = [item.article.published.at if item.article.published else item.first_seen for item in articles]
    return min(times), max(times) + timedelta(days=1)


def _renamed(value: T, names: Mapping[str, str]) -> T:
    """The same value with every name in it replaced."""
    made: Any = value
    if isinstance(value, str):
        made = names.get(value, value)
    elif isinstance(value, tuple):
        made = tuple(_renamed(one, names) for one in value)
    elif isinstance(value, Mapping):
        made = {_renamed(key, names): _renamed(one, names) for key, one in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        made = dataclasses.replace(
            value, **{f.name: _renamed(getattr(value, f.name), names) for f in dataclasses.fields(value) if f.init}
        )
    return made  # type: ignore[no-any-return]


def _timed(store: Store, out: Path) -> float:
    comparison = comparison_for(SETTINGS, ())
    start = time.perf_counter()
    report_stage(store, SETTINGS, (), comparison.rules, versions_of(comparison), out=out)
    return time.perf_counter() - start


def first_paints(page: Path) -> list[float]:
    """Milliseconds from navigation to first content, once for each opening after one that does not count."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return []
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(OPENED + 1):
            context = browser.new_context()
            opened = context.new_page()
            opened.wait_for_timeout(REST_MS)
            opened.goto(page.as_uri())
            found.append(opened.evaluate(FIRST_CONTENT))
            context.close()
        browser.close()
    return found[1:]


def main() -> None:
    figures = site_figures()
    write_json(ROOT / "bench" / "site.json", {"machine": machine(), "figures": dict(sorted(figures.items()))})
    for name, value in figures.items():
        print(f"{name:45} {value['median']:8.2f} {value['unit']:8} ({value['min']:.2f}–{value['max']:.2f})")


if __name__ == "__main__":
    main()

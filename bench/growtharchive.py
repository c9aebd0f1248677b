"""An archive of as many articles as are wanted, at the cost of computing a night's.

The base are invented articles of the ten days before the night, as many as the night brings: stored, compared and
reported by the program itself, so that every table and every file is as it makes them. Everything older is drawn from
it: a block of as many articles is the base's rows under other keys and addresses, shifted in time, so that no event of
it is open any more. No vector is held of it. Letters of its texts are exchanged by a permutation of its own: no two
blocks share a line. What a night never reads of a closed event (the words of its readings, the reasons of its grouping)
is as in the base.

What reports wrote of older events is made known as the program makes it known (`variorum.rendered`), each with its
part for the pages over all events and its six files. These files are stand-ins of one byte. The pages over all events
are then made by a report of the program.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from bench.inventednews import articles
from db.schema import Base
from db.store import Store, open_store
from scraper.article import Article, article_key, text_digest
from variorum.comparing import CompareSummary, compare_stage
from variorum.eventrender import RenderedEvent
from variorum.gathering import EventPart
from variorum.nightly import comparison_for, versions_of
from variorum.ownfiles import MANIFEST, manifest, own_files
from variorum.progress import Progress
from variorum.rendered import Rendering
from variorum.reporting import report_of, report_stage
from variorum.settings import CompareSettings, ReportSettings, Settings
from variorum.sitefolder import SiteSummary

NIGHT: Final = datetime(2031, 4, 1, 2, tzinfo=UTC)
OPEN_DAYS: Final = 9.0
"""Days before the night over which the base is spread: all of its events are still open, at every size."""
CLOSED_AFTER: Final = 12
"""Days by which the youngest older block is shifted: its events closed before the night's articles came out."""
LINKS: Final = 15_000
"""Of one stand-in; file systems allow 65,000, and the site is there four times."""
DATABASE: Final = "variorum.db"
BASE: Final = "base.db"
SITE: Final = "site"
TWIN: Final = ".site.next"
DATE: Final = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)")

NAMES: Final = frozenset({"article", "origin_article", "a", "b", "event"})
NAMES_IN: Final = frozenset({("articles", "key"), ("events", "id")})
REVISIONS_IN: Final = frozenset({("revisions", "id"), ("sentences", "revision")})
TIMES: Final = frozenset({"first_seen", "at", "seen_at", "published_at", "modified_at", "opens", "closes"})
WORDS_IN: Final = frozenset({("revisions", "text"), ("revisions", "title"), ("sentences", "text"), ("events", "title")})
COPIED: Final = (
    "articles", "revisions", "sentences", "agency_credits", "text_links", "shared_sentences", "shared_checks", "events",
    "event_articles", "claims", "readings", "nearest_sentences", "differences", "variants", "flags", "event_voices",
    "finding_versions",
)  # fmt: skip


def settings_of(folder: Path, embedder: str, tagger: str) -> Settings:
    """Of a night in this folder. One process renders, so that its memory and its time are all there are."""
    return Settings(
        folder=folder,
        database_url=f"sqlite:///{folder}/{DATABASE}",
        compare=CompareSettings(embedder=embedder, tagger=tagger),
        report=ReportSettings(processes=0),
    )


@dataclass
class Archive:
    """The archive in `folder`, which grows. In the database its site lies in `night`, where it is measured."""

    folder: Path
    night: Path
    settings: Settings
    seed: int
    block: int
    """Articles of the base, and of each block drawn from it."""
    blocks: int = 0
    _known: list[tuple[str, str, str]] = field(default_factory=list)
    _events: list[str] = field(default_factory=list)

    def begin(self, progress: Progress) -> None:
        """The base, as one night made it."""
        self.night.mkdir(parents=True)
        opens = NIGHT - timedelta(days=OPEN_DAYS + 1)
        news = list(articles(self.block, opens, OPEN_DAYS, self.seed, first_event=0))
        with open_store(f"sqlite:///{self.night}/{DATABASE}") as store:
            one_night(store, self.settings, news, progress, out=self.night / SITE, at=NIGHT - timedelta(days=1))
        self.night.rename(self.folder)
        shutil.copyfile(self.folder / DATABASE, self.base)
        self.blocks = 1

    @property
    def base(self) -> Path:
        return self.folder / BASE

    def grow(self, blocks: int) -> None:
        """Add older blocks until there are so many."""
        first, self.blocks = self.blocks, max(self.blocks, blocks)
        if first < blocks:
            self._fill(range(first, blocks))
            self._report(range(first, blocks))

    def _fill(self, new: range) -> None:
        connection = sqlite3.connect(self.folder / DATABASE)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        connection.execute("ATTACH ? AS base", (str(self.base),))
        connection.create_function("digest", 1, text_digest, deterministic=True)
        for block in new:
            letters = other_letters(block)
            connection.create_function("reworded", 1, letters, deterministic=True)
            connection.create_function("renamed", 1, self._names(block).get, deterministic=True)
            with connection:
                for table in COPIED:
                    columns, values = copying(table)
                    statement = f"INSERT INTO main.{table} ({columns}) SELECT {values} FROM base.{table}"
                    connection.execute(statement, {"block": block, "days": days_of(block)})
                # A word of one event's articles is its own, and other events have others.
                connection.execute(
                    "INSERT INTO main.stems SELECT stem || '~' || ?, articles FROM base.stems WHERE articles <= 5",
                    (block,),
                )
        with connection:
            connection.execute(
                "UPDATE main.stems SET articles = ? * (SELECT articles FROM base.stems AS one WHERE one.stem ="
                " main.stems.stem) WHERE stem IN (SELECT stem FROM base.stems WHERE articles > 5)",
                (self.blocks,),
            )
            connection.execute(
                "UPDATE main.states SET value = ? WHERE name = 'articles whose words are counted'",
                (str(self.blocks * self.block),),
            )
        connection.close()

    def _names(self, block: int) -> dict[str, str]:
        """What the articles and events of the base are called in a block: articles by their addresses there."""
        if not self._known:
            with open_store(f"sqlite:///{self.base}") as base:
                self._known = [(one.article.key, one.article.outlet, one.article.url) for one in base.articles()]
                self._events = [event.id for event in base.events()]
        return {
            **{key: article_key(outlet, in_block(url, block)) for key, outlet, url in self._known},
            **{event: f"{(int(event[:4], 16) + block * 40503) % 65536:04x}{event[4:]}" for event in self._events},
        }

    def _report(self, new: range) -> None:
        """Make known what reports wrote of the events of these blocks, lay stand-ins there, and let a report bring the
        pages over all events up to date, as the night before would have left them."""
        self.folder.rename(self.night)
        out = self.night / SITE
        stand_in = _stand_ins(self.night)
        own = own_files(out)
        adapter = TypeAdapter(EventPart)
        comparison = comparison_for(self.settings, ())
        with open_store(self.settings.database_url) as store:
            report = report_of(store, self.settings, (), comparison.rules, versions_of(comparison))
            rendering = Rendering(store, out, report, self.settings.report.show, store.page_stamps())
            with open_store(f"sqlite:///{self.night}/{BASE}") as base:
                articles_of = {event.id: event.event.articles for event in base.events()}
                known = base.rendered(str(out))
                parts = {
                    event: part for one in base.rendered_months(str(out)) for event, part in base.parts(str(out), one)
                }
            for block in new:
                names = self._names(block)
                for event, held in known.items():
                    own_words = "|".join((event, *articles_of[event]))
                    text = re.sub(own_words, lambda found: names[found[0]], parts[event])  # noqa: B023
                    text = DATE.sub(lambda found: shifted(found[0], days_of(block)), text)  # noqa: B023
                    files = [(path.replace(event, names[event]), b"") for path, _, _ in held.files]
                    for path, _ in files:
                        (out / path).parent.mkdir(exist_ok=True)
                        os.link(next(stand_in), out / path)
                        rendering.placed(path, (out / path).lstat())
                        own.add(path)
                    rendering.done(RenderedEvent(tuple(files), adapter.validate_json(text), held.outlets))
            rendering.finish()
            (out / MANIFEST).write_bytes(manifest(own))
            report_stage(store, self.settings, (), comparison.rules, versions_of(comparison), out=out)
        self.night.rename(self.folder)

    def lend(self, *, last: bool) -> None:
        """Lay the archive where it is measured, its site twice, as a night leaves it. The last time it is given away:
        there is not room for two of every size."""
        if last:
            self.folder.rename(self.night)
            return
        self.night.mkdir()
        shutil.copyfile(self.folder / DATABASE, self.night / DATABASE)
        for name in (SITE, TWIN):
            shutil.copytree(self.folder / name, self.night / name, copy_function=os.link)

    def take_back(self) -> None:
        shutil.rmtree(self.night)


@dataclass(frozen=True, slots=True)
class NightWork:
    """What one night did. Seconds on the clock and of this process' processor time, by stage."""

    wall: Mapping[str, float]
    processor: Mapping[str, float]
    compared: CompareSummary
    site: SiteSummary


def one_night(
    store: Store, settings: Settings, news: Iterable[Article], progress: Progress, *, out: Path, at: datetime
) -> NightWork:
    """Store these articles, compare and report, as `variorum nightly` does once the pages are read."""
    wall: dict[str, float] = {}
    processor: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        before = time.perf_counter(), time.process_time()
        yield
        wall[stage] = time.perf_counter() - before[0]
        processor[stage] = time.process_time() - before[1]

    comparison = comparison_for(settings, ())
    run = store.start_run("nightly", at, versions_of(comparison))
    with timed("store"):
        for article in news:
            store.put_article(article, run=run, at=at)
    with timed("compare"):
        compared = compare_stage(store, comparison, progress, run=run)
    with timed("report"):
        site = report_stage(store, settings, (), comparison.rules, versions_of(comparison), out=out)
    store.finish_run(run, at, status="done", summary={})
    return NightWork(wall, processor, compared, site)


def in_block(url: str, block: int) -> str:
    return f"{url}?block={block}"


def days_of(block: int) -> int:
    """By how many days a block is older than the base: one block a day."""
    return CLOSED_AFTER + block


@cache
def shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def other_letters(block: int) -> Callable[[str], str]:
    """Exchanges the small consonants, as no other block does; lengths stay."""
    letters = "bcdfghjklmnpqrstvwxz"
    mixed = list(letters)
    random.Random(f"letters-{block}").shuffle(mixed)
    table = str.maketrans(letters, "".join(mixed))
    return lambda text: text.translate(table)


def copying(table: str) -> tuple[str, str]:
    """The columns of a table and what a block has in them, as SQL over the base."""
    columns = [column.name for column in Base.metadata.tables[table].columns]
    if table == "finding_versions":
        columns.remove("id")
    return ", ".join(f'"{name}"' for name in columns), ", ".join(_value(table, name) for name in columns)


def _value(table: str, name: str) -> str:
    if name in NAMES or (table, name) in NAMES_IN:
        return f'renamed("{name}")'
    if (table, name) in REVISIONS_IN:  # a key, a hyphen and a number
        return f'renamed(substr("{name}", 1, 12)) || substr("{name}", 13)'
    if name in TIMES:
        return f"""strftime('%Y-%m-%dT%H:%M:%f', "{name}", '-' || :days || ' days') || '000Z'"""
    if (table, name) in WORDS_IN:
        return f'reworded("{name}")'
    if (table, name) == ("revisions", "digest"):
        return "digest(reworded(text))"
    if name in ("url", "canonical_url"):
        return f""""{name}" || '?block=' || :block"""
    return f'"{name}"'


def _stand_ins(folder: Path) -> Iterator[Path]:
    """Each so often as a file system lets one file have names."""
    for number in count():
        path = folder / f"stand-in-{number}"
        if not path.exists():
            path.write_bytes(b"\n")
        if path.stat().st_nlink < LINKS:
            yield from islice(iter(lambda: path, None), LINKS - path.stat().st_nlink)  # noqa: B023

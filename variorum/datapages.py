"""The page about the data: what is added up event by event, and the page of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from babel import Locale

from compare.housetext import house_words
from compare.wirecopy import Shares
from scraper.article import Kind, Moment
from variorum.dataviews import CountLine, DataPage, FileLine, HeldLine
from variorum.findings import masked_numbers
from variorum.frames import frame
from variorum.inputs import EventInput, Report
from variorum.sitepaths import outlet_path
from variorum.storefacts import StoreFacts
from variorum.when import day_words, newest

FILES: Final = (
    FileLine("events/ID/data.json", "everything that the event’s page tells, for programs"),
    FileLine("events/ID/claims.csv", "its claims, a line for each reading"),
    FileLine("events/ID/differences.csv", "its differences, a line for each outlet’s words"),
    FileLine("events/ID/flags.csv", "its marks, a line for each"),
    FileLine("events/ID/annotations.jsonld", "its marks as W3C Web Annotations, to be shown over the live pages"),
    FileLine("event.schema.json", "the JSON Schema of data.json"),
    FileLine("feed.xml", "new and changed events, as an Atom feed"),
)
KIND_NAMES: Final[Mapping[Kind, str]] = {
    "news": "news",
    "opinion": "opinion",
    "live": "live blogs",
    "video": "videos, the text beside them",
    "gallery": "picture galleries, the text beside them",
    "stub": "only the open part of a page",
}


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """What the page about the data needs of one article. `versions` counts its texts, `words` those of its newest."""

    outlet: str
    versions: int
    words: int
    first_seen: datetime
    kind: Kind
    language: str


@dataclass(frozen=True, slots=True)
class DataPart:
    """What the page about the data needs of one event. `printed` counts the words of its articles that may appear."""

    articles: tuple[ArticlePart, ...]
    newest: Moment | None
    printed: int


def data_part(source: EventInput, printed: int) -> DataPart:
    return DataPart(
        articles=tuple(
            ArticlePart(
                outlet=item.article.outlet,
                versions=item.revision,
                words=house_words(item.article, masked_numbers(source, item), Shares()),
                first_seen=item.first_seen,
                kind=item.article.kind,
                language=item.article.language,
            )
            for item in source.articles
        ),
        newest=newest(m for item in source.articles for m in (item.article.published, item.article.modified)),
        printed=printed,
    )


@dataclass(slots=True)
class HeldSum:
    """Of one outlet's articles in several events."""

    articles: int = 0
    versions: int = 0
    words: int = 0
    since: datetime | None = None

    def join(self, other: HeldSum) -> None:
        self.articles += other.articles
        self.versions += other.versions
        self.words += other.words
        self.since = min((at for at in (self.since, other.since) if at is not None), default=None)


@dataclass(slots=True)
class DataSum:
    """Of several events, what `data_part` tells of each: `held` by outlet."""

    held: dict[str, HeldSum] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    newest: Moment | None = None
    printed: int = 0

    def add(self, part: DataPart) -> None:
        self.printed += part.printed
        self.newest = newest([self.newest, part.newest])
        for one in part.articles:
            self._hold(one.outlet, HeldSum(1, one.versions, one.words, one.first_seen))
            _count(self.kinds, {one.kind: 1})
            _count(self.languages, {one.language: 1})

    def join(self, other: DataSum) -> None:
        self.printed += other.printed
        self.newest = newest([self.newest, other.newest])
        for outlet, held in other.held.items():
            self._hold(outlet, held)
        _count(self.kinds, other.kinds)
        _count(self.languages, other.languages)

    def _hold(self, outlet: str, held: HeldSum) -> None:
        self.held.setdefault(outlet, HeldSum()).join(held)


def data_page(found: DataSum, report: Report, facts: StoreFacts) -> DataPage:
    lines = [
        HeldLine(
            outlet=report.label(slug).name,
            href=outlet_path(slug),
            articles=held.articles,
            versions=held.versions,
            words=f"{held.words:,}",
            since=_day(held.since),
        )
        for slug, held in found.held.items()
    ]
    times = [held.since for held in found.held.values() if held.since is not None]
    return DataPage(
        frame=frame(report, "", "data", found.newest, found.held),
        outlets=tuple(sorted(lines, key=lambda one: (one.outlet.casefold(), one.href))),
        articles=sum(held.articles for held in found.held.values()),
        versions=sum(held.versions for held in found.held.values()),
        words=f"{sum(held.words for held in found.held.values()):,}",
        shown=f"{found.printed:,}",
        since=_day(min(times)) if times else "",
        waiting=facts.waiting,
        kinds=tuple(CountLine(name, found.kinds[kind]) for kind, name in KIND_NAMES.items() if found.kinds.get(kind)),
        languages=tuple(
            CountLine(name, count)
            for name, count in sorted((language_name(code), count) for code, count in found.languages.items())
        ),
        files=FILES,
        excerpt_words=report.excerpt_words,
    )


def _count(counted: dict[str, int], more: Mapping[str, int]) -> None:
    for name, count in more.items():
        counted[name] = counted.get(name, 0) + count


def language_name(code: str) -> str:
    """ "French", of "fr"; a code that nobody knows is its own name."""
    return str(Locale("en").languages.get(code, code))


def _day(at: datetime | None) -> str:
    return "" if at is None else day_words(at)

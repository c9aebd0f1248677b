"""What the pages on outlets need of each event, and what that adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from compare.housetext import house_words
from compare.norms import DIFFERENCES, FLAGS, MEASURES, NOTHING, EventTallies, Measure, Tally, event_tallies
from compare.wirecopy import SharedSentence, Shares
from scraper.article import Moment
from variorum.findings import findings_of, masked_numbers
from variorum.inputs import EventInput
from variorum.kinds import KINDS
from variorum.outletviews import OutletEvent
from variorum.views import Card
from variorum.when import day_words, earliest, newest

#: What a mark must be to be held against the outlet: its own voice.
OWN_MARKS: Final = tuple(one for one in FLAGS if one.voice == "own")
#: More events than this stand on a page for each month: each takes about half a kB.
MOST_EVENTS: Final = 100
Key = TypeVar("Key", str, int)
_NUMBERS: Final = {measure: number for number, measure in enumerate(MEASURES)}


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose text a shared sentence is: an agency by name, another outlet by slug, or nobody who can be told."""

    agency: str = ""
    outlet: str = ""

    @property
    def key(self) -> str:
        return f"agency {self.agency}" if self.agency else f"outlet {self.outlet}"

    @classmethod
    def of(cls, key: str) -> Origin:
        kind, _, name = key.partition(" ")
        return cls(agency=name) if kind == "agency" else cls(outlet=name)


@dataclass(frozen=True, slots=True)
class Counted:
    """A `Tally`; `found` has the numbers of measures in MEASURES, with how much was found."""

    claims: int
    articles: int
    words: int
    found: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, tally: Tally) -> Counted:
        found = tuple((_NUMBERS[measure], count) for measure, count in tally.found.items())
        return cls(tally.claims, tally.articles, tally.words, found)


@dataclass(frozen=True, slots=True)
class OutletPart:
    """What the outlets' pages need of one outlet's articles in one event. `newest` is a moment of its texts.
    `sentences` counts those that are not its own by whose they are, and `copies` the articles they stand in."""

    outlet: str
    line: OutletEvent
    tally: Counted
    around: Counted
    articles: int
    words: int
    own_words: int
    revised: int
    versions: int
    sentences: tuple[tuple[Origin, int], ...]
    copies: tuple[tuple[Origin, int], ...]
    newest: Moment | None


@dataclass(frozen=True, slots=True)
class OutletsPart:
    """What the outlets' pages need of one event. `lent` has, for each sentence that another outlet printed after it,
    whose it is and who did."""

    day: date | None
    outlets: tuple[OutletPart, ...]
    lent: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class CountedSum:
    """Of what was counted in several events."""

    claims: int = 0
    articles: int = 0
    words: int = 0
    found: dict[int, int] = field(default_factory=dict)

    def add(self, counted: Counted) -> None:
        self._add(counted.claims, counted.articles, counted.words, dict(counted.found))

    def join(self, other: CountedSum) -> None:
        self._add(other.claims, other.articles, other.words, other.found)

    def _add(self, claims: int, articles: int, words: int, found: Mapping[int, int]) -> None:
        self.claims += claims
        self.articles += articles
        self.words += words
        _count(self.found, found)

    def tally(self) -> Tally:
        found = {MEASURES[number]: count for number, count in sorted(self.found.items())}
        return Tally(self.claims, self.articles, self.words, found)


@dataclass(slots=True)
class OutletMonth:
    """Of an outlet's articles in the events of one month."""

    counted: CountedSum = field(default_factory=CountedSum)
    events: int = 0


@dataclass(slots=True)
class OutletSum:
    """Of an outlet's articles in several events. `sentences` and `copies` count by `Origin.key`. `few` has the ids of
    the events by month, and nothing where they are more than stand on the outlet's page."""

    months: dict[str, OutletMonth] = field(default_factory=dict)
    around: CountedSum = field(default_factory=CountedSum)
    few: dict[str, list[str]] | None = field(default_factory=dict)
    articles: int = 0
    words: int = 0
    own_words: int = 0
    revised: int = 0
    versions: int = 0
    sentences: dict[str, int] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    lent: dict[str, int] = field(default_factory=dict)
    newest: Moment | None = None

    def add(self, event: str, month: str, part: OutletPart) -> None:
        held = self.months.setdefault(month, OutletMonth())
        held.counted.add(part.tally)
        held.events += 1
        self.around.add(part.around)
        self.articles += part.articles
        self.words += part.words
        self.own_words += part.own_words
        self.revised += part.revised
        self.versions += part.versions
        _count(self.sentences, {one.key: count for one, count in part.sentences})
        _count(self.copies, {one.key: count for one, count in part.copies})
        self.newest = newest([self.newest, part.newest])
        self._list({month: [event]})

    def join(self, other: OutletSum) -> None:
        for month, one in other.months.items():
            held = self.months.setdefault(month, OutletMonth())
            held.counted.join(one.counted)
            held.events += one.events
        self.around.join(other.around)
        self.articles += other.articles
        self.words += other.words
        self.own_words += other.own_words
        self.revised += other.revised
        self.versions += other.versions
        _count(self.sentences, other.sentences)
        _count(self.copies, other.copies)
        _count(self.lent, other.lent)
        self.newest = newest([self.newest, other.newest])
        self._list(other.few)

    def _list(self, few: Mapping[str, list[str]] | None) -> None:
        if few is None or self.events() > MOST_EVENTS:
            self.few = None
        if self.few is not None and few is not None:
            for month, events in few.items():
                self.few.setdefault(month, []).extend(events)

    def events(self) -> int:
        return sum(one.events for one in self.months.values())

    def own(self) -> CountedSum:
        total = CountedSum()
        for one in self.months.values():
            total.join(one.counted)
        return total


@dataclass(slots=True)
class OutletsSum:
    """Of several events, what `outlets_part` tells of each, by outlet."""

    outlets: dict[str, OutletSum] = field(default_factory=dict)

    def add(self, event: str, month: str, part: OutletsPart) -> None:
        for one in part.outlets:
            self._of(one.outlet).add(event, month, one)
        for lender, printer in part.lent:
            _count(self._of(lender).lent, {printer: 1})

    def join(self, other: OutletsSum) -> None:
        for outlet, found in other.outlets.items():
            self._of(outlet).join(found)

    def with_articles(self) -> list[str]:
        """Sorted slugs."""
        return sorted(outlet for outlet, found in self.outlets.items() if found.articles)

    def _of(self, outlet: str) -> OutletSum:
        return self.outlets.setdefault(outlet, OutletSum())


def _count(counted: dict[Key, int], more: Mapping[Key, int]) -> None:
    for name, count in more.items():
        counted[name] = counted.get(name, 0) + count


def outlets_part(source: EventInput, card: Card) -> OutletsPart:
    """What the outlets' pages need of an event, with its card."""
    tallies = event_tallies(findings_of(source))
    moment = earliest(item.article.published for item in source.articles)
    day = None if moment is None else moment.at.date()
    outlets = sorted({item.article.outlet for item in source.articles})
    return OutletsPart(
        day=day,
        outlets=tuple(_part(source, card, outlet, day, tallies) for outlet in outlets),
        lent=tuple(
            (item.origin.outlet, item.outlet)
            for item in source.shares.sentences
            if item.origin.outlet is not None and item.origin.outlet != item.outlet
        ),
    )


def _part(source: EventInput, card: Card, outlet: str, day: date | None, tallies: EventTallies) -> OutletPart:
    own = {item.article.key: item for item in source.articles if item.article.outlet == outlet}
    tally = tallies.outlets.get(outlet, NOTHING)
    versions = sum(item.revision - 1 for item in own.values())  # texts that they had after their first ones
    masked = {key: masked_numbers(source, item) for key, item in own.items()}
    sentences: Counter[Origin] = Counter()
    copies: Counter[Origin] = Counter()
    for key in own:
        found = Counter(_origin(one, outlet) for one in source.shares.of([key]))
        sentences.update(found)
        copies.update(found.keys())
    return OutletPart(
        outlet=outlet,
        line=_event(source, card, outlet, day, tally, versions),
        tally=Counted.of(tally),
        around=Counted.of(tallies.others(outlet) if outlet in tallies.outlets else NOTHING),
        articles=len(own),
        words=sum(house_words(item.article, masked[key], Shares()) for key, item in own.items()),
        own_words=sum(house_words(item.article, masked[key], source.shares) for key, item in own.items()),
        revised=sum(item.revision > 1 for item in own.values()),
        versions=versions,
        sentences=tuple(sentences.items()),
        copies=tuple(copies.items()),
        newest=newest(moment for item in own.values() for moment in (item.article.published, item.article.modified)),
    )


def _origin(item: SharedSentence, outlet: str) -> Origin:
    if item.origin.agency is not None:
        return Origin(agency=item.origin.agency)
    if item.origin.outlet is not None and item.origin.outlet != outlet:
        return Origin(outlet=item.origin.outlet)
    return Origin()


def _event(source: EventInput, card: Card, outlet: str, day: date | None, tally: Tally, versions: int) -> OutletEvent:
    return OutletEvent(
        day="day not known" if day is None else day_words(day),
        href=f"../{card.href}",
        title=card.title,
        lang=card.lang,
        articles=sum(item.article.outlet == outlet for item in source.articles),
        claims=tally.claims,
        words=f"{tally.words:,}",
        apart=_named(tally, DIFFERENCES),
        marked=_named(tally, OWN_MARKS),
        versions=versions,
    )


def _named(tally: Tally, measures: Collection[Measure]) -> str:
    found = [f"{KINDS[one.kind].label} {count}" for one, count in tally.found.items() if one in measures]
    return ", ".join(found) or "none"

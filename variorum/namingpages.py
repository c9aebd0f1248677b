"""The page on names: what is added up event by event, and its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, get_args

from compare.namingmap import Referent
from compare.voice import VoiceKind
from scraper.article import Moment
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts
from variorum.frames import frame
from variorum.inputs import EventInput, Report
from variorum.months import month_name, newest_first
from variorum.naming import MISSING, NamingView, kept_back_words, view_of
from variorum.namingviews import NamedEvent, NameSummary, NameUse, NamingPage
from variorum.sitepaths import naming_path
from variorum.views import Card, MonthLink
from variorum.when import day_words, earliest, newest

#: More events than this stand on a page for each month: each takes about 2 kB.
MOST_EVENTS: Final = 100
VOICES: Final[tuple[VoiceKind, ...]] = get_args(VoiceKind)
EVENTS: Final = "events"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One marked name in one event, as one outlet uses it: `shown` where the event may print it, `uses` by voice in the
    order of VOICES, `beside` the neutral names of the same thing with the outlets that use them."""

    name: str
    outlet: str
    shown: bool
    uses: tuple[int, ...]
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamesPart:
    """What the page on names needs of one event: `told` is its map where it has any, `missing` says that none can be
    had."""

    told: NamedEvent | None
    day: date | None
    missing: bool
    names: tuple[NamePart, ...]
    newest: Moment | None
    outlets: tuple[str, ...]


DatedMap = tuple[date | None, NamedEvent]
"""An event's map with its day."""


def names_part(
    source: EventInput, card: Card, report: Report, budget: ExcerptBudget, referents: Sequence[Referent] | None
) -> NamesPart:
    """Of an event whose page is made, with its card and what `known_referents` found. Words of names are paid for from
    what the page left of `budget`."""
    moments = [item.article.published for item in source.articles]
    moment = earliest(moments)
    day = None if moment is None else moment.at.date()
    view = MISSING if referents is None else view_of(referents, Facts(source, report, budget, ""))
    told = None
    if view.referents or view.loose or view.note or view.kept_back:
        told = NamedEvent("day not known" if day is None else day_words(day), card.href, card.title, card.lang, view)
    return NamesPart(
        told=told,
        day=day,
        missing=referents is None,
        names=tuple(_names(referents or (), view, report)),
        newest=newest([*moments, *(item.article.modified for item in source.articles)]),
        outlets=tuple(sorted({item.article.outlet for item in source.articles})),
    )


def _names(referents: Sequence[Referent], view: NamingView, report: Report) -> Iterator[NamePart]:
    seen = [*(one for referent in view.referents for one in referent.called), *(one.called for one in view.loose)]
    printed = {(one.outlet, one.name) for one in seen}
    for referent in referents:
        plain = {
            (one.name, one.outlet)
            for one in referent.called
            if not one.marked and one.uses("own") and (report.label(one.outlet).name, one.name) in printed
        }
        for called in (one for one in referent.called if one.marked):
            yield NamePart(
                name=called.name,
                outlet=called.outlet,
                shown=(report.label(called.outlet).name, called.name) in printed,
                uses=tuple(called.uses(voice) for voice in VOICES),
                beside=tuple(sorted(plain)),
            )


@dataclass(slots=True)
class NameSum:
    """One marked name in several events: `by_outlet` how often, by voice, and in how many "events"; `beside` the
    neutral names of the same things with the outlets that use them."""

    shown: bool = False
    by_outlet: dict[str, dict[str, int]] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)

    def count(self, outlet: str, uses: Mapping[str, int]) -> None:
        counted = self.by_outlet.setdefault(outlet, dict.fromkeys((*VOICES, EVENTS), 0))
        for name, count in uses.items():
            counted[name] += count


@dataclass(slots=True)
class NamesSum:
    """Of several events, what `names_part` tells of each. `told` counts those that have a map, by month; `few` has
    their ids by month, and nothing where they are more than stand on the first page."""

    names: dict[str, NameSum] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    few: dict[str, list[str]] | None = field(default_factory=dict)
    looked_at: int = 0
    missing: int = 0
    newest: Moment | None = None
    outlets: set[str] = field(default_factory=set)

    def add(self, event: str, month: str, part: NamesPart) -> None:
        self.looked_at += 1
        self.missing += part.missing
        self.newest = newest([self.newest, part.newest])
        self.outlets.update(part.outlets)
        here: set[tuple[str, str]] = set()
        for one in part.names:
            name = self.names.setdefault(one.name, NameSum())
            name.shown |= one.shown
            name.count(one.outlet, dict(zip(VOICES, one.uses, strict=True)))
            name.count(one.outlet, {EVENTS: (one.name, one.outlet) not in here})
            here.add((one.name, one.outlet))
            for neutral, outlet in one.beside:
                name.beside.setdefault(neutral, set()).add(outlet)
        if part.told is not None:
            self._tell({month: 1}, {month: [event]})

    def join(self, other: NamesSum) -> None:
        self.looked_at += other.looked_at
        self.missing += other.missing
        self.newest = newest([self.newest, other.newest])
        self.outlets |= other.outlets
        for key, one in other.names.items():
            name = self.names.setdefault(key, NameSum())
            name.shown |= one.shown
            for outlet, uses in one.by_outlet.items():
                name.count(outlet, uses)
            for neutral, outlets in one.beside.items():
                name.beside.setdefault(neutral, set()).update(outlets)
        self._tell(other.told, other.few)

    def _tell(self, told: Mapping[str, int], few: Mapping[str, Sequence[str]] | None) -> None:
        for month, count in told.items():
            self.told[month] = self.told.get(month, 0) + count
        if few is None or sum(self.told.values()) > MOST_EVENTS:
            self.few = None
        if self.few is not None and few is not None:
            for month, events in few.items():
                self.few.setdefault(month, []).extend(events)


def naming_page(found: NamesSum, events: Iterable[NamesPart], report: Report) -> NamingPage:
    """The first page; `events` are all that have a map where they are few, and else none: they then stand on the pages
    of their months."""
    months = newest_first(found.told) if found.few is None else []
    return NamingPage(
        frame=frame(report, "", "naming", found.newest, found.outlets),
        month="",
        names=tuple(_summaries(found, report)),
        events=in_order(line for one in events for line in dated_maps(one)),
        months=tuple(MonthLink(month_name(month), naming_path(month), found.told[month]) for month in months),
        looked_at=found.looked_at,
        missing=found.missing,
        kept_back=kept_back_words(_kept_back(found, report)),
    )


def naming_month_page(month: str, found: NamesSum, maps: Iterable[DatedMap], report: Report) -> NamingPage:
    """The page of a month, with what is found in it and the maps of its events."""
    return NamingPage(
        frame=frame(report, "", "naming", found.newest, found.outlets),
        month=month_name(month),
        names=(),
        events=in_order(maps),
        months=(),
        looked_at=found.looked_at,
        missing=found.missing,
        kept_back="",
    )


def dated_maps(part: NamesPart) -> list[DatedMap]:
    """An event's map, where it has one."""
    return [] if part.told is None else [(part.day, part.told)]


def in_order(maps: Iterable[DatedMap]) -> tuple[NamedEvent, ...]:
    """Newest first; what has no day last."""
    told = [(0 if day is None else -day.toordinal(), event) for day, event in maps]
    return tuple(event for _, event in sorted(told, key=lambda one: (one[0], one[1].href)))


def _kept_back(found: NamesSum, report: Report) -> Counter[str]:
    """How many names of each outlet, by its name, no event may print."""
    hidden = (name for name in found.names.values() if not name.shown)
    return Counter(report.label(outlet).name for name in hidden for outlet in name.by_outlet)


def _summaries(found: NamesSum, report: Report) -> Iterator[NameSummary]:
    """Those that some event may print, in the alphabet."""
    for key, name in sorted(found.names.items(), key=lambda one: one[0]):
        if not name.shown:
            continue
        by_name = [(report.label(outlet).name, uses) for outlet, uses in sorted(name.by_outlet.items())]
        uses = tuple(
            NameUse(outlet, often["own"], often["paraphrase"], often["quoted"], often[EVENTS])
            for outlet, often in sorted(by_name, key=lambda pair: pair[0].casefold())
        )
        beside = ", ".join(
            f"{neutral} ({len(outlets)} outlet{'' if len(outlets) == 1 else 's'})"
            for neutral, outlets in sorted(name.beside.items())
        )
        yield NameSummary(key, uses, beside)

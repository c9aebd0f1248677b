"""The page on names, gathered event by event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
from variorum.months import month_name, month_of, newest_first
from variorum.naming import MISSING, NamingView, kept_back_words, view_of
from variorum.namingviews import NamedEvent, NameSummary, NameUse, NamingPage
from variorum.sitepaths import NAMING, naming_path
from variorum.views import Card, MonthLink
from variorum.when import day_words, earliest, newest

#: More events than this stand on a page for each month: each takes about 2 kB.
MOST_EVENTS: Final = 100
VOICES: Final = get_args(VoiceKind)
Uses = Counter[str]
"""How often, by voice; "events" counts the events."""


@dataclass(slots=True)
class _Name:
    """One marked name over all events."""

    shown: bool = False
    by_outlet: defaultdict[str, Uses] = field(default_factory=lambda: defaultdict(Counter))
    beside: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


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
    month: str
    missing: bool
    names: tuple[NamePart, ...]
    newest: Moment | None
    outlets: tuple[str, ...]


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
        month=month_of(moment),
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


class NamesGathered:
    """The maps of the events that have one, and the sums over them. `add` takes what `names_part` tells of each event
    once."""

    def __init__(self) -> None:
        self._names: defaultdict[str, _Name] = defaultdict(_Name)
        self._events: list[tuple[date | None, str, NamedEvent]] = []
        self._newest: Moment | None = None
        self._outlets: set[str] = set()
        self._looked_at = self._missing = 0

    def add(self, part: NamesPart) -> None:
        self._looked_at += 1
        self._missing += part.missing
        self._newest = newest([self._newest, part.newest])
        self._outlets.update(part.outlets)
        here: set[tuple[str, str]] = set()
        for one in part.names:
            name = self._names[one.name]
            name.shown |= one.shown
            uses = name.by_outlet[one.outlet]
            for voice, count in zip(VOICES, one.uses, strict=True):
                uses[voice] += count
            uses["events"] += (one.name, one.outlet) not in here
            here.add((one.name, one.outlet))
            for neutral, outlet in one.beside:
                name.beside[neutral].add(outlet)
        if part.told is not None:
            self._events.append((part.day, part.month, part.told))

    def pages(self, report: Report) -> Iterator[tuple[str, NamingPage]]:
        """(path, page): the first one, and where events are many one for each month."""
        ordered = sorted(self._events, key=lambda one: (0 if one[0] is None else -one[0].toordinal(), one[2].href))
        many = len(ordered) > MOST_EVENTS
        months = newest_first(month for _, month, _ in ordered) if many else []
        by_month: dict[str, list[NamedEvent]] = {month: [] for month in months}
        for _, month, told in ordered if many else ():
            by_month[month].append(told)
        links = tuple(MonthLink(month_name(m), naming_path(m), len(found)) for m, found in by_month.items())
        yield NAMING, self._page(report, "", () if months else tuple(told for _, _, told in ordered), links)
        for month, found in by_month.items():
            yield naming_path(month), self._page(report, month_name(month), tuple(found), ())

    def _page(
        self, report: Report, month: str, events: tuple[NamedEvent, ...], months: tuple[MonthLink, ...]
    ) -> NamingPage:
        return NamingPage(
            frame=frame(report, "", "naming", self._newest, self._outlets),
            month=month,
            names=() if month else tuple(self._summaries(report)),
            events=events,
            months=months,
            looked_at=self._looked_at,
            missing=self._missing,
            kept_back="" if month else kept_back_words(self._kept_back(report)),
        )

    def _kept_back(self, report: Report) -> Counter[str]:
        """How many names of each outlet, by its name, no event may print."""
        hidden = (name for name in self._names.values() if not name.shown)
        return Counter(report.label(outlet).name for name in hidden for outlet in name.by_outlet)

    def _summaries(self, report: Report) -> Iterator[NameSummary]:
        """Those that some event may print, in the alphabet."""
        for key, name in sorted(self._names.items(), key=lambda one: one[0]):
            if not name.shown:
                continue
            by_name = [(report.label(outlet).name, found) for outlet, found in sorted(name.by_outlet.items())]
            uses = tuple(
                NameUse(outlet, found["own"], found["paraphrase"], found["quoted"], found["events"])
                for outlet, found in sorted(by_name, key=lambda pair: pair[0].casefold())
            )
            beside = ", ".join(
                f"{neutral} ({len(outlets)} outlet{'' if len(outlets) == 1 else 's'})"
                for neutral, outlets in sorted(name.beside.items())
            )
            yield NameSummary(key, uses, beside)

"""The pages on outlets, gathered event by event: one for each, and the overview. There is no score and no order among
outlets but the alphabet."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from compare.housetext import house_words
from compare.intervals import ENOUGH, PER_WORDS, Estimate
from compare.norms import DIFFERENCES, FLAGS, NOTHING, EventTallies, Measure, Tally, event_tallies
from compare.wirecopy import SharedSentence, Shares
from scraper.article import Failure, Moment, is_fault
from variorum.findings import findings_of, masked_numbers
from variorum.frames import frame
from variorum.inputs import EventInput, Report
from variorum.kinds import KINDS, chip
from variorum.months import UNDATED, month_of
from variorum.normwords import rate_words
from variorum.outletcharts import Point, month_chart
from variorum.outletviews import (
    LentLine,
    MonthChart,
    MonthLine,
    NormLine,
    OutletEvent,
    OutletFetchView,
    OutletPage,
    OutletRow,
    OutletsPage,
    RateView,
    SharedLine,
)
from variorum.sitepaths import outlet_path
from variorum.storefacts import StoreFacts
from variorum.views import Card, FailureLine
from variorum.when import day_words, earliest, month_words, newest, short_month

#: What a mark must be to be held against the outlet: its own voice.
OWN_MARKS: Final = tuple(one for one in FLAGS if one.voice == "own")
_COUNTING: Final = {
    "all": "Counted is what rules and comparison found, reviewed or not, without what reviewers rejected.",
    "reviewed": "Counted is only what reviewers accepted; what nobody has reviewed yet is not among it.",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose text a shared sentence is: an agency by name, another outlet by slug, or nobody who can be told."""

    agency: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A `Tally`, its measures in order."""

    claims: int
    articles: int
    words: int
    found: tuple[tuple[Measure, int], ...]

    @classmethod
    def of(cls, tally: Tally) -> Counted:
        return cls(tally.claims, tally.articles, tally.words, tuple(tally.found.items()))

    def tally(self) -> Tally:
        return Tally(self.claims, self.articles, self.words, dict(self.found))


@dataclass(slots=True)
class _Sum:
    """Tallies added up in place: there are as many as outlets in the events of years, and a `Tally` for every sum of
    them would take longer than reading them."""

    claims: int = 0
    articles: int = 0
    words: int = 0
    found: Counter[Measure] = field(default_factory=Counter)

    def add(self, counted: Counted) -> None:
        self.claims += counted.claims
        self.articles += counted.articles
        self.words += counted.words
        for measure, count in counted.found:
            self.found[measure] += count

    def tally(self) -> Tally:
        return NOTHING + Tally(self.claims, self.articles, self.words, self.found)


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
    month: str
    outlets: tuple[OutletPart, ...]
    lent: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Held:
    """What is held of one outlet in all events."""

    articles: int = 0
    words: int = 0
    own_words: int = 0
    revised: int = 0
    versions: int = 0
    events: list[tuple[date | None, OutletEvent]] = field(default_factory=list)
    months: defaultdict[str, _Sum] = field(default_factory=lambda: defaultdict(_Sum))
    sentences: Counter[Origin] = field(default_factory=Counter)
    copies: Counter[Origin] = field(default_factory=Counter)
    lent: Counter[str] = field(default_factory=Counter)
    newest: Moment | None = None


class OutletsGathered:
    """The sums over events. `add` takes what `outlets_part` tells of each event once."""

    def __init__(self) -> None:
        self._own: defaultdict[str, _Sum] = defaultdict(_Sum)
        self._around: defaultdict[str, _Sum] = defaultdict(_Sum)
        self._held: dict[str, _Held] = {}

    def add(self, part: OutletsPart) -> None:
        for one in part.outlets:
            self._own[one.outlet].add(one.tally)
            self._around[one.outlet].add(one.around)
            held = self._held.setdefault(one.outlet, _Held())
            held.months[part.month].add(one.tally)
            held.articles += one.articles
            held.words += one.words
            held.own_words += one.own_words
            held.revised += one.revised
            held.versions += one.versions
            held.sentences.update(dict(one.sentences))
            held.copies.update(dict(one.copies))
            held.newest = newest([held.newest, one.newest])
            held.events.append((part.day, one.line))
        for lender, printer in part.lent:
            self._held.setdefault(lender, _Held()).lent[printer] += 1

    # Pages

    def pages(self, report: Report, facts: StoreFacts) -> Iterator[tuple[str, OutletPage]]:
        """(path, page) of every outlet with articles, in the order of slugs."""
        for outlet in sorted(slug for slug, held in self._held.items() if held.articles):
            yield outlet_path(outlet), self._page(outlet, report, facts)

    def _page(self, outlet: str, report: Report, facts: StoreFacts) -> OutletPage:
        held, label = self._held[outlet], report.label(outlet)
        own, around = self._own[outlet].tally(), self._around[outlet].tally()
        return OutletPage(
            frame=frame(report, "../", "outlet", held.newest, [outlet]),
            name=label.name,
            invented=label.invented,
            events=tuple(event for _, event in sorted(held.events, key=_by_day)),
            articles=held.articles,
            words=f"{held.words:,}",
            claims=own.claims,
            counted_articles=own.articles,
            counted_words=f"{own.words:,}",
            apart=tuple(_lines(DIFFERENCES, own, around)) if own.claims or around.claims else (),
            marked=tuple(_lines(OWN_MARKS, own, around)) if own.words else (),
            per_words=f"{PER_WORDS:,}",
            enough=ENOUGH,
            counting=_COUNTING[facts.show],
            months=tuple(_charts({month: one.tally() for month, one in held.months.items()})),
            shared=tuple(_shared(held, report)),
            shared_words=_shared_words(held),
            lent=tuple(_lent(held, report)),
            revised=held.revised,
            versions=held.versions,
            fetch=_fetch(outlet, report, facts),
        )

    def overview(self, report: Report, facts: StoreFacts) -> OutletsPage:
        """Every outlet with articles in the report, or asked by the last fetch."""
        known = sorted(
            {slug for slug, held in self._held.items() if held.articles} | set(facts.fetched),
            key=lambda slug: (report.label(slug).name.casefold(), slug),
        )
        return OutletsPage(
            frame=frame(report, "", "outlets", newest(held.newest for held in self._held.values()), known),
            rows=tuple(self._row(outlet, report, facts) for outlet in known),
            asked=len(facts.fetched),
            read=sum(_answered(by_status) for by_status in facts.fetched.values()),
            fetched=bool(facts.fetched),
        )

    def _row(self, outlet: str, report: Report, facts: StoreFacts) -> OutletRow:
        held, label = self._held.get(outlet, _Held()), report.label(outlet)
        return OutletRow(
            name=label.name,
            href=outlet_path(outlet) if held.articles else "",
            invented=label.invented,
            events=len(held.events),
            articles=held.articles,
            words=f"{held.words:,}",
            shared=_percent(held.words - held.own_words, held.words),
            revised=held.revised,
            fetch=_state(facts.fetched[outlet]) if outlet in facts.fetched else "not asked",
        )


def outlets_part(source: EventInput, card: Card) -> OutletsPart:
    """What the outlets' pages need of an event, with its card."""
    tallies = event_tallies(findings_of(source))
    moment = earliest(item.article.published for item in source.articles)
    day = None if moment is None else moment.at.date()
    outlets = sorted({item.article.outlet for item in source.articles})
    return OutletsPart(
        day=day,
        month=month_of(moment),
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


def _by_day(item: tuple[date | None, OutletEvent]) -> tuple[int, str]:
    """Newest first; what has no day last."""
    day, event = item
    return (0 if day is None else -day.toordinal(), event.href)


# Rates


def _lines(measures: Sequence[Measure], own: Tally, around: Tally) -> Iterator[NormLine]:
    """All kinds of differences, for nothing found in many claims is a finding; of marks those that either has."""
    for one in measures:
        if one.of == "difference" or one in own.found or one in around.found:
            yield NormLine(chip(one.kind), rate_view(one, own.estimate(one)), rate_view(one, around.estimate(one)))


def rate_view(measure: Measure, estimate: Estimate) -> RateView:
    counted, rate, interval = rate_words(measure, estimate)
    return RateView(counted, rate, interval, estimate.few and bool(rate))


def _charts(months: Mapping[str, Tally]) -> Iterator[MonthChart]:
    """A chart for each kind of which anything was found, where there is more than one month."""
    dated = sorted(month for month in months if month != UNDATED)
    if len(dated) < 2:
        return
    for one in (*DIFFERENCES, *OWN_MARKS):
        if any(one in months[month].found for month in dated):
            estimates = {month: months[month].estimate(one) for month in dated}
            yield MonthChart(
                chip=chip(one.kind),
                counted=_counted(one),
                drawing=month_chart(
                    f"{KINDS[one.kind].label.capitalize()}, {_counted(one)},",
                    [_point(month, one, estimate) for month, estimate in estimates.items()],
                    digits=2 if one.of == "difference" else 0,
                    most=1.0 if one.of == "difference" else math.inf,
                ),
                lines=tuple(
                    MonthLine(month_words(month), rate_view(one, estimate)) for month, estimate in estimates.items()
                ),
            )


def _counted(measure: Measure) -> str:
    """What a chart counts of a kind."""
    if measure.of == "difference":
        return "stands apart, share of claims"
    return f"marked, for {PER_WORDS:,} words"


def _point(month: str, measure: Measure, estimate: Estimate) -> Point:
    counted, rate, interval = rate_words(measure, estimate)
    few = ", too few" if estimate.few else ""
    told = f"{counted}, {rate} ({interval}{few})" if rate else f"{counted}, nothing to count in"
    year, number = month.split("-")
    return Point(int(year) * 12 + int(number), short_month(month), told, estimate)


# Shared text


def _shared(held: _Held, report: Report) -> Iterator[SharedLine]:
    """Agencies first, then outlets by name, then what nobody can be told to have had first."""
    lines = [
        (not one.agency, not one.outlet, _whose(one, report), count, held.copies[one])
        for one, count in held.sentences.items()
    ]
    for _, _, whose, count, articles in sorted(lines):
        yield SharedLine(whose, count, articles)


def _whose(origin: Origin, report: Report) -> str:
    if origin.agency:
        return f"agency text: {origin.agency}"
    if origin.outlet:
        return f"same text as {report.label(origin.outlet).name}, which had it first"
    return "same text as another outlet; which had it first is not known"


def _lent(held: _Held, report: Report) -> Iterator[LentLine]:
    """Who printed this outlet's text after it, by name."""
    for name, count in sorted((report.label(other).name, count) for other, count in held.lent.items()):
        yield LentLine(name, count)


def _shared_words(held: _Held) -> str:
    taken = held.words - held.own_words
    if not taken:
        return ""
    return f"{taken:,} of {held.words:,} words ({_percent(taken, held.words)})"


def _percent(part: int, whole: int) -> str:
    """Shares of words in whole per cent, and "under 1 %" for what is not nothing."""
    if not part:
        return "none"
    share = 100 * part / whole
    return "under 1 %" if share < 1 else f"{share:.0f} %"


# The last fetch


def _fetch(outlet: str, report: Report, facts: StoreFacts) -> OutletFetchView | None:
    if outlet not in facts.fetched:
        return None
    failures = _failures(outlet, facts)
    return OutletFetchView(
        state=_state(facts.fetched[outlet]),
        failures=tuple(_failure(one, report) for one in failures if is_fault(one)),
    )


def _failures(outlet: str, facts: StoreFacts) -> list[Failure]:
    return [one for one in facts.failures if one.outlet == outlet]


def _failure(failure: Failure, report: Report) -> FailureLine:
    return FailureLine(report.label(failure.outlet).name, failure.reason, failure.detail, failure.url)


def _answered(by_status: Mapping[str, int]) -> bool:
    """As the first page counts outlets that were read."""
    return any(status != "failed" for status in by_status)


def _state(by_status: Mapping[str, int]) -> str:
    """How much was new `variorum status` tells: here it would write every outlet's page anew every night."""
    return "delivered" if _answered(by_status) else "failed"
